package sqlite

import (
	"database/sql/driver"
	"slices"
	"strings"
	"sync"

	"heard/store"
)

// memory is what the writer knows by heart: the items that wait in the table
// arrival, and every id that is not in seen yet. It belongs to the connection.
// A group that fails takes it along, and what others write makes it void.
type memory struct {
	version int64                 // of the database it was read from
	last    int64                 // sequence number given last
	saved   int64                 // the same as the database has it
	ids     map[[16]byte]struct{} // nil when nothing was read yet
	recent  int64                 // how many of them are in the table recent
	inboxes map[string]*inbox     // those with items that wait, by key
	items   int                   // in all of them
	folders map[string]int        // how many of them are in each
	queues  map[string]int        // how many of them are in each
	changed map[string]bool       // which of them, since readers were told
	shelf   *sync.Map             // what readers were told: key to inbox
}

// inbox is one with items that wait. As long as nothing but Receive has touched
// it, it has no document, and its version is the number of its items.
type inbox struct {
	key   string
	queue string
	due   int64
	items []int64 // sequence numbers, rising
	filed bool    // it has a document: see there for the version and the rest
}

// folder is where an inbox lies: its key up to the last slash.
func (in *inbox) folder() string { return in.key[:strings.LastIndexByte(in.key, '/')+1] }

// recall reads the memory, the first time and whenever others have written.
func (g *group) recall() error {
	version, err := g.number(`PRAGMA data_version`)
	if err != nil || g.ids != nil && g.version == version {
		return err
	}
	last, err := g.number(`SELECT last FROM sequence`)
	if err != nil {
		return err
	}
	g.memory = memory{version: version, last: last, saved: last,
		ids: map[[16]byte]struct{}{}, inboxes: map[string]*inbox{}, folders: map[string]int{},
		queues: map[string]int{}, changed: map[string]bool{}, shelf: &sync.Map{}}
	if g.recent, err = g.number(`SELECT count(*) FROM recent`); err != nil {
		return err
	}
	err = g.rows(func(v []driver.Value) error {
		g.ids[asID(v[0])] = struct{}{}
		return nil
	}, `SELECT id FROM recent UNION ALL SELECT id FROM arrival WHERE id IS NOT NULL`)
	if err != nil {
		return err
	}
	return g.rows(func(v []driver.Value) error {
		g.remember(v[0].(int64), &store.Item{Inbox: v[1].(string), Queue: v[2].(string),
			Due: v[3].(int64), Urgent: v[4].(int64) != 0}, v[5].(int64) != 0)
		return nil
	}, `SELECT seq, inbox, arrival.queue, arrival.due, urgent, doc.key IS NOT NULL
		FROM arrival LEFT JOIN doc ON doc.key = inbox ORDER BY seq`)
}

func asID(v driver.Value) [16]byte { return [16]byte(v.([]byte)) }

// remember adds an item that waits.
func (m *memory) remember(seq int64, item *store.Item, filed bool) {
	in := m.inboxes[item.Inbox]
	if in == nil {
		in = &inbox{key: item.Inbox, queue: item.Queue, due: item.Due, filed: filed}
		m.inboxes[in.key] = in
		m.folders[in.folder()]++
		m.queues[in.queue]++
	}
	in.items = append(in.items, seq)
	if item.Urgent {
		in.due = item.Due
	}
	m.items++
	m.changed[in.key] = true
}

// drop takes an item off an inbox, and the inbox away after its last. Readers
// may hold the items as they were, so nothing is moved within them.
func (m *memory) drop(in *inbox, seq int64) {
	if i, _ := slices.BinarySearch(in.items, seq); i == 0 {
		in.items = in.items[1:]
	} else {
		in.items = slices.Concat(in.items[:i], in.items[i+1:])
	}
	m.items--
	m.changed[in.key] = true
	if len(in.items) == 0 {
		delete(m.inboxes, in.key)
		decrease(m.folders, in.folder())
		decrease(m.queues, in.queue)
	}
}

func decrease(counts map[string]int, key string) {
	if counts[key]--; counts[key] == 0 {
		delete(counts, key)
	}
}

// item finds an item that waits by its key.
func (m *memory) item(key string) (in *inbox, seq int64) {
	slash := strings.LastIndexByte(key, '/')
	if slash < 0 {
		return nil, 0
	}
	if in = m.inboxes[key[:slash]]; in == nil {
		return nil, 0
	}
	seq, err := parseSeq(key[slash+1:])
	if _, ok := slices.BinarySearch(in.items, seq); err != nil || !ok {
		return nil, 0
	}
	return in, seq
}
