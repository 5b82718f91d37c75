package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strconv"

	"heard/store"
)

// maxWaiting is how many items are held in the memory, at some 300 bytes each.
// More wait only when nobody has answered for a long time; they are filed as
// they come.
const maxWaiting = 1 << 17

const (
	arrive = `INSERT INTO arrival (seq, id, at, inbox, queue, due, urgent, bytes)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8`
	// The item is new, and there is nothing of its inbox or below it in doc.
	// ('0' comes after '/'.)
	ifAlone = ` WHERE NOT EXISTS (SELECT 1 FROM seen WHERE id = ?2)
		AND NOT EXISTS (SELECT 1 FROM doc WHERE key >= ?4 AND key < ?4 || '0')`
)

// Receive implements store.Engine.
func (e *Engine) Receive(ctx context.Context, item store.Item) error {
	return e.submit(ctx, "receive", func(g *group) error { return g.receive(&item) })
}

// receive adds an item to those that wait: one row at the end of a table, by
// one statement where nothing stands against it.
func (g *group) receive(item *store.Item) error {
	if _, known := g.ids[item.ID]; known {
		return store.ErrSeen
	}
	if g.items < maxWaiting {
		if done, err := g.wait(item, arrive+ifAlone, false); done || err != nil {
			return err
		}
	}
	is, err := g.lookUp(item)
	switch {
	case err != nil:
		return err
	case is.seen:
		return store.ErrSeen
	case is.above || g.items >= maxWaiting:
		return g.receiveFiled(item)
	case is.filed:
		if err := g.touch(item); err != nil {
			return err
		}
	}
	_, err = g.wait(item, arrive, is.filed)
	return err
}

// wait adds an item by a statement and tells whether it did.
func (g *group) wait(item *store.Item, query string, filed bool) (bool, error) {
	n, err := g.exec(query, g.last+1, item.ID[:], item.At, item.Inbox, item.Queue, item.Due, item.Urgent, item.Body)
	if err != nil || n == 0 {
		return false, err
	}
	g.last++
	g.ids[item.ID] = struct{}{}
	g.remember(g.last, item, filed)
	return true, nil
}

// whereabouts is what there is of an item before it is received.
type whereabouts struct {
	seen  bool // its id
	filed bool // a document of its inbox
	above bool // documents that its own might meet
}

func (g *group) lookUp(item *store.Item) (is whereabouts, err error) {
	err = g.rows(func(v []driver.Value) error {
		is = whereabouts{v[0].(int64) != 0, v[1].(int64) != 0, v[2].(int64) != 0}
		return nil
	}, `SELECT EXISTS (SELECT 1 FROM seen WHERE id = ?1), EXISTS (SELECT 1 FROM doc WHERE key = ?2),
		EXISTS (SELECT 1 FROM doc WHERE key > ?2 || '/' AND key < ?2 || '0')`, item.ID[:], item.Inbox)
	return is, err
}

// receiveFiled makes a document of an item at once.
func (g *group) receiveFiled(item *store.Item) error {
	if err := g.makeWayBelow(item.Inbox + "/"); err != nil {
		return err
	}
	_, err := g.exec(`INSERT INTO recent (id, at) VALUES (?, ?)`, item.ID[:], item.At)
	if err != nil {
		return err
	}
	g.ids[item.ID] = struct{}{}
	g.recent++
	if err := g.touch(item); err != nil {
		return err
	}
	g.last++
	return g.fileItem(item.Inbox, g.last, item.Body)
}

// touch makes the inbox or raises its version. The due time is left out of the
// common statement, for its index would be written even where it stays.
func (g *group) touch(item *store.Item) error {
	query := `INSERT INTO doc (key, version, queue, due) VALUES (?, 1, ?, ?)
		ON CONFLICT (key) DO UPDATE SET version = version + 1`
	if item.Urgent {
		query = `INSERT INTO doc (key, version, queue, due) VALUES (?, 1, ?, ?)
			ON CONFLICT (key) DO UPDATE SET version = version + 1, due = excluded.due`
	}
	_, err := g.exec(query, item.Inbox, item.Queue, item.Due)
	return err
}

// itemKey is the key of an item, and parseSeq reads its last part.
func itemKey(inbox string, seq int64) string { return fmt.Sprintf("%s/%016x", inbox, seq) }

func parseSeq(s string) (int64, error) {
	seq, err := strconv.ParseInt(s, 16, 64)
	if err == nil && fmt.Sprintf("%016x", seq) != s {
		return 0, strconv.ErrSyntax
	}
	return seq, err
}
