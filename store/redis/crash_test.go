package redis

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"heard/store"
)

// A Redis that is killed under traffic and started again has everything that
// was accepted: each message once and in order, each count as it was told.
func TestWhatWasAcceptedOutlivesACrash(t *testing.T) {
	t.Parallel()
	const senders, crashes = 8, 4
	s := start(t, always...)
	e := s.open(t)
	var all sync.WaitGroup
	var stop atomic.Bool
	var calls, failures atomic.Int64
	people := make([]person, senders)
	for n := range people {
		people[n] = person{name: fmt.Sprintf("home/in/%02d", n)}
		all.Go(func() {
			for !stop.Load() {
				if err := people[n].speak(t, e); err != nil {
					failures.Add(1)
					time.Sleep(time.Millisecond)
				}
				calls.Add(1)
			}
		})
	}
	for range crashes {
		before := calls.Load()
		eventually(t, "there is traffic", func() bool { return calls.Load() > before+200 })
		s.kill()
		s.run(t)
	}
	stop.Store(true)
	all.Wait()
	if failures.Load() == 0 {
		t.Error("nobody noticed a crash")
	}
	eventually(t, "it reads again", func() bool {
		_, err := e.Get(t.Context(), "home/a")
		return err == nil
	})
	for _, p := range people {
		p.check(t, e)
	}
}

// A person sends numbered messages and counts them, each until it is accepted.
type person struct {
	name     string
	sent     int   // messages accepted
	counted  int64 // counts accepted
	mayCount bool  // one more was sent, and its answer lost
}

func (p *person) speak(t *testing.T, e *Engine) error {
	i := store.Item{Inbox: p.name, Queue: "home/in", At: 1, Due: 1, Body: fmt.Append(nil, p.sent)}
	copy(i.ID[:], fmt.Sprint(p.name, "/", p.sent))
	if err := e.Receive(t.Context(), i); err != nil && !errors.Is(err, store.ErrSeen) {
		return err
	}
	p.sent++
	return p.count(t, e)
}

func (p *person) count(t *testing.T, e *Engine) error {
	key := "home/count" + p.name[len("home/in"):]
	err := e.Write(t.Context(), store.Batch{
		Checks: []store.Check{{Key: key, Version: p.counted}},
		Puts:   []store.Put{{Key: key, Body: binary.BigEndian.AppendUint64(nil, uint64(p.counted+1))}},
	})
	switch {
	case err == nil, errors.Is(err, store.ErrConflict) && p.mayCount:
		p.counted++
		p.mayCount = false
		return nil
	case errors.Is(err, store.ErrConflict):
		t.Errorf("%s: a conflict with nobody at %d", key, p.counted)
	}
	p.mayCount = true
	return err
}

func (p *person) check(t *testing.T, e *Engine) {
	items, err := e.List(t.Context(), p.name+"/", "", 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) < p.sent || len(items) > p.sent+1 {
		t.Errorf("%s: %d messages, %d were accepted", p.name, len(items), p.sent)
	}
	for n, i := range items {
		if string(i.Body) != fmt.Sprint(n) {
			t.Errorf("%s: message %d is %s", p.name, n, i.Body)
		}
	}
	docs, err := e.Get(t.Context(), p.name, "home/count"+p.name[len("home/in"):])
	if err != nil {
		t.Fatal(err)
	}
	if docs[0].Version != int64(len(items)) {
		t.Errorf("%s: version %d with %d messages", p.name, docs[0].Version, len(items))
	}
	if v := docs[1].Version; v != p.counted && !(p.mayCount && v == p.counted+1) {
		t.Errorf("%s: counted %d, accepted %d", p.name, v, p.counted)
	}
}
