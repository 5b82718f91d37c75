package notify_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"heard/notify"
	"heard/store"
	"heard/store/storetest"
)

// leaving is an engine that is away from one moment to another.
type leaving struct {
	store.Engine
	mu   sync.Mutex
	back time.Time
	last bool // the write at hand is done, though it seems to fail
}

// leave lets the engine be away for a while.
func (l *leaving) leave(d time.Duration, last bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.back, l.last = time.Now().Add(d), last
}

func (l *leaving) away() (away, last bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	away, last = time.Now().Before(l.back), l.last
	l.last = false
	return away, last
}

func (l *leaving) Write(ctx context.Context, b store.Batch) error {
	away, last := l.away()
	if !away {
		return l.Engine.Write(ctx, b)
	}
	if last {
		l.Engine.Write(ctx, b)
	}
	return errFate
}

func (l *leaving) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	if away, _ := l.away(); away {
		return nil, errFate
	}
	return l.Engine.Get(ctx, keys...)
}

// leavesWhileSending is a world in whose next attempt the store goes away, by a
// clock that costs nothing.
func leavesWhileSending(t *testing.T, d time.Duration, last bool, answer error) *world {
	engine := &leaving{Engine: storetest.NewMemory()}
	w := newWorldOver(t, engine)
	w.o.Now, w.phone.now = time.Now, time.Now
	w.clock.set(time.Now())
	w.start()
	w.phone.failing(func(notify.Text) (bool, error) {
		w.phone.failing(nil)
		engine.leave(d, last)
		return false, answer
	})
	w.say(reply(child, "a", "one", "two"))
	return w
}

// TestWhatBecameOfATextIsWrittenDownAsSoonAsTheStoreIsBack lets the store go
// away while a text is with the provider.
func TestWhatBecameOfATextIsWrittenDownAsSoonAsTheStoreIsBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		answer error // of the provider
		want   []string
	}{
		{"taken", nil, []string{"one", "two"}},
		{"refused for now", busy, nil},
		{"refused for good", stopped, nil},
	} {
		for _, last := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					const away = 4 * time.Second // a text refused for now is due after 5
					w := leavesWhileSending(t, away, last, c.answer)
					began := time.Now()
					_, err := w.sender.Pass(t.Context(), began)
					if late := time.Since(began) - away; err != nil || late > time.Second {
						t.Errorf("done %s after the store was back: %v", late, err)
					}
					w.check("sent", w.phone.bodies(child), c.want)
					for _, e := range w.outbox() {
						w.check("leased", e.Leased.IsZero(), true)
					}
				})
			})
		}
	}
}

// TestAStoreThatStaysAwayIsNotWaitedForBeyondTheLease leaves the text to be
// looked up, once the lease has run out.
func TestAStoreThatStaysAwayIsNotWaitedForBeyondTheLease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := leavesWhileSending(t, 40*time.Second, false, nil)
		began := time.Now()
		if _, err := w.sender.Pass(t.Context(), began); !errors.Is(err, store.ErrAway) {
			t.Errorf("error %v", err)
		}
		if took := time.Since(began); took < 15*time.Second || took > 21*time.Second {
			t.Errorf("given up after %s", took)
		}
		time.Sleep(5 * time.Minute)
		w.pass()
		w.check("sent", w.phone.bodies(child), []string{"one", "two"})
		w.check("left", len(w.outbox()), 0)
	})
}

// TestASenderThatIsToldToEndDoesNotWaitForTheStore ends it while it waits.
func TestASenderThatIsToldToEndDoesNotWaitForTheStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := leavesWhileSending(t, time.Hour, false, nil)
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		time.AfterFunc(3*time.Second, cancel)
		w.sender.Pass(ctx, began)
		w.check("ended after", time.Since(began), 3*time.Second)
	})
}
