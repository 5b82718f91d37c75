package sqlite

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"heard/store"
	"heard/store/storetest"
)

// BenchmarkReceive is what a webhook waits for: messages of 5,000 people, with
// 100,000 ids remembered. It stands beside the floors that no engine can go
// under in the same run, which are the same bytes inserted in groups into a
// table without a key, and one write to a file, synced.
func BenchmarkReceive(b *testing.B) {
	b.Run("fdatasync", appendAndSync)
	for _, callers := range []int{1, 64, 128} {
		b.Run(fmt.Sprintf("plain/%d", callers), func(b *testing.B) { plainInsert(b, callers) })
		b.Run(fmt.Sprintf("receive/%d", callers), func(b *testing.B) {
			e := remembering(b, 100_000)
			measure(b, callers, func(i store.Item) error { return e.Receive(b.Context(), i) })
		})
		// The life of a message: received, found, and removed with its inbox.
		b.Run(fmt.Sprintf("handle/%d", callers), func(b *testing.B) {
			e := remembering(b, 100_000)
			measure(b, callers, func(i store.Item) error { return handle(b, e, i) })
		})
	}
}

func handle(b *testing.B, e *Engine, i store.Item) error {
	if err := e.Receive(b.Context(), i); err != nil {
		return err
	}
	docs, err := e.List(b.Context(), i.Inbox, "", 10)
	if err != nil {
		return err
	}
	return e.Write(b.Context(), store.Batch{Deletes: storetest.Keys(docs)})
}

func plainInsert(b *testing.B, callers int) {
	e := openAt(b, newPath(b))
	must(b, e.submit(b.Context(), "make", func(g *group) error {
		return g.script(`CREATE TABLE plain (seq INTEGER PRIMARY KEY, id BLOB, inbox TEXT, at INTEGER, body BLOB)`)
	}))
	measure(b, callers, func(i store.Item) error {
		return e.submit(b.Context(), "plain", func(g *group) error {
			_, err := g.exec(`INSERT INTO plain (id, inbox, at, body) VALUES (?, ?, ?, ?)`,
				i.ID[:], i.Inbox, i.At, i.Body)
			return err
		})
	})
}

func appendAndSync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	must(b, err)
	defer f.Close()
	body := make([]byte, bodySize)
	for b.Loop() {
		_, err := f.Write(body)
		must(b, err)
		must(b, syscall.Fdatasync(int(f.Fd())))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

// BenchmarkDue asks what is due of a million documents, when nothing is and
// when a hundred are.
func BenchmarkDue(b *testing.B) {
	const now = 1_790_000_000_000
	e := openAt(b, newPath(b))
	fill(b, e, 1_000_000, func(g *group, n int) error {
		return g.put(store.Put{Key: fmt.Sprintf("hampshire/case/%07d", n), Queue: "wake", Due: now + mathrand.Int64N(1e10), Body: body[:60]})
	})
	fill(b, e, 100, func(g *group, n int) error {
		return g.put(store.Put{Key: fmt.Sprintf("hampshire/case/x%d", n), Queue: "late", Due: now - int64(n), Body: body})
	})
	for queue, want := range map[string]int{"wake": 0, "late": 100} {
		b.Run(fmt.Sprintf("due=%d", want), func(b *testing.B) {
			for b.Loop() {
				docs, err := e.Due(b.Context(), queue, now, 1000)
				if err != nil || len(docs) != want {
					b.Fatal(len(docs), err)
				}
			}
		})
	}
}

const bodySize = 600 // bytes of a sealed text message

var body = func() []byte {
	b := make([]byte, bodySize)
	rand.Read(b)
	return b
}()

// anItem is the next message of one of 5,000 people.
func anItem() store.Item {
	i := store.Item{Queue: "hampshire/in", At: 1_790_000_000_000, Due: 1_790_000_000_000, Body: body}
	binary.BigEndian.PutUint64(i.ID[:], mathrand.Uint64())
	binary.BigEndian.PutUint64(i.ID[8:], mathrand.Uint64())
	i.Inbox = fmt.Sprintf("hampshire/in/%032x", mathrand.Uint64N(5000)*0x9e3779b97f4a7c15)
	return i
}

// remembering opens an engine that has seen so many ids.
func remembering(b *testing.B, ids int) *Engine {
	e := openAt(b, newPath(b))
	fill(b, e, ids, func(g *group, _ int) error {
		i := anItem()
		_, err := g.exec(`INSERT INTO seen (id, at) VALUES (?, ?)`, i.ID[:], i.At)
		return err
	})
	return e
}

func fill(b *testing.B, e *Engine, n int, each func(g *group, n int) error) {
	b.Helper()
	must(b, e.submit(b.Context(), "fill", func(g *group) error {
		for i := range n {
			if err := each(g, i); err != nil {
				return err
			}
		}
		return nil
	}))
}

// measure does b.N calls from so many goroutines and reports what they took.
func measure(b *testing.B, callers int, call func(store.Item) error) {
	b.Helper()
	took := make([][]time.Duration, callers)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	cpu := cpuTime()
	for c := range callers {
		all.Go(func() {
			for next.Add(1) <= int64(b.N) {
				start := time.Now()
				if err := call(anItem()); err != nil {
					b.Error(err)
					return
				}
				took[c] = append(took[c], time.Since(start))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(b.N), "cpu-us/call")
	slow := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(float64(slow[len(slow)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(slow[len(slow)*99/100].Microseconds()), "p99-us")
}

// cpuTime is what the process has used of all cores, which tells more than the
// clock where others use them too.
func cpuTime() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
