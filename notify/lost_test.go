package notify_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
)

const childWhatsApp = casework.Address("whatsapp:+447700900123")

// wise is a phone that knows what codes mean.
type wise struct{ *phone }

func (wise) Explain(code string) *notify.SendError {
	e := &notify.SendError{Code: code, Hint: "hint " + code}
	switch code {
	case "30003":
		e.Retry = [3]time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour}
	case "21610":
		e.OptedOut = true
	case "63016":
		e.Elsewhere = true
	}
	return e
}

// newWiseWorld is a world whose provider knows codes.
func newWiseWorld(t *testing.T, change func(*notify.Council)) *world {
	t.Helper()
	w := newWorld(t)
	c := w.o.Councils[town]
	c.Doors = map[casework.Channel]notify.Provider{casework.SMS: wise{w.phone}, casework.WhatsApp: wise{w.phone}}
	if change != nil {
		change(&c)
	}
	w.o.Councils[town] = c
	w.start()
	return w
}

// lost tells that the last text did not arrive.
func (w *world) lost(code string) {
	w.t.Helper()
	last := w.phone.texts[len(w.phone.texts)-1]
	w.callback(last.Part, last.id, "undelivered", code)
}

func (w *world) know(c casework.Contact) {
	w.t.Helper()
	have, err := w.store.Contact(w.t.Context(), town, c.Address)
	if err != nil {
		w.t.Fatal(err)
	}
	have.Contact = c
	change := w.store.Change(town, w.clock.Now())
	change.Contact(have)
	w.write(change)
}

func (w *world) tasks() (all []string) {
	for _, e := range w.outbox() {
		if e.To.Office != "" {
			all = append(all, string(e.Says[0].Template))
		}
	}
	return all
}

// notice says something to a case's complainant, unasked.
func notice(c store.Case, about string, templates ...casework.Template) store.Entry {
	e := store.NewEntry(c.Case, casework.Message{Key: about, To: casework.Recipient{Person: casework.PersonComplainant}})
	for _, t := range templates {
		e.Says = append(e.Says, casework.Say{Template: t, Break: true})
	}
	return e
}

func TestAPhoneThatIsOffIsTriedThreeTimesInSafeHoursThenAPersonIsTold(t *testing.T) {
	t.Parallel()
	w := newWiseWorld(t, nil)
	c := w.openCase("TWN-23456")
	w.know(casework.Contact{Address: child, Cases: []casework.Reference{c.Reference}, Safe: casework.SafeContact{Safe: casework.Yes, NotAfter: "18:30"}})
	before := len(w.tasks())
	e := reply(child, "in/1", "one", "two")
	e.Case = c.Reference
	w.say(e)
	w.pass()
	w.check("at first", w.phone.bodies(child), []string{"one", "two"})
	var at []string
	for range 3 {
		w.lost("30003")
		texts := len(w.phone.texts)
		for len(w.phone.texts) == texts && w.clock.Now().Before(noon.Add(100*time.Hour)) {
			w.clock.add(30 * time.Minute)
			w.pass()
		}
		at = append(at, w.clock.Now().Format("Mon 15:04"))
	}
	// 13:00 and 19:00, which is after 18:30 and so 08:00; then a day later.
	w.check("hours", at, []string{"Wed 13:00", "Thu 08:00", "Fri 08:00"})
	w.check("what was said", w.phone.bodies(child), []string{"one", "two", "two", "two", "two"})
	w.check("tasks before the last", len(w.tasks()), before)
	w.lost("30003")
	w.check("tasks after it", len(w.tasks()), before+1)
}

func TestWhoHasStoppedOurTextsIsKnownToHave(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"refused", "told later"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			w := newWiseWorld(t, nil)
			c := w.openCase("TWN-23456")
			if way == "refused" {
				no := *stopped
				no.OptedOut = true
				w.phone.failOnceTo(child, false, &no)
			}
			e := reply(child, "in/1", "one")
			e.Case = c.Reference
			w.say(e)
			w.pass()
			if way == "told later" {
				w.lost("21610")
			}
			contact, err := w.store.Contact(t.Context(), town, child)
			if err != nil || !contact.OptedOut {
				t.Errorf("the contact is not known to have stopped: %v", err)
			}
			cases, err := w.store.Cases(t.Context(), town, c.Reference)
			if err != nil || cases[0].Status != casework.Open || !cases[0].Flagged(casework.FlagCannotText) {
				t.Errorf("the case is %s with %v, %v", cases[0].Status, cases[0].Flags, err)
			}
			w.check("tasks", strings.Join(containing(w.tasks(), "cannot"), " "), "officer.cannot_send")
		})
	}
}

func TestANoticeCountsAsGivenWhenItHasArrived(t *testing.T) {
	t.Parallel()
	w := newWiseWorld(t, nil)
	c := w.openCase("TWN-23456")
	w.know(casework.Contact{Address: child, Safe: casework.SafeContact{Safe: casework.Yes}})
	w.say(notice(c, "stage1", "stage1.answer"))
	w.pass()
	given := func() []string { return containing(w.log(c.Reference), "was told that") }
	last := w.phone.texts[len(w.phone.texts)-1]
	for _, status := range []string{"sent", "sent"} {
		w.callback(last.Part, last.id, status, "")
	}
	w.check("sent proves nothing", len(given()), 0)
	for _, status := range []string{"delivered", "delivered", "read", "sent"} {
		w.callback(last.Part, last.id, status, "")
		w.clock.add(time.Second)
	}
	w.check("given", given(), []string{"was told that stage1.answer is delivered"})
}

