package intake_test

import (
	"fmt"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/intake"
)

func TestAFloodIsKeptAnsweredOnceAndShown(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	for n := range 350 {
		h.text(zoe, fmt.Sprint("number ", n), start.Add(time.Duration(n)*time.Millisecond))
	}
	h.text(tariq, "nobody rings me back", start.Add(time.Second))
	h.pass(start.Add(time.Minute))
	c := h.cases()
	for _, k := range c {
		if n := len(h.said(k.Reference)); n != 350 && n != 1 {
			t.Errorf("%d messages were kept", n)
		}
	}
	got := h.entries()
	if len(got["many"]) != 1 || len(got["officer.many"]) != 1 {
		t.Errorf("a flood is answered %d times and shown %d times", len(got["many"]), len(got["officer.many"]))
	}
	// The rest of a flood that does not fill a turn is answered as ever.
	if n := len(got["receipt"]); n != 2 {
		t.Errorf("%d other answers", n)
	}
	h.text(zoe, "he hit me", start.Add(2*time.Minute))
	h.pass(start.Add(2 * time.Minute))
	if n := len(h.entries()["receipt"]); n != 3 {
		t.Error("danger in a flood was not answered")
	}
}

func TestAnswersToOneSenderEndForTheDay(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	at := start
	answers := func() int { e := h.entries(); return len(e["receipt"]) + len(e["many"]) }
	for n := range 110 {
		h.text(zoe, fmt.Sprint("number ", n), at)
		at = at.Add(time.Minute)
		h.pass(at)
	}
	if got := answers(); got != 101 || len(h.entries()["many"]) != 1 {
		t.Errorf("110 messages in a day were answered %d times", got)
	}
	if c := h.cases()[0]; len(h.said(c.Reference)) != 110 || !c.Flagged(casework.FlagMany) {
		t.Errorf("%d of 110 were kept, with %v", len(h.said(c.Reference)), c.Flags)
	}
	at = at.Add(24 * time.Hour)
	h.text(zoe, "good morning", at)
	h.pass(at.Add(time.Minute))
	if got := answers(); got != 102 {
		t.Errorf("the next day there are %d answers", got)
	}
}

// TestOneSenderKeepsNobodyElseWaiting counts the turns of a sender of 500
// messages that come before those of a hundred others, who wrote later.
func TestOneSenderKeepsNobodyElseWaiting(t *testing.T) {
	t.Parallel()
	var turns []casework.Address
	h := open(t, engine(t), func(o *intake.Options) {
		o.Settle, o.Parallel = 0, 1
		c := o.Councils[town]
		c.Step = func(s conversation.Session, f conversation.Facts, in []conversation.Input, now time.Time) (conversation.Session, []conversation.Act, []casework.Say) {
			turns = append(turns, f.Contact.Address)
			return step(s, f, in, now)
		}
		o.Councils[town] = c
	})
	for n := range 500 {
		h.text(zoe, fmt.Sprint("number ", n), start.Add(time.Duration(n)*time.Millisecond))
	}
	for n := range 100 {
		h.text(casework.Address(fmt.Sprintf("sms:+4477009%05d", n)), "nobody rings me back", start.Add(time.Minute))
	}
	h.pass(start.Add(time.Hour))
	before, last := 0, 0
	for n, who := range turns {
		if who != zoe {
			last = n
		}
	}
	for _, who := range turns[:last] {
		if who == zoe {
			before++
		}
	}
	if before > 2 {
		t.Errorf("the last of the others had to wait for %d turns of the flood", before)
	}
	for _, c := range h.cases() {
		if n := len(h.said(c.Reference)); n != 500 && n != 1 {
			t.Errorf("%d messages were kept", n)
		}
	}
}
