package redis

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"heard/store"
	"heard/store/storetest"
)

// bodySize is that of a sealed text message with its form.
const bodySize = 600

// BenchmarkReceive is what a webhook waits for, beside the floor that no
// engine over Redis can go under in the same run: the same bytes in one plain
// command each.
func BenchmarkReceive(b *testing.B) {
	for _, fsync := range [][]string{always, everysec} {
		for _, callers := range []int{1, 8, 64, 128} {
			name := fmt.Sprintf("%s/callers=%d/", fsync[1], callers)
			b.Run(name+"engine", func(b *testing.B) {
				e := start(b, fsync...).open(b)
				perCaller(b, callers, b.N, func() error { return e.Receive(b.Context(), anItem()) })
			})
			b.Run(name+"handled", func(b *testing.B) {
				e := start(b, fsync...).open(b)
				perCaller(b, callers, b.N, func() error { return receiveAndHandle(b, e) })
			})
			b.Run(name+"plain", func(b *testing.B) {
				e := start(b, fsync...).open(b)
				perCaller(b, callers, b.N, func() error {
					i := anItem()
					_, err := e.do(b.Context(), "rpush", "plain", append(i.ID[:], i.Body...))
					return err
				})
			})
		}
	}
}

func receiveAndHandle(b *testing.B, e *Engine) error {
	i := anItem()
	if err := e.Receive(b.Context(), i); err != nil {
		return err
	}
	docs, err := e.List(b.Context(), i.Inbox+"/", "", 10)
	if err != nil {
		return err
	}
	done := store.Batch{Deletes: append(storetest.Keys(docs), i.Inbox)}
	return e.Write(b.Context(), done)
}

// perCaller does n calls from so many goroutines and reports the slow ones.
func perCaller(b *testing.B, callers, n int, call func() error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	took := make([][]time.Duration, callers)
	b.ResetTimer()
	for c := range callers {
		wg.Go(func() {
			for next.Add(1) <= int64(n) {
				start := time.Now()
				if err := call(); err != nil {
					b.Error(err)
					return
				}
				took[c] = append(took[c], time.Since(start))
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "calls/s")
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-us")
}

// theBody is what all bodies are cut from.
var theBody = func() []byte {
	body := make([]byte, 3000)
	rand.Read(body)
	return body
}()

// anItem is the next message of one of 5,000 people.
func anItem() store.Item {
	i := store.Item{Queue: "hampshire/in", At: 1_790_000_000_000, Due: 1_790_000_000_000, Body: theBody[:bodySize]}
	binary.BigEndian.PutUint64(i.ID[:], mathrand.Uint64())
	binary.BigEndian.PutUint64(i.ID[8:], mathrand.Uint64())
	i.Inbox = fmt.Sprintf("hampshire/in/%032x", mathrand.Uint64N(5000)*0x9e3779b97f4a7c15)
	return i
}
