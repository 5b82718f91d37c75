package notify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// noSafeWay is when nobody may be written to where they wrote from.
var noSafeWay = &SendError{Code: "no_safe_way", Hint: "It is not safe to write where they wrote from. Find another safe way."}

// undecidedPause is how long what was to be said unasked waits before it is
// looked at again, while danger was heard and no person has decided yet.
const undecidedPause = 15 * time.Minute

// person finds the best way to somebody who is not being answered just now: a
// text before WhatsApp before mail, the address last written from before the
// others; never where it is not safe, and never at night.
func (s *Sender) person(ctx context.Context, e store.Entry, now time.Time) (route, error) {
	cases, err := s.o.Store.Cases(ctx, e.Council, e.Case)
	if errors.Is(err, store.ErrNotFound) {
		return route{drop: "the case is gone"}, nil
	} else if err != nil {
		return route{}, err
	}
	if cases[0].Alert.Undecided() && !e.Urgent {
		return route{until: now.Add(undecidedPause)}, nil
	}
	c := s.o.Councils[e.Council]
	reach := cases[0].Reach(e.To.Person)
	if len(reach) == 0 && e.To.Person != casework.PersonComplainant {
		return route{drop: "they may have nothing more"}, nil
	}
	found, rank := route{never: noSafeWay}, 0
	safe := cases[0].SafeContact
	if e.To.Person != casework.PersonComplainant {
		safe = casework.SafeContact{Safe: casework.Yes} // what the complainant said is of their own phone
	}
	for _, a := range reach {
		contact, err := s.o.Store.Contact(ctx, e.Council, a)
		if err != nil {
			return route{}, err
		}
		r := c.contact(contact.Contact, safe, e, now)
		if r, err = s.onWhatsApp(ctx, e, contact.Contact, safe, r, now); err != nil {
			return route{}, err
		}
		if r.never == windowShut && found.never == noSafeWay {
			found = r
		}
		if got := worth(contact.Contact, r, now); got > rank {
			r.thread = contact.Thread
			found, rank = r, got
		}
	}
	return found, nil
}

// worth ranks a way to somebody; 0 is none at all.
func worth(c casework.Contact, r route, now time.Time) int {
	switch {
	case r.never != nil:
		return 0
	case r.drop != "":
		return 1
	case r.closed != "":
		return 2
	case c.Address.Channel() == casework.SMS:
		return 6
	case c.Address.Channel() == casework.WhatsApp && r.approved == nil && (r.addresses == nil || r.addresses[0] == c.Address):
		return 5
	case c.Address.Channel() == casework.Email:
		return 4
	}
	return 3
}

// contact says whether, and when, somebody may be written to at an address.
func (c Council) contact(to casework.Contact, byCase casework.SafeContact, e store.Entry, now time.Time) route {
	safe := safeOf(to, byCase)
	switch {
	case to.OptedOut, to.WrongNumber, safe.Safe == casework.No:
		return route{never: noSafeWay}
	case to.Paused && !e.Urgent:
		return route{drop: "they asked for a pause"}
	case nudge(e) && safe.Safe != casework.Yes && !(safe.Safe == casework.Sometimes && safe.Limited()):
		return route{drop: "not known to be safe"}
	}
	r := c.open(to.Address)
	if r.closed != "" || e.Urgent {
		return r
	}
	switch until, ok := safe.Next(now, c.Rules.Procedure.Quiet); {
	case !ok:
		return route{never: noSafeWay} // no hour is both safe and not quiet
	case until.After(now):
		return route{until: until}
	}
	return r
}

// safeOf is what is known of how safe it is to write to an address: what was
// said of it, else of the case.
func safeOf(to casework.Contact, byCase casework.SafeContact) casework.SafeContact {
	if to.Safe.Safe == casework.Unasked || to.Safe.Safe == "" {
		return byCase
	}
	return to.Safe
}

// nudge tells whether an entry is a reminder to somebody outside: nice to
// have, and never worth a risk.
func nudge(e store.Entry) bool {
	return slices.ContainsFunc(e.Says, func(s casework.Say) bool { return strings.HasPrefix(string(s.Template), "nudge") })
}
