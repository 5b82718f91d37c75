package notify

import (
	"context"
	"errors"
	"time"

	"heard/casework"
	"heard/store"
)

// Wakes does what is due on cases: reminders, alerts that nobody has taken.
type Wakes struct {
	o Options
}

// NewWakes makes the pass over due cases. It fails for options that miss
// something.
func NewWakes(o Options) (*Wakes, error) {
	o, err := o.ready()
	return &Wakes{o}, err
}

// Woken counts what a pass over cases did.
type Woken struct {
	Cases int // that had something due
	Said  int // messages that came of it
}

// sweep is how many cases are read at a time.
const sweep = 100

// Pass wakes every case on which something is due, once. A case that cannot be
// woken keeps no other from it.
func (w *Wakes) Pass(ctx context.Context, now time.Time) (Woken, error) {
	var did Woken
	var errs []error
	for _, council := range w.o.names() {
		if err := w.council(ctx, council, now, &did); err != nil {
			errs = append(errs, err)
		}
	}
	return did, errors.Join(errs...)
}

func (w *Wakes) council(ctx context.Context, council string, now time.Time, did *Woken) error {
	var errs []error
	seen := map[casework.Reference]bool{}
	for limit := sweep; ctx.Err() == nil; {
		cases, err := w.o.Store.DueCases(ctx, council, now, limit)
		if err != nil {
			return err
		}
		fresh := 0
		for _, c := range cases {
			if seen[c.Reference] {
				continue
			}
			seen[c.Reference] = true
			fresh++
			if err := w.one(ctx, council, c, now, did); err != nil {
				errs = append(errs, err)
			}
		}
		if len(cases) < limit {
			return errors.Join(errs...)
		}
		if fresh == 0 {
			limit *= 2 // those that stay due stand at the head of the queue
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// one wakes a case. Its new due time, its log and what is to be said are one
// write: after a crash all of it is done again, or nothing.
func (w *Wakes) one(ctx context.Context, council string, c store.Case, now time.Time, did *Woken) error {
	rules := w.o.Councils[council].Rules
	return retry(func() error {
		next, events, messages := c.Wake(rules, now)
		change := w.o.Store.Change(council, now)
		put(change, store.Case{Case: next, Version: c.Version}, events, messages, rules, w.o.Needs)
		err := w.o.Store.Write(ctx, change)
		if errors.Is(err, store.ErrConflict) {
			cases, failed := w.o.Store.Cases(ctx, council, c.Reference)
			if failed != nil || cases[0].Due.IsZero() || cases[0].Due.After(now) {
				return failed // gone, or woken by another
			}
			c = cases[0]
		}
		if err == nil {
			did.Cases++
			did.Said += len(messages)
		}
		return err
	})
}
