package notify

import (
	"context"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// waits begins the trouble of an entry whose council has no way out on the
// channel that it needs. Such entries are not tried; they show in the outbox.
const waits = "waits: no "

// park lets entries wait for a door.
func (s *Sender) park(ctx context.Context, entries []store.Entry, closed casework.Channel, did *Report) error {
	c := s.o.Store.Change(entries[0].Council, s.o.now())
	for _, e := range entries {
		e.Due, e.Leased, e.Trouble, e.Behind = time.Time{}, time.Time{}, waits+doorName(closed), false
		c.Entry(e)
	}
	if err := s.o.Store.Write(ctx, c); err != nil {
		return err
	}
	did.Waiting += len(entries)
	return nil
}

func doorName(ch casework.Channel) string {
	if ch == casework.Email {
		return "mail door"
	}
	return string(ch) + " door"
}

// OpenDoors makes entries due again that waited for a door which is there now.
// Run calls it when it starts.
func (s *Sender) OpenDoors(ctx context.Context) error {
	return s.walk(ctx, func(e store.Entry, now time.Time) (store.Entry, bool) {
		if !e.Due.IsZero() || !strings.HasPrefix(e.Trouble, waits) {
			return e, false
		}
		for ch := range s.o.Councils[e.Council].Doors {
			if e.Trouble == waits+doorName(ch) {
				e.Due, e.Trouble = later(now, e.NotBefore), ""
				return e, true
			}
		}
		return e, false
	})
}

// ReleaseLeases gives up the claims of senders that died. It is for a service
// that knows itself to be the only one, before it starts. What had been begun
// stays noted, and is looked up before it is repeated.
func (s *Sender) ReleaseLeases(ctx context.Context) error {
	return s.walk(ctx, func(e store.Entry, now time.Time) (store.Entry, bool) {
		if e.Leased.IsZero() {
			return e, false
		}
		e.Leased, e.Due = time.Time{}, now
		return e, true
	})
}

// walk changes what it is told to of the whole outbox.
func (s *Sender) walk(ctx context.Context, change func(store.Entry, time.Time) (store.Entry, bool)) error {
	for _, council := range s.names {
		entries, err := s.o.Store.Outbox(ctx, council)
		if err != nil {
			return err
		}
		for _, e := range entries {
			e, changed := change(e, s.o.now())
			if !changed {
				continue
			}
			if _, err := s.keep(ctx, e); ignoreConflict(err) != nil {
				return err
			}
		}
	}
	return nil
}
