package notify_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
)

func TestOnePersonsTextsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failOnceTo(child, false, busy)
	w.say(reply(child, "a", "first"), reply(child, "b", "second"), reply(adult, "c", "other"))
	did := w.pass()
	w.check("report", did, notify.Report{Sent: 1, PutOff: 1, Held: 1})
	w.check("others are not held", w.phone.to(), []string{string(adult) + " other"})
	w.advance(5 * time.Second)
	w.check("in order", w.phone.bodies(child), []string{"first", "second"})
}

func TestAnAnswerIsHeldTenMinutesAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failing(func(x notify.Text) (bool, error) {
		if x.Body == "first" {
			return false, busy
		}
		return false, nil
	})
	w.say(reply(child, "a", "first"))
	w.advance(time.Hour)
	start := w.clock.Now()
	w.say(reply(child, "b", "second"))
	w.advance(10*time.Minute - time.Second)
	w.check("held", w.phone.bodies(child), []string{})
	w.advance(2 * time.Second)
	w.check("not for ever", w.phone.bodies(child), []string{"second"})
	w.check("after", w.phone.texts[0].at.Sub(start).Round(time.Minute), 10*time.Minute)
}

func TestDangerOvertakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.phone.failOnce(false, busy)
	w.say(reply(child, "a", "first"))
	w.pass()
	w.say(reply(child, "b", "second"), urgent(reply(child, "c", "danger")))
	w.pass()
	w.check("at once", w.phone.bodies(child), []string{"danger"})
	w.advance(time.Minute)
	w.check("the rest in order", w.phone.bodies(child), []string{"danger", "first", "second"})
}

// TestASlowTextKeepsNobodyWaiting sends while a text to the same person, and as
// many others as there are places, are still being handed over, and more stand
// in the queue.
func TestASlowTextKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	slow, begun := make(chan bool), make(chan bool, 100)
	w.phone.failing(func(x notify.Text) (bool, error) {
		if x.Body == "slow" {
			begun <- true
			<-slow
		}
		return false, nil
	})
	w.say(reply(child, "a", "slow"), reply(child, "b", "after"))
	for i := range 30 {
		w.say(reply(casework.Address(fmt.Sprintf("sms:+4477009008%02d", i)), fmt.Sprint(i), "slow"))
	}
	ended := make(chan error)
	go func() {
		_, err := w.sender.Pass(t.Context(), w.clock.Now())
		ended <- err
	}()
	for range 4 {
		<-begun
	}
	arrived := make(chan bool, 1)
	w.phone.mu.Lock()
	w.phone.told = func(x notify.Text, _ string) {
		if x.Body == "danger" {
			arrived <- true
		}
	}
	w.phone.mu.Unlock()
	w.say(urgent(reply(child, "c", "danger")))
	w.sender.Wake()
	<-arrived // although every place is taken
	close(slow)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	w.check("order", w.phone.bodies(child), []string{"danger", "slow", "after"})
}

func TestCouncilsTakeTurns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addCouncil(village)
	w.o.Parallel = 1
	w.start()
	for i := range 100 {
		w.say(reply(casework.Address(fmt.Sprintf("sms:+4477009%05d", i)), fmt.Sprint("t", i), "town"))
	}
	c := w.store.Change(village, w.clock.Now())
	c.Say(reply(child, "v", "village"))
	w.write(c)
	w.pass()
	place := slices.IndexFunc(w.phone.texts, func(x taken) bool { return x.Body == "village" })
	if place < 0 || place > 1 {
		t.Errorf("the village's only text was number %d", place+1)
	}
}

// TestTwoSendersSendOnce lets two senders race for the same outbox.
func TestTwoSendersSendOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var want []string
	for i := range 40 {
		to := casework.Address(fmt.Sprintf("sms:+4477009%05d", i%8))
		w.say(reply(to, fmt.Sprint(i), casework.Template(fmt.Sprint("a", i)), casework.Template(fmt.Sprint("b", i))))
		want = append(want, fmt.Sprint(to, " a", i), fmt.Sprint(to, " b", i))
	}
	errs := make(chan error)
	for range 2 {
		s, err := notify.New(w.o)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			_, err := s.Pass(t.Context(), w.clock.Now())
			errs <- err
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	w.advance(2 * time.Minute) // what one held behind the other's
	got := w.phone.to()
	slices.Sort(got)
	slices.Sort(want)
	w.check("texts", got, want)
	for i := range 8 {
		to := casework.Address(fmt.Sprintf("sms:+4477009%05d", i))
		if got := w.phone.bodies(to); !slices.Equal(got, inOrder(i)) {
			t.Errorf("order to %d: %v", i, got)
		}
	}
}

func inOrder(i int) (all []string) {
	for ; i < 40; i += 8 {
		all = append(all, fmt.Sprint("a", i), fmt.Sprint("b", i))
	}
	return all
}
