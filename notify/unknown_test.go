package notify_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"heard/notify"
)

// TestAnUnknownOutcomeIsLookedUp has a text whose create gave no answer.
func TestAnUnknownOutcomeIsLookedUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		taken  bool  // the provider had taken it
		err    error // what Send said
		urgent bool
		blind  error         // the list cannot be read
		after  time.Duration // when it is settled
		finds  int
		sent   int // texts that the person has in the end
		twice  int // texts that are counted as perhaps seen twice
	}{
		{name: "taken", taken: true, err: cut, after: 2 * time.Minute, finds: 1, sent: 1},
		{name: "not taken", err: cut, after: 2 * time.Minute, finds: 1, sent: 1},
		{name: "a time-out", taken: true, err: context.DeadlineExceeded, after: 2 * time.Minute, finds: 1, sent: 1},
		{name: "an error of a strange kind", taken: true, err: errors.New("?"), after: 2 * time.Minute, finds: 1, sent: 1},
		{name: "danger, taken", taken: true, err: cut, urgent: true, after: 5 * time.Second, finds: 1, sent: 1},
		{name: "danger, not taken", err: cut, urgent: true, after: 5 * time.Second, finds: 1, sent: 1, twice: 1},
		{name: "danger prefers a duplicate to a loss", taken: true, err: cut, urgent: true, blind: cut, after: 5 * time.Second, finds: 1, sent: 2, twice: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.phone.failOnce(c.taken, c.err)
			w.phone.blind = c.blind
			e := reply(child, "a", "hello")
			e.Urgent = c.urgent
			w.say(e)
			w.pass()
			w.advance(c.after - time.Second)
			w.check("too early", []int{w.phone.finds, len(w.outbox())}, []int{0, 1})
			w.advance(2 * time.Second)
			w.check("looked up", w.phone.finds, c.finds)
			w.check("texts", len(w.phone.bodies(child)), c.sent)
			w.check("outbox", len(w.outbox()), 0)
			twice, err := w.store.Repeated(t.Context(), town)
			if err != nil || len(twice) != c.twice {
				t.Errorf("%d may have been seen twice, want %d, %v", len(twice), c.twice, err)
			}
		})
	}
}

func TestAListThatCannotBeReadIsAskedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failOnce(true, cut)
	w.phone.blind = busy
	w.say(reply(child, "a", "hello"))
	w.advance(3 * time.Minute)
	w.phone.blind = nil
	w.advance(time.Hour)
	w.check("texts", w.phone.bodies(child), []string{"hello"})
	w.check("outbox", len(w.outbox()), 0)
}

// TestATextOfAnotherEntryIsNotTakenForIt sends the same words twice, the second
// time without an answer.
func TestATextOfAnotherEntryIsNotTakenForIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.say(reply(child, "a", "thanks"))
	w.pass()
	w.phone.failOnce(false, cut)
	w.say(reply(child, "b", "thanks"))
	w.advance(3 * time.Minute)
	w.check("both", w.phone.bodies(child), []string{"thanks", "thanks"})
}

// TestALateTextIsFoundAtTheSecondLook has a first attempt that shows up only
// after a second one was made.
func TestALateTextIsFoundAtTheSecondLook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failing(func(notify.Text) (bool, error) { return false, cut })
	w.say(reply(child, "a", "hello"))
	w.advance(2*time.Minute + time.Second) // looked up, tried again, lost again
	w.check("tried", w.phone.tried, 2)
	w.phone.texts = append(w.phone.texts, taken{notify.Text{To: child, Body: "hello"}, "SMlate", noon.Add(time.Second)})
	w.advance(3 * time.Minute)
	w.check("tried no more", w.phone.tried, 2)
	w.check("outbox", len(w.outbox()), 0)
}

func TestARefusalAfterAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failOnce(false, cut)
	w.say(reply(child, "a", "hello"))
	w.pass()
	w.phone.failing(func(notify.Text) (bool, error) { return false, busy })
	w.advance(3 * time.Minute)
	w.phone.failing(nil)
	w.advance(time.Hour)
	w.check("texts", w.phone.bodies(child), []string{"hello"})
	w.check("outbox", len(w.outbox()), 0)
}
