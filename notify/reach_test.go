package notify_test

import (
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
)

// news is something to be said to a case's complainant, unasked.
func news(c store.Case, t casework.Template) store.Entry {
	return store.NewEntry(c.Case, casework.Message{
		Key: string(t), To: casework.Recipient{Person: casework.WhoComplainant}, Says: []casework.Say{{Template: t}},
	})
}

func TestThePersonIsReachedWhereItIsSafe(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2027, 2, day, hour, 0, 0, 0, time.UTC) }
	yes, no := casework.SafeContact{Safe: casework.Yes}, casework.SafeContact{Safe: casework.No}
	evening := casework.SafeContact{Safe: casework.Sometimes, NotAfter: "16:30"}
	sms := casework.Contact{Address: child}
	other := casework.Contact{Address: adult}
	whatsApp := casework.Contact{Address: "whatsapp:+447700900123", LastInbound: at(3, 11).UnixMilli()}
	with := func(c casework.Contact, safe casework.SafeContact) casework.Contact {
		c.Safe = safe
		return c
	}
	optedOut := with(sms, yes)
	optedOut.OptedOut = true
	wrong := with(sms, yes)
	wrong.WrongNumber = true

	for _, c := range []struct {
		name     string
		contacts []casework.Contact // the last writer first
		says     casework.Template
		at       time.Time
		want     string // the address, or the template of the task, or "dropped"
		when     time.Time
	}{
		{"the newest address", []casework.Contact{with(other, yes), with(sms, yes)}, "news", at(3, 12), string(adult), at(3, 12)},
		{"a text before WhatsApp", []casework.Contact{with(whatsApp, yes), with(sms, yes)}, "news", at(3, 12), string(child), at(3, 12)},
		{"WhatsApp when there is nothing else", []casework.Contact{with(whatsApp, yes), optedOut}, "news", at(3, 12), "whatsapp:+447700900123", at(3, 12)},
		{"neutral news where nobody asked if it is safe", []casework.Contact{sms}, "news", at(3, 12), string(child), at(3, 12)},
		{"but no nudge", []casework.Contact{sms}, "nudge.outcome", at(3, 12), "dropped", time.Time{}},
		{"a nudge where it is safe", []casework.Contact{sms, with(other, yes)}, "nudge.outcome", at(3, 12), string(adult), at(3, 12)},
		{"never where it is not", []casework.Contact{with(sms, no)}, "news", at(3, 12), "officer.cannot_send", time.Time{}},
		{"never after a stop", []casework.Contact{optedOut}, "news", at(3, 12), "officer.cannot_send", time.Time{}},
		{"never to a wrong number", []casework.Contact{wrong}, "news", at(3, 12), "officer.cannot_send", time.Time{}},
		{"not at night", []casework.Contact{with(sms, yes)}, "news", at(3, 22), string(child), at(4, 8)},
		{"not before morning", []casework.Contact{with(sms, yes)}, "news", at(3, 5), string(child), at(3, 8)},
		{"not later than they said", []casework.Contact{with(sms, evening)}, "news", at(3, 17), string(child), at(4, 8)},
		{"but before", []casework.Contact{with(sms, evening)}, "news", at(3, 16), string(child), at(3, 16)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			opened := w.openCase("TWN-23456")
			opened.Contacts = nil
			change := w.store.Change(town, w.clock.Now())
			for _, known := range c.contacts {
				opened.Contacts = append(opened.Contacts, known.Address)
				change.Contact(store.Contact{Contact: known})
			}
			change.Case(opened, nil)
			w.write(change)
			w.clock.set(c.at)
			w.say(news(opened, c.says))
			w.advance(24 * time.Hour)
			got, when := "nowhere", time.Time{}
			if len(w.phone.texts) > 0 {
				got, when = string(w.phone.texts[0].To), w.phone.texts[0].at
			} else if all := names(w.outbox()); all[len(all)-1] != "officer.new" {
				got = string(all[len(all)-1])
			} else if len(containing(w.log("TWN-23456"), "did not send nudge.outcome: not known to be safe")) == 1 {
				got = "dropped"
			}
			w.check("to", got, c.want)
			w.check("at", when.Truncate(time.Second), c.when)
		})
	}
}

func TestAnAlertGoesToWhoeverIsOnDuty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		at    time.Time
		fails map[casework.Address]*notify.SendError
		want  []string
	}{
		{"in office hours", noon, nil, []string{"sms:+447700900001"}},
		{"out of them", noon.Add(6 * time.Hour), nil, []string{"sms:+447700900003"}},
		{"a phone that cannot be reached", noon, map[casework.Address]*notify.SendError{"sms:+447700900001": stopped}, []string{"sms:+447700900002"}},
		{"rather somebody off duty than nobody", noon, map[casework.Address]*notify.SendError{"sms:+447700900001": stopped, "sms:+447700900002": stopped}, []string{"sms:+447700900003"}},
		{"a provider that is busy is no reason to pass it on", noon, map[casework.Address]*notify.SendError{"sms:+447700900001": busy}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.clock.set(c.at)
			w.phone.failing(func(x notify.Text) (bool, error) {
				if err := c.fails[x.To]; err != nil {
					return false, err
				}
				return false, nil
			})
			w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
			w.pass()
			var got []string
			for _, x := range w.phone.texts {
				got = append(got, string(x.To))
			}
			w.check("to", got, c.want)
		})
	}
}

func TestAnAlertIsNeverGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failing(func(notify.Text) (bool, error) { return false, stopped })
	w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
	w.pass()
	w.check("all are tried at once", w.phone.tried, 3)
	w.advance(2 * time.Minute)
	if w.phone.tried < 3+3 {
		t.Errorf("tried %d times in two minutes", w.phone.tried)
	}
	w.phone.failing(nil)
	w.advance(time.Minute)
	w.check("then", len(w.phone.texts), 1)
}
