package notify

import (
	"time"

	"heard/store"
)

// holdAtMost is how long one message may keep later ones to the same person
// waiting: an answer out of order is better than none.
const holdAtMost = 10 * time.Minute

// This file decides who is next among the entries to one recipient. The rules
// are: what is urgent goes at once; the rest in the order in which it was
// written; one that is being sent by another, or failed and is tried again
// later, holds those after it, each for ten minutes at most.

// next picks from a recipient's entries, in the order of writing, the one to
// be sent now; nil when there is none. wait are those that were due and are to
// be written back with a later time.
func next(entries []store.Entry, now time.Time) (first *store.Entry, wait []store.Entry) {
	for i, e := range entries {
		if e.Urgent && due(e, now) && !e.NotBefore.After(now) {
			return &entries[i], nil
		}
	}
	var until time.Time // when that which is in the way is looked at again
	for i, e := range entries {
		switch {
		case e.Due.IsZero(): // it waits for a door
		case e.NotBefore.After(now):
			if due(e, now) {
				e.Due, e.Behind = e.NotBefore, false
				wait = append(wait, e)
			}
		case !e.Behind && !due(e, now): // being sent, or tried again later
			until = later(until, e.Due)
		case until.IsZero() || heldOut(e, now):
			return &entries[i], wait
		case due(e, now):
			wait = append(wait, hold(e, now, until))
		}
	}
	return nil, wait
}

func due(e store.Entry, now time.Time) bool { return !e.Due.IsZero() && !e.Due.After(now) }

func heldOut(e store.Entry, now time.Time) bool {
	return !e.Held.IsZero() && !now.Before(e.Held.Add(holdAtMost))
}

func hold(e store.Entry, now, until time.Time) store.Entry {
	if e.Held.IsZero() {
		e.Held = now
	}
	e.Behind = true
	e.Due = sooner(until, e.Held.Add(holdAtMost))
	return e
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func sooner(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
