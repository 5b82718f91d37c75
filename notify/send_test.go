package notify_test

import (
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
)

func TestAReplyGoesOutPartByPartAndIntoTheLogOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.openCase("TWN-23456")
	e := reply(child, "in/1", "thanks", "ask.outcome")
	e.Case = c.Reference
	w.say(e)
	did := w.pass()
	w.check("sent", did.Sent, 2)
	w.check("texts", w.phone.to(), []string{string(child) + " thanks", string(child) + " ask.outcome"})
	w.check("from", w.phone.texts[0].From, casework.NewAddress(casework.SMS, ours))
	w.check("log", w.log(c.Reference), []string{"opened",
		"sent thanks, ask.outcome by sms (1 of 2) thanks", "sent thanks, ask.outcome by sms (2 of 2) ask.outcome"})
	d, err := w.store.DeliveryOf(t.Context(), town, w.phone.texts[1].Part)
	w.check("delivery", []any{d.Provider, d.Template, d.Case, err}, []any{"SM2", "thanks", c.Reference, error(nil)})
}

func TestNothingIsSentBeforeItsTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := urgent(reply(child, "a", "later"))
	e.NotBefore = noon.Add(time.Hour)
	w.say(e, reply(child, "b", "now"))
	w.pass()
	w.check("at noon", w.phone.bodies(child), []string{"now"})
	w.advance(59 * time.Minute)
	w.check("before its time", w.phone.bodies(child), []string{"now"})
	w.advance(2 * time.Minute)
	w.check("in its time", w.phone.bodies(child), []string{"now", "later"})
}

func TestBackOff(t *testing.T) {
	t.Parallel()
	table := []struct {
		name   string
		err    *notify.SendError
		urgent bool
		want   []time.Duration // from one attempt to the next
	}{
		{"a failure that may pass", busy, false, []time.Duration{
			5 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute,
			2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, time.Hour,
		}},
		{"as the provider asks", &notify.SendError{Temporary: true, RetryAfter: 42 * time.Second}, false, []time.Duration{42 * time.Second, 42 * time.Second}},
		{"but not a day", &notify.SendError{Temporary: true, RetryAfter: 24 * time.Hour}, false, []time.Duration{time.Hour}},
		{"danger waits half a minute at most", busy, true, []time.Duration{5 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second, 30 * time.Second}},
		{"whatever the provider asks", &notify.SendError{Temporary: true, RetryAfter: time.Hour}, true, []time.Duration{30 * time.Second}},
		{"what is unknown waits to be looked up", cut, false, []time.Duration{2 * time.Minute, 2 * time.Minute}},
		{"danger does not", cut, true, []time.Duration{5 * time.Second, 5 * time.Second, 10 * time.Second}},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.phone.failing(func(notify.Text) (bool, error) { return false, c.err })
			e := reply(child, "a", "hello")
			e.Urgent = c.urgent
			w.say(e)
			for i, want := range c.want {
				w.pass()
				all := w.outbox()
				if len(all) != 1 {
					t.Fatalf("%d entries", len(all))
				}
				w.check("wait", all[0].Due.Sub(w.clock.Now()), want)
				w.check("tried", w.phone.tried, i+1)
				w.clock.set(all[0].Due)
			}
		})
	}
}

func TestAPermanentFailureBecomesATask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.openCase("TWN-23456")
	e := reply(child, "in/1", "thanks", "ask.outcome")
	e.Case = c.Reference
	w.say(e)
	w.phone.failing(func(notify.Text) (bool, error) { return false, stopped })
	did := w.pass()
	w.check("failed", did.Failed, 1)
	w.check("tried", w.phone.tried, 1)
	got, err := w.store.Cases(t.Context(), town, c.Reference)
	if err != nil || !got[0].Flagged(casework.FlagCannotText) {
		t.Errorf("the case: %v, %v", got, err)
	}
	w.check("log", containing(w.log(c.Reference), "could not send"), []string{"could not send thanks (21610) They have stopped our texts."})
	w.check("outbox", names(w.outbox()), "[officer.new officer.cannot_send]")
}

func TestAPermanentFailureWithoutACaseBecomesATask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.say(reply(child, "in/1", "hello"))
	w.phone.failing(func(notify.Text) (bool, error) { return false, stopped })
	w.pass()
	w.check("outbox", names(w.outbox()), "[officer.cannot_reply]")
}

func TestWhatHasNoWordsIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.say(reply(child, "a", "unspeakable"), reply(adult, "b", "hello"))
	did := w.pass()
	w.check("report", did, notify.Report{Sent: 1, PutOff: 1})
	w.check("trouble", w.outbox()[0].Trouble, "It could not be put into words.")
}

func TestLettersWaitForAMailDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.openCase("TWN-23456")
	w.openCase("TWN-34567")
	did := w.pass()
	w.check("waiting", did.Waiting, 2)
	for _, e := range w.outbox() {
		w.check("trouble", e.Trouble, "waits: no mail door")
		w.check("due", e.Due.IsZero(), true)
	}
	w.check("a second pass", w.pass(), notify.Report{})

	mail := &phone{now: w.clock.Now}
	w.o.Councils[town].Doors[casework.Email] = mail
	w.start()
	if err := w.sender.OpenDoors(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.pass()
	w.check("one letter of all", mail.bodies("email:o@town.example"), []string{"officer.new + officer.new"})
	for _, ref := range []casework.Reference{"TWN-23456", "TWN-34567"} {
		w.check("log", w.log(ref), []string{"opened", "sent officer.new, officer.new to officer (O) by email"})
	}
	w.check("outbox", len(w.outbox()), 0)
}

func names(entries []store.Entry) (all []casework.Template) {
	for _, e := range entries {
		all = append(all, e.Says[0].Template)
	}
	return all
}
