package sqlite

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// view is what readers are told of the writer's memory after each commit: where
// something may wait. They read everything else on connections of their own. A
// reader who finds another last number in the database than he was told has
// met messages that are newer, or another process's.
type view struct {
	last    int64
	folders []string
	queues  []string
	shelf   *sync.Map
}

// tell makes the view of what was committed.
func (m *memory) tell() *view {
	for key := range m.changed {
		if in := m.inboxes[key]; in != nil {
			m.shelf.Store(key, in.items)
		} else {
			m.shelf.Delete(key)
		}
	}
	clear(m.changed)
	return &view{m.last, names(m.folders), names(m.queues), m.shelf}
}

// key tells whether the document with this key may wait.
func (v *view) key(key string) bool {
	return slices.ContainsFunc(v.folders, func(f string) bool { return strings.HasPrefix(key, f) })
}

// prefix tells whether a document with this prefix may wait.
func (v *view) prefix(prefix string) bool {
	return slices.ContainsFunc(v.folders, func(f string) bool {
		return strings.HasPrefix(prefix, f) || strings.HasPrefix(f, prefix)
	})
}

// queue tells whether an inbox of this queue may wait.
func (v *view) queue(queue string) bool { return slices.Contains(v.queues, queue) }

// only returns the items of an inbox that waits, if a list can have nothing else.
func (v *view) only(prefix string) (inbox string, items []int64) {
	inbox, whole := strings.CutSuffix(prefix, "/")
	found, waits := v.shelf.Load(inbox)
	if !whole || !waits || slices.ContainsFunc(v.folders, func(f string) bool { return strings.HasPrefix(f, prefix) }) {
		return "", nil
	}
	return inbox, found.([]int64)
}

func names(counts map[string]int) []string { return slices.Collect(maps.Keys(counts)) }
