package notify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
)

func (w *world) callback(part, id, status, code string) {
	w.t.Helper()
	if err := w.sender.Settle(w.t.Context(), town, part, id, status, code, w.clock.Now()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) delivery(part string) store.Delivery {
	w.t.Helper()
	d, err := w.store.DeliveryOf(w.t.Context(), town, part)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func TestAStatusOnlyMovesForward(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ told, want string }{
		{"queued sent delivered read", "read"},
		{"read delivered sent queued", "read"},
		{"delivered delivered sent", "delivered"},
		{"sent undelivered delivered", "undelivered"},
		{"delivered failed", "delivered"},
		{"failed sent read", "failed"},
		{"sent something-new", "sent"},
	} {
		t.Run(c.told, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.say(reply(child, "a", "hello"))
			w.pass()
			part := w.phone.texts[0].Part
			for _, status := range strings.Fields(c.told) {
				w.callback(part, "SM1", status, "")
			}
			w.callback(part, "SM1", "sent", "")
			w.callback(part, "SMother", "read", "")
			w.check("status", w.delivery(part).Status, c.want)
		})
	}
}

func TestACallbackForNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.callback("0123", "SM1", "sent", "")
	w.check("delivery", w.delivery("0123").Version, int64(0))
}

// TestACallbackBeforeTheAnswer has the provider tell of a text before it
// answers the request that created it, as a quick one does.
func TestACallbackBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	for _, fails := range []error{nil, cut} {
		t.Run(fmt.Sprint(fails), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c := w.openCase("TWN-23456")
			w.phone.told = func(x notify.Text, id string) {
				w.callback(x.Part, id, "sent", "")
				w.callback(x.Part, id, "queued", "")
			}
			w.phone.failing(func(notify.Text) (bool, error) { return true, fails })
			e := reply(child, "in/1", "one", "two", "three")
			e.Case = c.Reference
			w.say(e, reply(child, "in/2", "four"))
			did := w.pass()
			w.check("sent at once", w.phone.bodies(child), []string{"one", "two", "three", "four"})
			w.check("counted", did.Sent, 4)
			w.check("logged", len(containing(w.log(c.Reference), "sent one, two, three by sms")), 3)
			w.check("outbox", names(w.outbox()), "[officer.new]")
		})
	}
}

// TestACallbackSettlesAnUnknownPart lets the rest go on as soon as it is known.
func TestACallbackSettlesAnUnknownPart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failOnce(true, cut)
	w.say(reply(child, "a", "one", "two"), reply(child, "b", "three"))
	w.pass()
	w.check("held", w.phone.bodies(child), []string{"one"})
	w.callback(w.phone.texts[0].Part, "SM1", "sent", "")
	w.pass()
	w.check("at once", w.phone.bodies(child), []string{"one", "two", "three"})

	w.phone.failOnce(true, cut)
	w.say(reply(child, "c", "four"), reply(child, "d", "five"))
	w.pass()
	w.callback(w.phone.texts[3].Part, "SM4", "sent", "")
	w.pass()
	w.check("and what was held", w.phone.bodies(child)[3:], []string{"four", "five"})
	w.check("nothing was looked up", w.phone.finds, 0)
}

func TestALossAfterwardsBecomesATaskOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.openCase("TWN-23456")
	e := reply(child, "in/1", "hello")
	e.Case = c.Reference
	w.say(e)
	w.pass()
	for range 3 {
		w.callback(w.phone.texts[0].Part, "SM1", "undelivered", "30005")
	}
	w.check("log", containing(w.log(c.Reference), "could not"), []string{"could not send hello (30005) Find another safe way to reach them."})
	w.check("outbox", names(w.outbox()), "[officer.new officer.cannot_send]")
}

// TestAnAlertThatDoesNotArrivePassesAlongTheRota follows an alert past phones
// that are off, until somebody takes it.
func TestAnAlertThatDoesNotArrivePassesAlongTheRota(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow, Reasons: []string{"x"}})
	for i := range 4 {
		w.advance(time.Minute)
		if len(w.phone.texts) != i+1 {
			t.Fatalf("%d alerts, want %d", len(w.phone.texts), i+1)
		}
		w.callback(w.phone.texts[i].Part, w.phone.texts[i].id, "undelivered", "30003")
	}
	w.check("to", w.phone.to(), []string{
		"sms:+447700900001 duty.alert 4711", "sms:+447700900002 duty.alert 4711",
		"sms:+447700900003 duty.alert 4711", "sms:+447700900001 duty.alert 4711"})

	now, err := w.store.Cases(t.Context(), town, c.Reference)
	if err != nil {
		t.Fatal(err)
	}
	next, events, _, err := now[0].Apply(casework.AcknowledgeAlert{By: "D", How: "code"}, rules, w.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	change := w.store.Change(town, w.clock.Now())
	change.Case(store.Case{Case: next, Version: now[0].Version}, events)
	w.write(change)
	w.advance(time.Minute)
	last := w.phone.texts[len(w.phone.texts)-1]
	n := len(w.phone.texts)
	w.callback(last.Part, last.id, "undelivered", "30003")
	w.advance(time.Hour)
	w.check("not after it was taken", len(w.phone.texts), n)
}