func TestOutsideItsWindowWhatsAppIsSpokenToAsIsSafe(t *testing.T) {
	t.Parallel()
	yesterday := noon.Add(-25 * time.Hour).UnixMilli()
	approved := func(c *notify.Council) {
		c.Templates = map[casework.Template]notify.Approved{"news": {Content: "HX1", Blanks: []string{"code"}}}
	}
	for _, c := range []struct {
		name   string
		last   int64
		safe   casework.Answer
		change func(*notify.Council)
		stops  bool // by SMS, before
		want   string
		task   bool
	}{
		{"inside it, freely", noon.Add(-23 * time.Hour).UnixMilli(), casework.Unasked, approved, false, "whatsapp:+447700900123 news  ", false},
		{"in approved words", yesterday, casework.Unasked, approved, false, "whatsapp:+447700900123 news HX1 map[1:secret words]", false},
		{"without them by text, where that is safe", yesterday, casework.Yes, nil, false, "sms:+447700900123 news  ", false},
		{"not where texts were stopped", yesterday, casework.Yes, nil, true, "", true},
		{"not where it is not known to be safe", yesterday, casework.Unasked, nil, false, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWiseWorld(t, nil)
			w.o.Blank = func(casework.Say, string, casework.Lang, string, casework.Channel, casework.Date) (string, error) {
				return " secret\n words", nil
			}
			council := w.o.Councils[town]
			if c.change != nil {
				c.change(&council)
			}
			w.o.Councils[town] = council
			w.start()
			k := w.openCase("TWN-23456", casework.Said{At: noon, From: childWhatsApp, Text: "hi"})
			w.know(casework.Contact{Address: child, WrongNumber: !c.stops, OptedOut: c.stops})
			if !c.stops {
				w.know(casework.Contact{Address: child})
			}
			// The case is reached by WhatsApp alone.
			cases, err := w.store.Cases(t.Context(), town, k.Reference)
			if err != nil {
				t.Fatal(err)
			}
			cases[0].Contacts = []casework.Address{childWhatsApp}
			change := w.store.Change(town, w.clock.Now())
			change.Case(cases[0], nil)
			w.write(change)
			w.know(casework.Contact{Address: childWhatsApp, LastInbound: c.last, Safe: casework.SafeContact{Safe: c.safe}})
			before := len(w.tasks())
			w.say(notice(k, "n", "news"))
			w.pass()
			got := ""
			if n := len(w.phone.texts); n > 0 {
				x := w.phone.texts[n-1]
				got = string(x.To) + " " + x.Body + " " + x.Content + " "
				if x.Variables != nil {
					got += "map[1:" + x.Variables["1"] + "]"
				}
			}
			w.check("sent", got, c.want)
			w.check("a person is told", len(w.tasks()) > before, c.task)
		})
	}
}

func TestAWindowThatWasShutAfterAllLeadsToATextWhereThatIsSafe(t *testing.T) {
	t.Parallel()
	for safe, want := range map[casework.Answer]string{casework.Yes: "sms:+447700900123 one", casework.Unasked: ""} {
		w := newWiseWorld(t, nil)
		c := w.openCase("TWN-23456")
		w.know(casework.Contact{Address: childWhatsApp, LastInbound: noon.UnixMilli(), Safe: casework.SafeContact{Safe: safe}})
		e := reply(childWhatsApp, "in/1", "one")
		e.Case = c.Reference
		w.say(e)
		w.pass()
		before := len(w.tasks())
		w.lost("63016")
		w.clock.add(time.Second)
		w.pass()
		w.check("then", strings.Join(w.phone.to()[1:], ","), want)
		w.check("a person is told", len(w.tasks()) > before, want == "")
		if want != "" {
			w.check("from", string(w.phone.texts[1].From), "sms:"+ours)
		}
	}
}

func TestAQuestionOnWhatsAppHasButtons(t *testing.T) {
	t.Parallel()
	w := newWiseWorld(t, func(c *notify.Council) { c.Buttons = map[string]string{"safe": "HX2"} })
	const question = "Saved.\n2 of them.\nIs it safe?\n1 yes\n2 no\n3 only at some times\n"
	e := reply(childWhatsApp, "in/1", "one", question)
	e.Asks = "safe"
	text := reply(child, "in/2", question)
	text.Asks = "safe"
	polish := reply(childWhatsApp, "in/3", question)
	polish.Asks, polish.Language = "safe", "pl"
	w.say(e, text, polish)
	w.pass()
	var got []string
	for _, x := range w.phone.texts {
		got = append(got, fmt.Sprintf("%s %s %s", x.To.Channel(), x.Content, x.Variables["1"]))
	}
	slices.Sort(got)
	w.check("buttons", got, []string{"sms  ", "whatsapp  ", "whatsapp  ", "whatsapp HX2 Saved. 2 of them. Is it safe?"})
}
