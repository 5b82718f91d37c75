package storetest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"heard/store"
)

var _ store.Engine = (*Memory)(nil)

// Memory is an engine that forgets everything when it ends, for tests that
// break a service off hundreds of times, each time over a new engine.
type Memory struct {
	mu   sync.Mutex
	docs map[string]store.Doc
	seen map[[16]byte]int64
	last int // item number
	shut bool
}

// open tells whether a call may go on.
func (m *Memory) open(ctx context.Context) error {
	if m.shut {
		return store.ErrAway
	}
	return ctx.Err()
}

// NewMemory makes an empty engine in memory.
func NewMemory() *Memory {
	return &Memory{docs: map[string]store.Doc{}, seen: map[[16]byte]int64{}}
}

// Receive implements store.Engine.
func (m *Memory) Receive(ctx context.Context, i store.Item) error {
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

// Write implements store.Engine.
func (m *Memory) Write(ctx context.Context, b store.Batch) error {
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

// Get implements store.Engine.
func (m *Memory) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
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

// Due implements store.Engine.
func (m *Memory) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	return m.some(ctx, limit, func(d store.Doc) bool { return d.Queue == queue && d.Due > 0 && d.Due <= until },
		func(a, b store.Doc) int { return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Key, b.Key)) })
}

// List implements store.Engine.
func (m *Memory) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	return m.some(ctx, limit, func(d store.Doc) bool { return strings.HasPrefix(d.Key, prefix) && d.Key > after },
		func(a, b store.Doc) int { return cmp.Compare(a.Key, b.Key) })
}

func (m *Memory) some(ctx context.Context, limit int, keep func(store.Doc) bool, order func(a, b store.Doc) int) ([]store.Doc, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := slices.SortedFunc(maps.Values(m.docs), order)
	out = slices.DeleteFunc(out, func(d store.Doc) bool { return !keep(d) })
	return out[:min(len(out), limit)], m.open(ctx)
}

// Forget implements store.Engine.
func (m *Memory) Forget(ctx context.Context, before int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.seen, func(_ [16]byte, at int64) bool { return at < before })
	return m.open(ctx)
}

// Close implements store.Engine.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shut = true
	return nil
}
