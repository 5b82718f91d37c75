package sqlite

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"heard/store"
)

// bodySize is that of a sealed text message with its form.
const bodySize = 600

// BenchmarkReceive is what a webhook waits for, beside the floors that no
// engine can go under in the same run: the same bytes inserted in groups into
// a table with no key, and appended to a file and synced.
func BenchmarkReceive(b *testing.B) {
	for _, callers := range []int{1, 64, 128} {
		b.Run(fmt.Sprintf("callers=%d/engine", callers), func(b *testing.B) {
			e := openAt(b, newPath(b))
			received(b, e, 100_000)
			perCaller(b, callers, func(int64) error { return e.Receive(b.Context(), anItem()) })
		})
		b.Run(fmt.Sprintf("callers=%d/handled", callers), func(b *testing.B) {
			e := openAt(b, newPath(b))
			received(b, e, 100_000)
			perCaller(b, callers, func(int64) error {
				i := anItem()
				if err := e.Receive(b.Context(), i); err != nil {
					return err
				}
				docs, err := e.List(b.Context(), i.Inbox, "", 10)
				if err != nil {
					return err
				}
				return e.Write(b.Context(), store.Batch{Deletes: storetestKeys(docs)})
			})
		})
		b.Run(fmt.Sprintf("callers=%d/plain", callers), func(b *testing.B) {
			e := openAt(b, newPath(b))
			err := e.submit(b.Context(), "make", func(g *group) error {
				return g.script(`CREATE TABLE plain (seq INTEGER PRIMARY KEY, id BLOB, inbox TEXT, at INTEGER, body BLOB)`)
			})
			if err != nil {
				b.Fatal(err)
			}
			perCaller(b, callers, func(int64) error {
				i := anItem()
				return e.submit(b.Context(), "plain", func(g *group) error {
					_, err := g.exec(`INSERT INTO plain (id, inbox, at, body) VALUES (?, ?, ?, ?)`,
						i.ID[:], i.Inbox, i.At, i.Body)
					return err
				})
			})
		})
		if callers == 1 {
			b.Run("callers=1/fdatasync", appendAndSync)
		}
	}
}

func storetestKeys(docs []store.Doc) (keys []string) {
	for _, d := range docs {
		keys = append(keys, d.Key)
	}
	return keys
}

// perCaller does b.N calls from so many goroutines and reports the slow ones.
func perCaller(b *testing.B, callers int, call func(n int64) error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	took := make([][]time.Duration, callers)
	b.ResetTimer()
	for c := range callers {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				start := time.Now()
				if err := call(n); err != nil {
					b.Error(err)
					return
				}
				took[c] = append(took[c], time.Since(start))
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
	reportSlow(b, took)
}

func appendAndSync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	body := make([]byte, bodySize)
	for b.Loop() {
		if _, err := f.Write(body); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

var theBody = func() []byte {
	body := make([]byte, bodySize)
	rand.Read(body)
	return body
}()

// anItem is the next message of one of 5,000 people.
func anItem() store.Item {
	i := store.Item{Queue: "hampshire/in", At: 1, Due: 1_790_000_000_000, Body: theBody}
	binary.BigEndian.PutUint64(i.ID[:], mathrand.Uint64())
	binary.BigEndian.PutUint64(i.ID[8:], mathrand.Uint64())
	i.Inbox = fmt.Sprintf("hampshire/in/%032x", mathrand.Uint64N(5000)*0x9e3779b97f4a7c15)
	return i
}

// received makes the engine remember n ids.
func received(b *testing.B, e *Engine, n int) {
	b.Helper()
	err := e.submit(b.Context(), "fill", func(g *group) error {
		for range n {
			i := anItem()
			if _, err := g.exec(`INSERT INTO seen (id, at) VALUES (?, ?)`, i.ID[:], i.At); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

var _ driver.Value
