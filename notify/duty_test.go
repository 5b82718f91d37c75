package notify_test

import (
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
)

func TestNobodyWhoMayBeMeantIsRung(t *testing.T) {
	t.Parallel()
	day, dusk, night := notify.OnDuty{Name: "Tom Adams", When: "office", Phone: "+447700900001"},
		notify.OnDuty{Name: "Nia Bell", When: "office", Phone: "+447700900002"},
		notify.OnDuty{Name: "Kim Cole", When: "out-of-office", Phone: "+447700900003"}
	away := notify.OnDuty{Name: "Lee Dunn", When: "office", Phone: "+447700900004", Absent: []casework.Date{casework.DateOf(noon)}}
	for _, c := range []struct {
		name string
		told string
		duty []notify.OnDuty
		want []string // at three tries
	}{
		{"nobody", "he hit me", []notify.OnDuty{day, dusk, night}, []string{"1", "2", "3"}},
		{"the first", "tom hit me", []notify.OnDuty{day, dusk, night}, []string{"2", "3", "2"}},
		{"the second", "bell hit me", []notify.OnDuty{day, dusk, night}, []string{"1", "3", "1"}},
		{"two", "tom and nia hit me", []notify.OnDuty{day, dusk, night}, []string{"3", "3", "3"}},
		{"all but who is away", "tom and nia and kim hit me", []notify.OnDuty{day, dusk, night, away}, []string{"4", "4", "4"}},
		{"everybody there is", "tom hit me", []notify.OnDuty{day}, []string{"1", "1", "1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			town := w.o.Councils["town"]
			town.Duty, town.Officers = c.duty, nil
			w.o.Councils["town"] = town
			w.start()
			w.openCase("TWN-23456", casework.Describe{Text: c.told}, casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
			wakes, err := notify.NewWakes(w.o)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for range 3 {
				w.pass()
				w.clock.add(5 * time.Minute)
				if _, err := wakes.Pass(t.Context(), w.clock.Now()); err != nil {
					t.Fatal(err)
				}
			}
			for _, x := range w.phone.texts {
				got = append(got, strings.TrimPrefix(string(x.To), "sms:+44770090000"))
			}
			w.check("rung", got, c.want)
			log := strings.Join(w.log("TWN-23456"), "\n")
			if passed := strings.Contains(c.told, "tom") && len(c.duty) > 1; strings.Contains(log, "not to Tom Adams, who may be named") != passed {
				t.Errorf("the log says\n%s", log)
			}
		})
	}
}

// The log is read by every officer; the code is for whoever is called.
func TestTheLogHasNoWayToTakeAnAlert(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.o.Link = func(_ string, _ casework.Reference, code string) string { return "https://x/ack/token" + code }
	w.start()
	w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
	w.pass()
	w.check("sent", w.phone.bodies("sms:+447700900001"), "[duty.alert 4711]")
	log := w.log("TWN-23456")
	w.check("logged", containing(log, "sent duty.alert to"), "[sent duty.alert to duty (Day) by sms]")
	if found := containing(log, "4711"); len(found) > 0 {
		t.Errorf("the log has the code: %v", found)
	}
}
