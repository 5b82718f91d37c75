package sqlite

import (
	"context"
	"fmt"

	"heard/store"
)

// Receive implements store.Engine.
func (e *Engine) Receive(ctx context.Context, item store.Item) error {
	return e.submit(ctx, "receive", func(g *group) error { return g.receive(&item) })
}

func (g *group) receive(item *store.Item) error {
	isNew, err := g.exec(`INSERT INTO seen (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING`,
		item.ID[:], item.At)
	if err != nil {
		return err
	}
	if isNew == 0 {
		return store.ErrSeen
	}
	if err := g.touch(item); err != nil {
		return err
	}
	return g.append(item)
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

// append writes the item under the next sequence number. A number whose key
// is occupied (documents may have been put back from a backup) is passed over.
func (g *group) append(item *store.Item) error {
	body, err := g.putBody(0, item.Body)
	if err != nil {
		return err
	}
	for {
		seq, err := g.next()
		if err != nil {
			return err
		}
		written, err := g.exec(`INSERT INTO doc (key, version, queue, due, body) VALUES (?, 1, '', 0, ?)
			ON CONFLICT (key) DO NOTHING`, fmt.Sprintf("%s/%016x", item.Inbox, seq), body)
		if err != nil || written == 1 {
			return err
		}
	}
}

// next returns the next sequence number. The last one is read anew for every
// group, as another process may have given some.
func (g *group) next() (int64, error) {
	if g.last == 0 {
		last, err := g.number(`SELECT last FROM sequence`)
		if err != nil {
			return 0, err
		}
		g.last, g.before = last, last
	}
	g.last++
	return g.last, nil
}

func (g *group) saveSequence() error {
	if g.last == g.before {
		return nil
	}
	_, err := g.exec(`UPDATE sequence SET last = ?`, g.last)
	return err
}
