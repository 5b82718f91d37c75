package redis

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

// BenchmarkMemory tells what Redis needs for what the service keeps: one
// message that waits (600 bytes sealed), one that was answered, of which only
// the id is left, and one case with all about it.
func BenchmarkMemory(b *testing.B) {
	s := start(b, everysec...)
	e := s.open(b)
	const n = 20_000
	empty := s.used(b)
	perCaller(b, 64, n, func() error { return e.Receive(b.Context(), anItem()) })
	waiting := s.used(b)
	removeAll(b, e, "hampshire/")
	answered := s.used(b)
	const cases = 2000
	perCaller(b, 64, cases, func() error { return e.Write(b.Context(), aCase()) })
	full := s.used(b)
	b.ReportMetric(float64(waiting-empty)/n, "B/waiting")
	b.ReportMetric(float64(answered-empty)/n, "B/answered")
	b.ReportMetric(float64(full-answered)/cases, "B/case")
	b.ReportMetric(0, "ns/op")
}

func removeAll(b *testing.B, e *Engine, prefix string) {
	for {
		docs, err := e.List(b.Context(), prefix, "", 1000)
		if err == nil && len(docs) == 0 {
			return
		}
		gone := store.Batch{Deletes: storetest.Keys(docs)}
		if err != nil || e.Write(b.Context(), gone) != nil {
			b.Fatal("documents are still there", err)
		}
	}
}

// aCase is a case after some weeks, in sizes of sealed records: the case, its
// contact, twenty lines of log, and ten texts that were sent, each with the
// provider's id of it.
func aCase() store.Batch {
	var b store.Batch
	put := func(key string, due int64, size int) {
		b.Puts = append(b.Puts, store.Put{Key: "hampshire/" + key, Queue: "hampshire/wake", Due: due, Body: theBody[:size]})
	}
	ref := "HAM-" + rand.Text()[:5]
	put("case/"+ref, 1_790_000_000_000, 3000)
	put("contact/"+hex32(), 0, 600)
	for n := range 20 {
		put(fmt.Sprintf("log/%s/%013d-%08d-%04d", ref, 1_790_000_000_000+n, n, 0), 0, 350)
	}
	for range 10 {
		put("part/"+hex32(), 1_830_000_000_000, 350)
		put("sid/"+hex32(), 0, 32)
	}
	return b
}

func hex32() string {
	var b [16]byte
	rand.Read(b[:])
	return fmt.Sprintf("%x", b)
}

func (s *server) used(t testing.TB) int {
	t.Helper()
	n, err := strconv.Atoi(facts(s.ask(t, "info", "memory"))["used_memory"])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
