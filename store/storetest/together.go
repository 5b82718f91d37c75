package storetest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"heard/store"
)

// Many at once: what is promised to one caller holds beside all others.
var togetherChecks = []check{
	{"receives one id once, however often and from wherever it comes", func(t *testing.T, e store.Engine) {
		var kept, seen atomic.Int64
		crowd(2, func(int) {
			for range 1000 {
				switch err := e.Receive(t.Context(), item("ann", 1)); {
				case err == nil:
					kept.Add(1)
				case errors.Is(err, store.ErrSeen):
					seen.Add(1)
				default:
					t.Error(err)
				}
			}
		})
		same(t, "kept", kept.Load(), int64(1))
		same(t, "seen", seen.Load(), int64(1999))
		same(t, "items", len(list(t, e, "in/ann/")), 1)
		same(t, "version of the inbox", get(t, e, "in/ann").Version, int64(1))
	}},
	{"keeps each sender's order in a shared inbox and in their own", func(t *testing.T, e store.Engine) {
		const senders, each = 8, 25
		crowd(senders, func(s int) {
			for n := range each {
				shared, own := item("all", 0), item(fmt.Sprint("own", s), n)
				shared.ID, shared.Body = [16]byte{1, byte(s), byte(n)}, fmt.Appendf(nil, "%d %d", s, n)
				if err := errors.Join(e.Receive(t.Context(), shared), e.Receive(t.Context(), own)); err != nil {
					t.Error(err)
				}
			}
		})
		var next [senders]int
		for _, text := range bodies(list(t, e, "in/all/")) {
			s, n, _ := strings.Cut(text, " ")
			sender, _ := strconv.Atoi(s)
			same(t, "message of sender "+s, n, fmt.Sprint(next[sender]))
			next[sender]++
		}
		same(t, "version of the inbox", get(t, e, "in/all").Version, int64(senders*each))
		for s := range senders {
			own := bodies(list(t, e, fmt.Sprintf("in/own%d/", s)))
			same(t, "count", len(own), each)
			for n, text := range own {
				same(t, "own message", text, fmt.Sprintf("own%d %d", s, n))
			}
		}
	}},
	{"loses no count under checks", func(t *testing.T, e store.Engine) {
		const counters, each = 8, 20
		var conflicts atomic.Int64
		crowd(counters, func(int) {
			for range each {
				for {
					err := increment(t.Context(), e, "count")
					if err == nil {
						break
					}
					if !errors.Is(err, store.ErrConflict) {
						t.Error(err)
						return
					}
					conflicts.Add(1)
				}
			}
		})
		d := get(t, e, "count")
		same(t, "count", binary.BigEndian.Uint64(d.Body), uint64(counters*each))
		same(t, "version", d.Version, int64(counters*each))
	}},
	{"gives a name to one of those who draw it", func(t *testing.T, e store.Engine) {
		var wins atomic.Int64
		crowd(16, func(n int) {
			err := e.Write(t.Context(), store.Batch{
				Checks: []store.Check{{Key: "case/BCP-1", Taken: true}},
				Puts:   []store.Put{{Key: "case/BCP-1"}, {Key: fmt.Sprintf("contact/%d", n)}},
			})
			if err == nil {
				wins.Add(1)
			} else {
				refused(t, err, store.ErrTaken)
			}
		})
		same(t, "winners", wins.Load(), int64(1))
		same(t, "contacts", len(list(t, e, "contact/")), 1)
	}},
	{"refuses one without harm to its neighbours", func(t *testing.T, e store.Engine) {
		put(t, e, plain("fixed")...)
		receive(t, e, item("ann", 0))
		const each = 50
		crowd(8, func(n int) {
			for i := range each {
				switch n % 4 {
				case 0:
					refused(t, e.Receive(t.Context(), item("ann", 0)), store.ErrSeen)
				case 1:
					stale := store.Batch{Checks: []store.Check{{Key: "fixed", Version: 9}}, Puts: plain("never")}
					refused(t, e.Write(t.Context(), stale), store.ErrConflict)
				case 2:
					if err := e.Receive(t.Context(), item(fmt.Sprint("new", n), i)); err != nil {
						t.Error(err)
					}
				case 3:
					good := store.Batch{Puts: plain(fmt.Sprintf("good/%d/%d", n, i))}
					if err := e.Write(t.Context(), good); err != nil {
						t.Error(err)
					}
				}
			}
		})
		same(t, "good writes", len(list(t, e, "good/")), 2*each)
		same(t, "new items", len(list(t, e, "in/new2/"))+len(list(t, e, "in/new6/")), 2*each)
		same(t, "refused", get(t, e, "never").Version+int64(len(list(t, e, "in/ann/"))), int64(1))
	}},
	{"shows readers one instant", func(t *testing.T, e store.Engine) {
		put(t, e, plain("left", "middle", "right")...)
		stop := make(chan struct{})
		var writer sync.WaitGroup
		writer.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if err := e.Write(t.Context(), store.Batch{Puts: plain("left", "middle", "right")}); err != nil {
						t.Error(err)
					}
				}
			}
		})
		crowd(3, func(int) {
			for range 60 {
				got, err := e.Get(t.Context(), "left", "right", "middle")
				if err != nil {
					t.Error(err)
					return
				}
				if got[0].Version != got[1].Version || got[1].Version != got[2].Version {
					t.Errorf("versions %d, %d and %d at once", got[0].Version, got[1].Version, got[2].Version)
				}
			}
		})
		close(stop)
		writer.Wait()
	}},
	{"hands every message to one worker", handOver},
}

