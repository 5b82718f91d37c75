package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"heard/store"
)

// ErrInjected is the error of a call that a Fault hit. It wraps store.ErrAway,
// as that of a database would.
var ErrInjected = fmt.Errorf("injected fault: %w", store.ErrAway)

// Fault says which call of an engine fails and how.
type Fault struct {
	N     int  // the number of the call, from 1; 0 for none
	After bool // the call is done, and the error is returned nevertheless
	Stop  bool // every later call fails too, undone: as if the process had died
}

// String tells the fault in the words of a test's output.
func (f Fault) String() string {
	s := fmt.Sprintf("call %d fails before it is done", f.N)
	if f.After {
		s = fmt.Sprintf("call %d fails after it was done", f.N)
	}
	if f.Stop {
		s += ", and all that follow"
	}
	return s
}

// FaultyEngine is an engine with one fault. Calls are counted over all methods
// but Close, by whatever goroutine they come from.
type FaultyEngine struct {
	engine store.Engine
	fault  Fault

	mu    sync.Mutex
	calls int
}

var _ store.Engine = (*FaultyEngine)(nil)

// WithFault puts a fault into an engine. The engine itself stays sound, and
// shows what was really written.
func WithFault(e store.Engine, f Fault) *FaultyEngine {
	return &FaultyEngine{engine: e, fault: f}
}

// Calls returns how many calls were made.
func (f *FaultyEngine) Calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

// Hit tells whether the fault was reached.
func (f *FaultyEngine) Hit() bool { return f.fault.N > 0 && f.Calls() >= f.fault.N }

// call counts one call and does it, or fails, or both.
func (f *FaultyEngine) call(do func() error) error {
	f.mu.Lock()
	f.calls++
	n := f.calls
	f.mu.Unlock()
	switch {
	case f.fault.N == 0 || n < f.fault.N || n > f.fault.N && !f.fault.Stop:
		return do()
	case n == f.fault.N && f.fault.After:
		do()
	}
	return ErrInjected
}

// Receive implements store.Engine.
func (f *FaultyEngine) Receive(ctx context.Context, item store.Item) error {
	return f.call(func() error { return f.engine.Receive(ctx, item) })
}

// Write implements store.Engine.
func (f *FaultyEngine) Write(ctx context.Context, batch store.Batch) error {
	return f.call(func() error { return f.engine.Write(ctx, batch) })
}

// Get implements store.Engine.
func (f *FaultyEngine) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	return f.read(func() ([]store.Doc, error) { return f.engine.Get(ctx, keys...) })
}

// Due implements store.Engine.
func (f *FaultyEngine) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	return f.read(func() ([]store.Doc, error) { return f.engine.Due(ctx, queue, until, limit) })
}

// List implements store.Engine.
func (f *FaultyEngine) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	return f.read(func() ([]store.Doc, error) { return f.engine.List(ctx, prefix, after, limit) })
}

// Forget implements store.Engine.
func (f *FaultyEngine) Forget(ctx context.Context, before int64) error {
	return f.call(func() error { return f.engine.Forget(ctx, before) })
}

// Close closes the engine. It never fails by the fault.
func (f *FaultyEngine) Close() error { return f.engine.Close() }

// read hides what was read by a call that failed.
func (f *FaultyEngine) read(do func() ([]store.Doc, error)) (docs []store.Doc, err error) {
	err = f.call(func() (err error) {
		docs, err = do()
		return err
	})
	if err != nil {
		return nil, err
	}
	return docs, nil
}

// Script is something done to an engine that may be broken off anywhere.
type Script struct {
	// Setup makes what the script finds, on the sound engine. It may be nil.
	Setup func(ctx context.Context, e store.Engine) error
	// Run is the script. It returns nil when it thinks that it is done.
	Run func(ctx context.Context, e store.Engine) error
	// Check looks at what a run left, on the sound engine: what stood before,
	// or what is to stand after, never between. err is what Run returned; a
	// nil err must mean after. Check may run the script again, as a service
	// that was started anew would, and see that it comes through.
	Check func(t *testing.T, e store.Engine, f Fault, err error)
}

// maxCalls ends a script that never completes.
const maxCalls = 1000

// EachFailure runs a script once for each call that it makes of its engine and
// each manner of failing there, every time on a new engine from open, and at
// last without a fault. It fails the test when the script does not complete
// undisturbed.
func EachFailure(t *testing.T, open func(t *testing.T) store.Engine, s Script) {
	t.Helper()
	for _, manner := range []Fault{{}, {After: true}, {Stop: true}, {After: true, Stop: true}} {
		for reached := true; reached && !t.Failed(); {
			manner.N++
			if manner.N > maxCalls {
				t.Fatalf("not done after %d calls", maxCalls)
			}
			t.Run(manner.String(), func(t *testing.T) { reached = s.run(t, open(t), manner) })
		}
	}
}

// run tells whether the script came as far as the fault.
func (s Script) run(t *testing.T, sound store.Engine, f Fault) bool {
	if s.Setup != nil {
		if err := s.Setup(t.Context(), sound); err != nil {
			t.Fatalf("set up: %v", err)
		}
	}
	faulty := WithFault(sound, f)
	err := s.Run(t.Context(), faulty)
	if !faulty.Hit() && err != nil {
		t.Errorf("undisturbed, the script fails: %v", err)
	}
	if err != nil && faulty.Hit() && !errors.Is(err, store.ErrAway) {
		t.Logf("the fault came out as: %v", err)
	}
	s.Check(t, sound, f, err)
	return faulty.Hit()
}
