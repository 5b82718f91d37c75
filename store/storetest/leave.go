package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"heard/store"
)

// Leaving: callers who give up, an engine that is closed and one that returns.
var leaveChecks = []check{
	{"lets a caller go whose context has ended", func(t *testing.T, e store.Engine) {
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		_, get := e.Get(gone, "a")
		_, list := e.List(gone, "", "", 1)
		_, due := e.Due(gone, "worker", 1, 1)
		for name, err := range map[string]error{
			"Receive": e.Receive(gone, item("ann", 1)),
			"Write":   e.Write(gone, store.Batch{Puts: plain("a")}),
			"Get":     get, "List": list, "Due": due,
		} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v, want context.Canceled", name, err)
			}
		}
		put(t, e, plain("b")...)
		same(t, "works on", version(t, e, "b"), int64(1))
	}},
	{"comes to no harm from callers who leave midway", leaveMidway},
	{"is away once it is closed", func(t *testing.T, e store.Engine) {
		ok(t, e.Close())
		refused(t, e.Receive(t.Context(), item("ann", 1)), store.ErrAway)
		refused(t, e.Write(t.Context(), store.Batch{Puts: plain("a")}), store.ErrAway)
		_, err := e.Get(t.Context(), "a")
		refused(t, err, store.ErrAway)
	}},
	{"keeps everything over a restart", func(t *testing.T, e store.Engine) {
		r, can := e.(Reopener)
		if !can {
			t.Skip("this engine does not reopen")
		}
		receive(t, e, item("ann", 1), item("ann", 2))
		put(t, e, store.Put{Key: "case/1", Queue: "wake", Due: 7, Body: []byte("text")})
		put(t, e, store.Put{Key: "case/1", Queue: "wake", Due: 8, Body: []byte("text")})
		before := Dump(t, e)
		e = r.Reopen(t)
		same(t, "documents", Dump(t, e), before)
		same(t, "due", due(t, e, "wake", 8), []string{"case/1"})
		refused(t, e.Receive(t.Context(), item("ann", 2)), store.ErrSeen)
		last := before[len(before)-1].Key
		receive(t, e, item("ann", 3))
		if items := Keys(list(t, e, "in/ann/")); items[len(items)-1] <= last {
			t.Errorf("item %s after %s", items[len(items)-1], last)
		}
	}},
	{"keeps what it accepted while it was being closed", func(t *testing.T, e store.Engine) {
		r, can := e.(Reopener)
		if !can {
			t.Skip("this engine does not reopen")
		}
		var kept, calls atomic.Int64
		enough := make(chan struct{})
		closed := make(chan store.Engine)
		go func() {
			<-enough
			closed <- r.Reopen(t)
		}()
		crowd(8, func(n int) {
			for i := 0; ; i++ {
				if calls.Add(1) == 100 {
					close(enough)
				}
				i := item(string(rune('a'+n)), i)
				if err := e.Receive(t.Context(), i); err != nil {
					refused(t, err, store.ErrAway)
					return
				}
				kept.Add(1)
			}
		})
		items := 0
		for _, d := range Dump(t, <-closed) {
			if len(d.Body) > 0 {
				items++
			}
		}
		same(t, "items", int64(items), kept.Load())
	}},
}

// leaveMidway cancels calls at any point of theirs. The outcome of those is
// unknown, but never half: told again, each message is there exactly once.
func leaveMidway(t *testing.T, e store.Engine) {
	const senders, each = 8, 20
	crowd(senders, func(s int) {
		for n := range each {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n*s)*20*time.Microsecond)
			err := e.Receive(ctx, item(string(rune('a'+s)), n))
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
			cancel()
		}
	})
	items := 0
	for s := range senders {
		who := string(rune('a' + s))
		for n := range each {
			if err := e.Receive(t.Context(), item(who, n)); err != nil {
				refused(t, err, store.ErrSeen)
			}
		}
		items += len(list(t, e, "in/"+who+"/"))
		same(t, "version of the inbox", version(t, e, "in/"+who), int64(each))
	}
	same(t, "items", items, senders*each)
}

func version(t testing.TB, e store.Engine, key string) int64 {
	t.Helper()
	return get(t, e, key).Version
}
