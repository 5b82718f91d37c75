package notify

import (
	"context"
	"slices"
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
		return c.office(e), nil
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

// office finds the officers of a role by mail, the one whose case it is before
// the others; where there are none, all; never one whom the letter is to be kept
// from. Each time that nobody was reached another is the first: one whose
// mailbox is gone keeps the letter from no one else.
func (c Council) office(e store.Entry) route {
	if c.Doors[casework.Email] == nil {
		return route{closed: casework.Email}
	}
	kept := casework.Case{Named: e.Except}
	var r route
	for _, anyone := range []bool{false, true} {
		for _, o := range c.Officers {
			a := casework.NewAddress(casework.Email, o.Email)
			if o.Email == "" || !anyone && o.Role != e.To.Office || slices.Contains(r.addresses, a) || !kept.MayRead(o.Name) {
				continue
			}
			if o.Name == e.For && e.Tries == 0 {
				return route{addresses: []casework.Address{a}} // theirs alone, unless it does not reach them
			}
			r.addresses = append(r.addresses, a)
		}
		if n := len(r.addresses); n > 0 {
			first := e.Tries % n
			r.addresses = slices.Concat(r.addresses[first:], r.addresses[:first])
			return r
		}
	}
	return route{closed: casework.Email}
}
