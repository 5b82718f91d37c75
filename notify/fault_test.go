package notify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
	"heard/store/storetest"
)

// fate lets the nth call of a sender to the world around it go wrong, be it of
// its engine or its provider.
type fate struct {
	n     int
	after bool   // the call is done, and fails nevertheless
	stop  bool   // every later call fails, undone: the sender has died
	die   func() // then called

	mu    sync.Mutex
	calls int
}

func (f *fate) String() string {
	when, what := "before", "call"
	if f.after {
		when = "after"
	}
	if f.stop {
		what = "death"
	}
	return fmt.Sprintf("%s %s call %d", what, when, f.n)
}

var errFate = fmt.Errorf("by fate: %w", store.ErrAway)

func (f *fate) call(do func() error) error {
	f.mu.Lock()
	f.calls++
	n := f.calls
	f.mu.Unlock()
	if n >= f.n && f.stop {
		defer f.die()
	}
	switch {
	case n < f.n, n > f.n && !f.stop:
		return do()
	case n == f.n && f.after:
		return errors.Join(errFate, do())
	}
	return errFate
}

func (f *fate) hit() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls >= f.n
}

// mortal is an engine and a provider under a fate.
type mortal struct {
	store.Engine
	*phone
	f *fate
}

func (m mortal) Write(ctx context.Context, b store.Batch) error {
	return m.f.call(func() error { return m.Engine.Write(ctx, b) })
}

func (m mortal) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	return under(m.f, func() ([]store.Doc, error) { return m.Engine.Get(ctx, keys...) })
}

func (m mortal) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	return under(m.f, func() ([]store.Doc, error) { return m.Engine.Due(ctx, queue, until, limit) })
}

func (m mortal) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	return under(m.f, func() ([]store.Doc, error) { return m.Engine.List(ctx, prefix, after, limit) })
}

func (m mortal) Send(ctx context.Context, t notify.Text) (string, error) {
	return under(m.f, func() (string, error) { return m.phone.Send(ctx, t) })
}

func (m mortal) Find(ctx context.Context, t notify.Text, since time.Time) ([]string, error) {
	return under(m.f, func() ([]string, error) { return m.phone.Find(ctx, t, since) })
}

func under[T any](f *fate, do func() (T, error)) (got T, err error) {
	err = f.call(func() (err error) {
		got, err = do()
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return got, nil
}

// TestWhateverFailsEachTextIsSentOnce breaks off a sender at every call that it
// makes, before and after the call is done, and lets another go on, or itself.
func TestWhateverFailsEachTextIsSentOnce(t *testing.T) {
	t.Parallel()
	for how := range 8 {
		after, stop, told := how&1 > 0, how&2 > 0, how&4 > 0
		t.Run(fmt.Sprintf("after=%v stop=%v told=%v", after, stop, told), func(t *testing.T) {
			t.Parallel()
			for n := 1; ; n++ {
				f := &fate{n: n, after: after, stop: stop}
				if underFate(t, f, told); !f.hit() || t.Failed() {
					t.Logf("%d calls", n-1)
					return
				}
			}
		})
	}
}

// underFate sends a script under a fate and looks at what came of it. told
// lets the provider's callbacks come, by another process.
func underFate(t *testing.T, f *fate, told bool) {
	w := newWorldOver(t, storetest.NewMemory())
	c := w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow}, casework.DecideAlert{By: "D", Outcome: casework.Police})
	a := reply(child, "in/1", "one", "two")
	b := reply(child, "in/2", "one")
	a.Case, b.Case = c.Reference, c.Reference
	w.say(a, b, reply(adult, "in/3", "one"), news(c, "news"))
	if told {
		sound := w.sender
		w.phone.told = func(x notify.Text, id string) {
			if err := sound.Settle(t.Context(), town, x.Part, id, "sent", "", w.clock.Now()); err != nil {
				t.Errorf("%v: %v", f, err)
			}
		}
	}
	w.dies(f)
	w.advance(20 * time.Minute)

	what := f.String() + ": "
	w.check(what+"to the child", slices.DeleteFunc(w.phone.bodies(child), func(s string) bool { return s == "news" }), []string{"one", "two", "one"})
	w.check(what+"news", count(w.phone.bodies(child), "news"), 1)
	w.check(what+"to the other", w.phone.bodies(adult), []string{"one"})
	if n := len(containing(w.phone.to(), "duty.alert")); n < 1 || n > 2 {
		t.Errorf("%s%d alerts", what, n)
	}
	for _, line := range []string{"(1 of 2) one", "(2 of 2) two", "sent one by sms", "sent news by sms", "sent duty.alert to duty"} {
		w.check(what+"logged "+line, len(containing(w.log(c.Reference), line)), 1)
	}
	w.check(what+"outbox", names(w.outbox()), "[officer.new]")
}

// dies sends under a fate. One that dies is followed by another, which knows
// itself to be alone or waits until the leases have run out.
func (w *world) dies(f *fate) {
	w.t.Helper()
	m := mortal{w.engine, w.phone, f}
	sound, soundStore := w.o.Councils[town], w.o.Store
	doomed := sound
	doomed.Doors = map[casework.Channel]notify.Provider{casework.SMS: m}
	w.o.Councils = map[string]notify.Council{town: doomed}
	w.o.Store = w.open(m)
	w.start()
	ctx, die := context.WithCancel(w.t.Context())
	f.die = die
	for range 3 {
		_, err := w.sender.Pass(ctx, w.clock.Now())
		if err != nil && !errors.Is(err, store.ErrAway) && ctx.Err() == nil {
			w.t.Errorf("%v: %v", f, err)
		}
		w.clock.add(time.Second)
	}
	if !f.stop {
		return // it goes on itself
	}
	w.o.Councils, w.o.Store = map[string]notify.Council{town: sound}, soundStore
	w.start()
	if f.n%2 == 0 {
		if err := w.sender.ReleaseLeases(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
	}
}
