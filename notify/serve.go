package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"heard/store"
)

const (
	// lease is how long an entry is one sender's. A send must end before it
	// does: 20 s to look a text up and 20 s to send it leave 20 s to settle.
	lease       = 60 * time.Second
	sendLimit   = 20 * time.Second
	settleLimit = 20 * time.Second
)

// serve sends what one recipient is owed now, in order, until nothing is left
// or the rest has to wait. When ctx ends, the entry at hand is still delivered.
func (s *Sender) serve(ctx context.Context, known store.Entry) (did Report, err error) {
	var last store.Entry
	for misses := 0; misses < attempts && ctx.Err() == nil; {
		all, err := s.o.Store.Beside(ctx, known)
		if err != nil {
			return did, err
		}
		first, wait := next(all, s.o.now())
		if err := s.putBack(ctx, wait, &did); err != nil {
			return did, err
		}
		if first == nil {
			return did, nil
		}
		if first.Key == last.Key && first.Version == last.Version {
			misses++ // nothing has come of it
		}
		last = *first
		switch err := s.deliver(ctx, *first, joining(all, *first, s.o.now()), &did); {
		case errors.Is(err, store.ErrConflict):
			misses++
		case err != nil:
			return did, err
		}
	}
	return did, nil
}

// putBack writes back what has to wait. One that somebody else took meanwhile
// is theirs.
func (s *Sender) putBack(ctx context.Context, wait []store.Entry, did *Report) error {
	for _, e := range wait {
		switch _, err := s.keep(ctx, e); {
		case errors.Is(err, store.ErrConflict):
		case err != nil:
			return err
		case e.Behind:
			did.Held++
		default:
			did.Waiting++
		}
	}
	return nil
}

// joining returns the other entries that go out together with one: those of an
// office and a group that are ready too.
func joining(all []store.Entry, first store.Entry, now time.Time) (with []store.Entry) {
	if first.Group == "" || first.To.Office == "" || len(first.Parts) > 0 {
		return nil
	}
	for _, e := range all {
		if e.Key != first.Key && e.Group == first.Group && sameReaders(e, first) && due(e, now) && !e.NotBefore.After(now) && len(e.Parts) == 0 {
			with = append(with, e)
		}
	}
	return with
}

// sameReaders tells whether two letters may be read by the same people.
func sameReaders(a, b store.Entry) bool {
	return a.For == b.For && slices.Equal(a.Except, b.Except)
}

// deliver brings one entry to its recipient, part after part, to the end even
// when ctx ends.
func (s *Sender) deliver(ctx context.Context, e store.Entry, with []store.Entry, did *Report) error {
	e.Behind, e.Trouble = false, ""
	was := e
	if len(e.Parts) == 0 {
		var ready bool
		var err error
		if e, ready, err = s.freeze(context.WithoutCancel(ctx), e, with, did); err != nil || !ready {
			return err
		}
	} else {
		with = nil
	}
	if at := s.slot(e); at.After(s.o.now()) {
		return s.queue(context.WithoutCancel(ctx), was, at, did)
	}
	for n := range e.Parts {
		if e.Parts[n].Sent() {
			continue
		}
		var more bool
		var err error
		if e, more, err = s.part(ctx, e, n, with, did); err != nil || !more {
			return err
		}
		with = nil
	}
	return nil
}
