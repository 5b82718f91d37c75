package notify_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

// memory is an engine that forgets everything when it ends. A sender is broken
// off hundreds of times in these tests, each time over a new engine.
type memory struct {
	mu   sync.Mutex
	docs map[string]store.Doc
	seen map[[16]byte]int64
	last int // item number
	shut bool
}

// open tells whether a call may go on.
func (m *memory) open(ctx context.Context) error {
	if m.shut {
		return store.ErrAway
	}
	return ctx.Err()
}

func newMemory() *memory {
	return &memory{docs: map[string]store.Doc{}, seen: map[[16]byte]int64{}}
}

func TestMemoryIsAnEngine(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(*testing.T) store.Engine { return newMemory() })
}

func (m *memory) Receive(ctx context.Context, i store.Item) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.seen[i.ID]; ok || m.open(ctx) != nil {
		return cmp.Or(m.open(ctx), store.ErrSeen)
	}
	m.seen[i.ID] = i.At
	in, ok := m.docs[i.Inbox]
	if !ok {
		in = store.Doc{Key: i.Inbox, Queue: i.Queue, Due: i.Due}
	}
	if i.Urgent {
		in.Due = i.Due
	}
	in.Version++
	m.docs[in.Key] = in
	m.last++
	key := fmt.Sprintf("%s/%016x", i.Inbox, m.last)
	m.docs[key] = store.Doc{Key: key, Version: 1, Body: bytes.Clone(i.Body)}
	return nil
}

func (m *memory) Write(ctx context.Context, b store.Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.open(ctx); err != nil {
		return err
	}
	for _, c := range b.Checks {
		switch {
		case m.docs[c.Key].Version == c.Version:
		case c.Taken && c.Version == 0:
			return store.ErrTaken
		default:
			return store.ErrConflict
		}
	}
	for _, p := range b.Puts {
		m.docs[p.Key] = store.Doc{Key: p.Key, Version: m.docs[p.Key].Version + 1, Queue: p.Queue, Due: p.Due, Body: bytes.Clone(p.Body)}
	}
	for _, key := range b.Deletes {
		delete(m.docs, key)
	}
	return nil
}

func (m *memory) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []store.Doc
	for _, key := range keys {
		d := m.docs[key]
		d.Key = key
		out = append(out, d)
	}
	return out, m.open(ctx)
}

func (m *memory) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	return m.some(ctx, limit, func(d store.Doc) bool { return d.Queue == queue && d.Due > 0 && d.Due <= until },
		func(a, b store.Doc) int { return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Key, b.Key)) })
}

func (m *memory) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	return m.some(ctx, limit, func(d store.Doc) bool { return strings.HasPrefix(d.Key, prefix) && d.Key > after },
		func(a, b store.Doc) int { return cmp.Compare(a.Key, b.Key) })
}

func (m *memory) some(ctx context.Context, limit int, keep func(store.Doc) bool, order func(a, b store.Doc) int) ([]store.Doc, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := slices.SortedFunc(maps.Values(m.docs), order)
	out = slices.DeleteFunc(out, func(d store.Doc) bool { return !keep(d) })
	return out[:min(len(out), limit)], m.open(ctx)
}

func (m *memory) Forget(ctx context.Context, before int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.seen, func(_ [16]byte, at int64) bool { return at < before })
	return m.open(ctx)
}

func (m *memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shut = true
	return nil
}
