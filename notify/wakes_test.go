package notify_test

import (
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
)

func (w *world) wakes() *notify.Wakes {
	w.t.Helper()
	wakes, err := notify.NewWakes(w.o)
	if err != nil {
		w.t.Fatal(err)
	}
	return wakes
}

func (w *world) wake(wakes *notify.Wakes) notify.Woken {
	w.t.Helper()
	did, err := wakes.Pass(w.t.Context(), w.clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return did
}

func TestAnAlertRepeatsUntilSomebodyTakesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	wakes := w.wakes()
	c := w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
	w.pass()
	w.check("too early", w.wake(wakes), notify.Woken{})
	for range 3 {
		w.clock.add(5 * time.Minute)
		w.check("woken", w.wake(wakes), notify.Woken{Cases: 1, Said: 3})
		w.check("once", w.wake(wakes), notify.Woken{})
		w.pass()
	}
	w.check("alerts", len(containing(w.phone.to(), "duty.alert 4711")), 4)
	w.check("tries", containing(w.log(c.Reference), "alerted"), []string{
		"alerted the person on duty, try 1", "alerted the person on duty, try 2",
		"alerted the person on duty, try 3", "alerted the person on duty, try 4"})
	d := w.delivery(w.phone.texts[3].Part)
	w.check("about", []any{d.Case, d.Template}, []any{c.Reference, "duty.alert"})

	w.clock.add(24 * time.Hour)
	w.check("what was missed is made up for once", w.wake(wakes), notify.Woken{Cases: 1, Said: 3})
}

func TestManyCasesAreWokenEachOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const many = 250 // more than are read at a time
	for i := range many {
		ref := casework.NewReference("TWN", [4]byte{byte(i % 8), byte(i / 8 % 29), byte(i / 232), 2})
		c := w.store.Change(town, w.clock.Now())
		c.Case(store.Case{Case: casework.Case{Reference: ref, Due: noon, Alert: &casework.Alert{Number: 1, Code: "4711", NextAt: noon}}}, nil)
		if err := w.store.Write(t.Context(), c); err != nil {
			t.Fatal(i, err)
		}
	}
	w.clock.add(time.Minute)
	first, second := w.wakes(), w.wakes()
	got := make(chan notify.Woken)
	for _, wakes := range []*notify.Wakes{first, second} { // side by side
		go func() { got <- w.wake(wakes) }()
	}
	a, b := <-got, <-got
	w.check("cases", a.Cases+b.Cases, many)
	w.check("entries", len(w.outbox()), 3*many) // a text, a call and a mail of each
}