// handOver is the service in small: senders fill inboxes while workers take
// what is due, several at the same, and remove inbox and messages in one write
// that holds only if all are as they were read.
func handOver(t *testing.T, e store.Engine) {
	const senders, each, inboxes = 4, 40, 3
	ctx, cancel := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for ctx.Err() == nil {
				takeTurns(ctx, t, e)
			}
		})
	}
	crowd(senders, func(s int) {
		for n := range each {
			i := item(fmt.Sprint(n%inboxes), 0)
			i.ID, i.Body = [16]byte{1, byte(s), byte(n)}, fmt.Appendf(nil, "%d.%d", s, n)
			if err := e.Receive(t.Context(), i); err != nil {
				t.Error(err)
			}
		}
	})
	cancel()
	workers.Wait()
	takeTurns(t.Context(), t, e) // what the last sender left
	same(t, "left in inboxes", Keys(list(t, e, "in/")), nil)
	same(t, "handled", len(list(t, e, "handled/")), senders*each)
}

func takeTurns(ctx context.Context, t *testing.T, e store.Engine) {
	inboxes, err := e.Due(ctx, "worker", 1<<60, 10)
	for _, in := range inboxes {
		var items []store.Doc
		if items, err = e.List(ctx, in.Key+"/", "", 100); err != nil {
			break
		}
		b := store.Batch{Checks: []store.Check{{Key: in.Key, Version: in.Version}}, Deletes: []string{in.Key}}
		for _, i := range items {
			b.Checks = append(b.Checks, store.Check{Key: i.Key, Version: 1})
			b.Checks = append(b.Checks, store.Check{Key: "handled/" + string(i.Body)})
			b.Puts = append(b.Puts, store.Put{Key: "handled/" + string(i.Body)})
			b.Deletes = append(b.Deletes, i.Key)
		}
		if err = e.Write(ctx, b); err != nil && !errors.Is(err, store.ErrConflict) {
			break
		}
		err = nil
	}
	if err != nil && ctx.Err() == nil {
		t.Error(err)
	}
}

func increment(ctx context.Context, e store.Engine, key string) error {
	docs, err := e.Get(ctx, key)
	if err != nil {
		return err
	}
	var n uint64
	if docs[0].Version > 0 {
		n = binary.BigEndian.Uint64(docs[0].Body)
	}
	return e.Write(ctx, store.Batch{
		Checks: []store.Check{{Key: key, Version: docs[0].Version}},
		Puts:   []store.Put{{Key: key, Body: binary.BigEndian.AppendUint64(nil, n+1)}},
	})
}

// crowd runs do in n goroutines and waits for all of them.
func crowd(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
