package notify

import (
	"context"
	"errors"
	"time"

	"heard/store"
)

// Sender brings what stands in the outbox to people. Any number of them may
// work on one store: a claim is a write, and only one of two writes succeeds.
type Sender struct {
	o     Options
	names []string // of the councils
	wake  chan struct{}
}

// New makes a sender. It fails for options that miss something.
func New(o Options) (*Sender, error) {
	o, err := o.ready()
	if err != nil {
		return nil, err
	}
	return &Sender{o: o, names: o.names(), wake: make(chan struct{}, 1)}, nil
}

// Report counts what a pass did.
type Report struct {
	Sent    int // texts that the provider took
	PutOff  int // attempts that failed and are made again
	Held    int // entries that wait for an earlier one to the same recipient
	Waiting int // entries that wait for a door, or for an hour
	Failed  int // entries that cannot be said; a person was given the task
}

func (r *Report) add(more Report) {
	r.Sent += more.Sent
	r.PutOff += more.PutOff
	r.Held += more.Held
	r.Waiting += more.Waiting
	r.Failed += more.Failed
}

// Wake tells the sender that there is something to say. It never waits.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default: // it is to be woken already
	}
}

// Run sends until ctx ends: at once when woken, else whenever the poll comes
// round. A text that is being handed over then is still settled.
func (s *Sender) Run(ctx context.Context) {
	tick := time.NewTicker(s.o.Poll)
	defer tick.Stop()
	for opened := false; ctx.Err() == nil; {
		err := s.round(ctx, &opened)
		if err != nil && ctx.Err() == nil {
			s.o.Log.ErrorContext(ctx, "sending stopped; it goes on by itself", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-tick.C:
		}
	}
}

// round makes a pass, after the doors were opened once.
func (s *Sender) round(ctx context.Context, opened *bool) error {
	if !*opened {
		if err := s.OpenDoors(ctx); err != nil {
			return err
		}
		*opened = true
	}
	_, err := s.Pass(ctx, s.o.now())
	return err
}

// keep writes an entry back as it now stands. store.ErrConflict means that
// somebody else was faster, and is for the caller to look again.
func (s *Sender) keep(ctx context.Context, e store.Entry) (store.Entry, error) {
	c := s.o.Store.Change(e.Council, s.o.now())
	c.Entry(e)
	err := s.o.Store.Write(ctx, c)
	e.Version++
	return e, err
}

// attempts is how often a change is made anew because somebody else changed
// the same records meanwhile. Two that disturb each other come through at once;
// ten failures in a row mean a fault.
const attempts = 10

// ignoreConflict is for where somebody else's change makes one's own needless.
func ignoreConflict(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}

// retry does something that ends in a write until it meets no conflict.
func retry(do func() error) error {
	var err error
	for range attempts {
		if err = do(); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}
