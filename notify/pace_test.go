package notify_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
)

// paced is a phone that takes one text a second from each of the town's
// entries, and as many as there are from everybody else.
type paced struct {
	*phone
	free time.Time
}

func (p *paced) Slot(texts []notify.Text, held, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case texts[0].Council != town, texts[0].Urgent, !held.IsZero() && !held.After(now):
		return now
	}
	at := later(p.free, now)
	p.free = at.Add(time.Second)
	return at
}

// TestABusyNumberKeepsNobodyElseWaiting has a number with much to say, danger
// among it, and another council.
func TestABusyNumberKeepsNobodyElseWaiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addCouncil(village)
	slow := &paced{phone: w.phone}
	for name, c := range w.o.Councils {
		c.Doors = map[casework.Channel]notify.Provider{casework.SMS: slow}
		w.o.Councils[name] = c
	}
	w.o.Parallel = 1
	w.start()
	const many = 60
	var want []string
	for n := range many {
		to := casework.Address(fmt.Sprintf("sms:+4477009%05d", n))
		w.say(reply(to, fmt.Sprint("t", n), casework.Template(fmt.Sprint("text ", n))))
		want = append(want, fmt.Sprint("text ", n))
	}
	w.say(urgent(reply(child, "danger", "danger")))
	c := w.store.Change(village, w.clock.Now())
	c.Say(reply(child, "v", "village"))
	w.write(c)
	did := w.pass()
	w.check("the first pass", []int{did.Sent, did.Waiting}, []int{3, many - 1})
	w.check("danger is first", w.phone.texts[0].Body, "danger")
	if !slices.ContainsFunc(w.phone.texts, func(x taken) bool { return x.Body == "village" }) {
		t.Error("the village waits")
	}
	w.advance(many * time.Second)
	var got []string
	for _, x := range w.phone.texts {
		if x.Body != "danger" && x.Body != "village" {
			got = append(got, x.Body)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	w.check("all were said, once", got, want)
	w.check("no attempt was in vain", w.phone.tried, many+2)
	w.check("outbox", len(w.outbox()), 0)
}
