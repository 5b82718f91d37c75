package notify

import (
	"context"
	"time"

	"heard/store"
)

// This file lets a text wait for its slot: a number sends only so many in a
// second, and the provider may ask for a pause. Who waits for a slot takes up
// no place among those that are sent side by side, so a number with much to say
// keeps no other, and no other council's, waiting.

// slot is when an entry may be handed over. What is begun goes on at once.
func (s *Sender) slot(e store.Entry) time.Time {
	now := s.o.now()
	var texts []Text
	for n, p := range e.Parts {
		if p.Sent() || !p.Tried.IsZero() {
			return now
		}
		texts = append(texts, s.text(e, n))
	}
	pacer, ok := s.o.Councils[e.Council].Doors[texts[0].To.Channel()].(Pacer)
	if !ok {
		return now
	}
	return pacer.Slot(texts, e.Slot, now)
}

// queue writes an entry back until its slot has come. That is no attempt.
func (s *Sender) queue(ctx context.Context, e store.Entry, at time.Time, did *Report) error {
	e.Slot, e.Due, e.Leased = at, at, time.Time{}
	did.Waiting++
	_, err := s.keep(ctx, e)
	return err
}
