package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"heard/sandbox"
	"heard/store"
	"heard/store/storetest"
)

// doom lets the nth call of a service to the world around it go wrong, be it
// of its engine or of its provider.
type doom struct {
	storetest.Fault
	provider *sandbox.Server

	mu    sync.Mutex
	calls int
	over  bool   // a new process has come: nothing fails any more
	die   func() // ends what the process does when it dies; nil while it does nothing
}

// meets counts a call, and tells whether it is done and whether it fails.
func (d *doom) meets() (done, fails bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		return true, false
	}
	d.calls++
	switch {
	case d.calls == d.N:
		return d.After, true
	case d.calls > d.N && d.Stop:
		return false, true
	}
	return true, false
}

// life is a context that ends when the process dies.
func (d *doom) life(ctx context.Context) (context.Context, context.CancelFunc) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ctx, d.die = context.WithCancel(ctx)
	return ctx, d.die
}

// ends ends the life of a process that has died.
func (d *doom) ends() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Stop && d.die != nil {
		d.die()
	}
}

func (d *doom) hit() bool { return d.tries() >= d.N }

// tries is how many calls were made before a new process came.
func (d *doom) tries() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

// dead tells whether the process is to be taken for one that has died.
func (d *doom) dead() bool { return d.Stop && d.hit() }

func (d *doom) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
}

// call does one call of the engine, or not, and fails or not.
func (d *doom) call(do func() error) (err error) {
	done, fails := d.meets()
	if done {
		err = do()
	}
	if fails {
		d.ends()
		return fmt.Errorf("by doom: %w", store.ErrAway)
	}
	return err
}

// request is asked by the provider at every request to it. What fails, fails
// with a cut connection.
func (d *doom) request(r *http.Request) *sandbox.Failure {
	done, fails := d.meets()
	switch {
	case !fails:
		return nil
	case done && r.Method == http.MethodPost:
		d.provider.Fail(1, sandbox.CutCreated)
		return nil
	}
	return &sandbox.CutLost
}

// doomed is an engine under a doom.
type doomed struct {
	store.Engine
	d *doom
}

func (e doomed) Receive(ctx context.Context, item store.Item) error {
	return e.d.call(func() error { return e.Engine.Receive(ctx, item) })
}

func (e doomed) Write(ctx context.Context, b store.Batch) error {
	return e.d.call(func() error { return e.Engine.Write(ctx, b) })
}

func (e doomed) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	return e.read(func() ([]store.Doc, error) { return e.Engine.Get(ctx, keys...) })
}

func (e doomed) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	return e.read(func() ([]store.Doc, error) { return e.Engine.Due(ctx, queue, until, limit) })
}

func (e doomed) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	return e.read(func() ([]store.Doc, error) { return e.Engine.List(ctx, prefix, after, limit) })
}

func (e doomed) read(do func() ([]store.Doc, error)) (docs []store.Doc, err error) {
	err = e.d.call(func() (err error) {
		docs, err = do()
		return err
	})
	if err != nil {
		return nil, err
	}
	return docs, nil
}

// atEveryCall plays a story under the doom of its first call, and of every
// step-th after that until there is none left to hit: before and after the call
// is done, and dying of it or going on. It comes out as it does undisturbed.
func atEveryCall[S any](t *testing.T, step int, want S, play func(*testing.T, *doom) S) {
	for how := range 4 {
		after, stop := how&1 > 0, how&2 > 0
		t.Run(fmt.Sprintf("after=%v stop=%v", after, stop), func(t *testing.T) {
			t.Parallel()
			for n := 1; ; n += step {
				d := &doom{Fault: storetest.Fault{N: n, After: after, Stop: stop}}
				var got S
				t.Run(d.String(), func(t *testing.T) { got = play(t, d) })
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: (-undisturbed +this):\n%s", d.Fault, diff)
				}
				if !d.hit() || t.Failed() {
					t.Logf("%d calls", n-1)
					return
				}
			}
		})
	}
}
