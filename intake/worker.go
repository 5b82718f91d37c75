package intake

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/store"
)

// Stepper decides what to do with what was said: conversation's Guide.Step.
type Stepper func(conversation.Session, conversation.Facts, []conversation.Input, time.Time) (conversation.Session, []conversation.Act, []casework.Say)

// Council is what the worker must know of one council.
type Council struct {
	Step    Stepper
	Rules   casework.Rules
	Roster  Roster
	Numbers []string // our own numbers and mailboxes, as they stand after "sms:"
}

// Options make a Worker. Store, Councils and Needs are required.
type Options struct {
	Store    *store.Store
	Councils map[string]Council
	// Needs tells which blanks a template has: wording's Catalogue.Needs.
	Needs func(casework.Template) []string
	// Settle is how long a correspondent must be silent before a burst of
	// messages is answered. Zero answers each at once.
	Settle time.Duration
	// Parallel is how many correspondents are answered at once; 0 means 16.
	// They wait for the disk together: at 16 it does a third more than at 4,
	// at 64 no more than at 16.
	Parallel int
	// Shared says that other processes may work on the same store. The worker
	// then leases an inbox before it starts, which saves double work and
	// costs one more write a turn; the truth is kept without it.
	Shared bool
	Now    func() time.Time // nil means time.Now
	Draw   io.Reader        // of references and codes; nil means crypto/rand
	Log    *slog.Logger     // nil means none
}

// Worker answers what was received. Pass and Run may be called from several
// goroutines; passes of one Worker follow one another.
type Worker struct {
	o     Options
	names []string // of the councils, in order
	pass  sync.Mutex
	draw  sync.Mutex
	wake  chan struct{}
}

// New makes a Worker.
func New(o Options) (*Worker, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("intake: Store is missing")
	case len(o.Councils) == 0:
		return nil, errors.New("intake: Councils is empty")
	case o.Needs == nil:
		return nil, errors.New("intake: Needs is missing")
	case o.Settle < 0 || o.Parallel < 0:
		return nil, errors.New("intake: Settle and Parallel cannot be negative")
	}
	for name, c := range o.Councils {
		if c.Step == nil {
			return nil, fmt.Errorf("intake: council %s has no Step", name)
		}
	}
	if o.Parallel == 0 {
		o.Parallel = 16
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Draw == nil {
		o.Draw = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Worker{o: o, names: slices.Sorted(maps.Keys(o.Councils)), wake: make(chan struct{}, 1)}, nil
}
