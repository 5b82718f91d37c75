package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"heard/store"
)

// many is more than any engine brings in one piece.
const many = 1100

// Many documents at once: an engine may bring them piece by piece, and what
// others write between two pieces must hide nothing that stands.
var manyChecks = []check{
	{"gives all of many, up to the limit", func(t *testing.T, e store.Engine) {
		var want []string
		for n := range many {
			want = append(want, fmt.Sprintf("case/%04d", n))
		}
		stand(t, e, want)
		for _, limit := range []int{1, 255, 256, 257, 512, many - 1, many, many + 1} {
			listed, err := e.List(t.Context(), "case/", "", limit)
			ok(t, err)
			same(t, fmt.Sprintf("list, limit %d", limit), Keys(listed), want[:min(limit, many)])
			due, err := e.Due(t.Context(), "wake", 1<<60, limit)
			ok(t, err)
			same(t, fmt.Sprintf("due, limit %d", limit), Keys(due), want[:min(limit, many)])
		}
		after, err := e.List(t.Context(), "case/", want[299], 500)
		ok(t, err)
		same(t, "list after one", Keys(after), want[300:800])
	}},
	{"hides nothing that stands while others come, move and go", func(t *testing.T, e store.Engine) {
		var stays []string
		for n := range many {
			stays = append(stays, fmt.Sprintf("case/%04d", n))
		}
		stand(t, e, stays)
		stop := make(chan struct{})
		var restless sync.WaitGroup
		restless.Go(func() { wander(t, e, stop) })
		for range 20 {
			listed, err := e.List(t.Context(), "case/", "", 1<<30)
			ok(t, err)
			once(t, "list", stays, listed)
			due, err := e.Due(t.Context(), "wake", 1<<60, 1<<30)
			ok(t, err)
			once(t, "due", stays, due)
		}
		close(stop)
		restless.Wait()
	}},
}

// stand puts documents, a few due at each moment.
func stand(t *testing.T, e store.Engine, keys []string) {
	t.Helper()
	var puts []store.Put
	for n, key := range keys {
		puts = append(puts, store.Put{Key: key, Queue: "wake", Due: int64(10 + n/7)})
	}
	put(t, e, puts...)
}

// wander lets documents come before all others, move behind them, and go.
func wander(t *testing.T, e store.Engine, stop <-chan struct{}) {
	const few = 20
	for round := 0; ; round++ {
		select {
		case <-stop:
			return
		default:
		}
		var b store.Batch
		for n := range few {
			key := fmt.Sprintf("case/%04d/x", n*many/few)
			switch round % 3 {
			case 0:
				b.Puts = append(b.Puts, store.Put{Key: key, Queue: "wake", Due: 1})
			case 1:
				b.Puts = append(b.Puts, store.Put{Key: key, Queue: "wake", Due: 1 << 50})
			case 2:
				b.Deletes = append(b.Deletes, key)
			}
		}
		if err := e.Write(t.Context(), b); err != nil {
			t.Error(err)
			return
		}
	}
}

// once demands that an answer has all that stands, in its order, and nothing
// twice.
func once(t *testing.T, what string, stays []string, got []store.Doc) {
	t.Helper()
	keys := Keys(got)
	if all := slices.Compact(sorted(keys)); len(all) != len(keys) {
		t.Errorf("%s: %d documents are there twice", what, len(keys)-len(all))
	}
	stood := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return len(key) > len(stays[0]) })
	same(t, what, stood, stays)
}
