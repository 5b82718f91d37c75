package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

// openSmall opens an engine whose disk is full after so many pages.
func openSmall(t *testing.T, pages int) *Engine {
	t.Helper()
	e, err := open(Options{Path: newPath(t)}, fmt.Sprintf("max_page_count(%d)", pages))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func letter(sender, n int) store.Item {
	i := store.Item{Inbox: fmt.Sprint("in/", sender), Queue: "worker", Due: 1, Body: bytes.Repeat([]byte{7}, 2000)}
	i.ID = [16]byte{byte(sender), byte(n >> 8), byte(n)}
	return i
}

func TestAFullDiskTakesNothingByHalvesAndWorksAgainWithSpace(t *testing.T) {
	t.Parallel()
	e := openSmall(t, 120)
	kept, refused := fillUp(t, e)
	var items []string
	for _, d := range storetest.Dump(t, e) {
		if len(d.Body) > 0 {
			items = append(items, d.Key)
		}
	}
	if len(items) != len(kept) || len(kept) == 0 {
		t.Fatalf("%d items, %d were acknowledged", len(items), len(kept))
	}
	before := storetest.Dump(t, e)
	for range 3 { // the writer is not tired out
		err := e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: "a"}, {Key: "b", Body: make([]byte, 1<<20)}}})
		if !errors.Is(err, store.ErrAway) {
			t.Fatalf("write: %v", err)
		}
	}
	if after := storetest.Dump(t, e); len(after) != len(before) {
		t.Errorf("%d documents, %d before", len(after), len(before))
	}
	if err := e.Write(t.Context(), store.Batch{Deletes: items[:len(items)/2]}); err != nil {
		t.Fatalf("make space: %v", err)
	}
	for _, i := range refused {
		if err := e.Receive(t.Context(), i); err != nil {
			t.Errorf("told again: %v", err)
		}
	}
	for _, i := range kept {
		if err := e.Receive(t.Context(), i); !errors.Is(err, store.ErrSeen) {
			t.Errorf("kept, told again: %v", err)
		}
	}
}

// fillUp receives until every sender has been refused. Each message has two
// senders: had one of them been told "seen" for a copy that was not kept, the
// message would be lost.
func fillUp(t *testing.T, e *Engine) (kept, refused []store.Item) {
	t.Helper()
	const pairs = 4
	var mu sync.Mutex
	var wg sync.WaitGroup
	for s := range 2 * pairs {
		wg.Go(func() {
			for n, full := 0, false; !full; n++ {
				i := letter(s/2, n)
				err := e.Receive(t.Context(), i)
				mu.Lock()
				switch {
				case err == nil:
					kept = append(kept, i)
				case errors.Is(err, store.ErrAway):
					full = true
					refused = append(refused, i)
				case !errors.Is(err, store.ErrSeen):
					t.Error(err)
					full = true
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return kept, onlyRefused(kept, refused)
}

// onlyRefused are those that neither sender got through.
func onlyRefused(kept, refused []store.Item) (out []store.Item) {
	done := map[[16]byte]bool{}
	for _, i := range kept {
		done[i.ID] = true
	}
	for _, i := range refused {
		if !done[i.ID] {
			done[i.ID] = true
			out = append(out, i)
		}
	}
	return out
}

func TestARefusalDoesNotCountWhenItsGroupIsLost(t *testing.T) {
	t.Parallel()
	// One group: a message, the same again, and a neighbour too big for the disk.
	w := &writer{dsn: dsn(newPath(t), "max_page_count(60)")}
	if err := w.connect(); err != nil {
		t.Fatal(err)
	}
	defer w.disconnect()
	if err := migrate(w.conn, schema); err != nil {
		t.Fatal(err)
	}
	item, big := letter(1, 1), store.Batch{Puts: []store.Put{{Key: "big", Body: make([]byte, 1<<20)}}}
	jobs := []*job{
		newJob(t.Context(), func(g *group) error { return g.receive(&item) }),
		newJob(t.Context(), func(g *group) error { return g.receive(&item) }),
		newJob(t.Context(), func(g *group) error { return g.write(&big) }),
	}
	w.settle(jobs)
	for n, j := range jobs {
		if err := <-j.done; !errors.Is(err, store.ErrAway) || errors.Is(err, store.ErrSeen) {
			t.Errorf("job %d: %v", n, err)
		}
	}
}

func TestALostGroupLeavesNothingToTheNext(t *testing.T) {
	t.Parallel()
	e := openAt(t, newPath(t))
	broken := errors.New("broken")
	err := e.submit(t.Context(), "break", func(g *group) error {
		if err := g.put(store.Put{Key: "half"}); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, store.ErrAway) || !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if err := e.Receive(t.Context(), letter(1, 1)); err != nil {
		t.Errorf("the next: %v", err)
	}
	if docs := storetest.Dump(t, e); len(docs) != 2 {
		t.Errorf("documents %v", storetest.Keys(docs))
	}
}

func TestALockHeldTooLongIsAnErrorAndNoEnd(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e, err := open(Options{Path: path}, "busy_timeout(20)")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	other, err := dial(dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	if err := other.script("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	var away atomic.Int64
	var wg sync.WaitGroup
	for n := range 5 {
		wg.Go(func() {
			if errors.Is(e.Receive(t.Context(), letter(1, n)), store.ErrAway) {
				away.Add(1)
			}
		})
	}
	wg.Wait()
	if away.Load() != 5 {
		t.Errorf("%d of 5 were refused", away.Load())
	}
	if err := other.script("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := e.Receive(t.Context(), letter(1, 1)); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}
