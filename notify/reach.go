package notify

import (
	"context"
	"time"

	"heard/casework"
	"heard/store"
)

// route is what was found out about a recipient; one of its fields but turn,
// over and thread is set.
type route struct {
	addresses []casework.Address
	turn      int              // the place on the rota that it comes from
	over      []string         // whom the rota passes over for it
	thread    []string         // the conversation by mail with a person
	approved  *Approved        // the form in which alone it may be said there
	until     time.Time        // nothing may be said before
	closed    casework.Channel // there is no way out on this channel
	never     *SendError       // there is no safe way to this person
	drop      string           // it is better not said, and why
}

// reach finds out who and where a recipient is at this moment.
func (s *Sender) reach(ctx context.Context, e store.Entry, now time.Time) (route, error) {
	c := s.o.Councils[e.Council]
	switch {
	case e.To.Address != "":
		return s.replyTo(ctx, e, now)
	case e.To.Office == casework.Duty:
		return s.duty(ctx, c, e, now)
	case e.To.Office != "":
		return s.office(ctx, c, e, now)
	}
	return s.person(ctx, e, now)
}

// open lets an address be used if there is a door for it.
func (c Council) open(a casework.Address) route {
	if c.Doors[a.Channel()] == nil {
		return route{closed: a.Channel()}
	}
	return route{addresses: []casework.Address{a}}
}
