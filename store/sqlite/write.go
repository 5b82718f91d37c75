package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"heard/store"
)

// Write implements store.Engine.
func (e *Engine) Write(ctx context.Context, batch store.Batch) error {
	return e.submit(ctx, "write", func(g *group) error { return g.write(&batch) })
}

func (g *group) write(batch *store.Batch) error {
	clear(g.found)
	for _, c := range batch.Checks {
		if err := g.check(c); err != nil {
			return err
		}
	}
	if err := g.makeWay(batch); err != nil {
		return err
	}
	for _, p := range batch.Puts {
		if err := g.put(p); err != nil {
			return err
		}
	}
	for _, key := range batch.Deletes {
		if err := g.delete(key); err != nil {
			return err
		}
	}
	return nil
}

func (g *group) check(c store.Check) error {
	d, err := g.find(c.Key)
	switch {
	case err != nil:
		return err
	case d.version == c.Version:
		return nil
	case c.Taken && c.Version == 0:
		return fmt.Errorf("%s: %w", c.Key, store.ErrTaken)
	}
	return fmt.Errorf("%s: %w", c.Key, store.ErrConflict)
}

// put leaves the queue and the due time alone where they stay, for the sake of
// their index.
func (g *group) put(p store.Put) error {
	d, err := g.find(p.Key)
	if err != nil {
		return err
	}
	delete(g.found, p.Key)
	had := d.body
	if d.body, err = g.putBody(had, p.Body); err != nil {
		return err
	}
	switch {
	case d.version == 0:
		_, err = g.exec(`INSERT INTO doc (key, version, queue, due, body) VALUES (?, 1, ?, ?, ?)`,
			p.Key, p.Queue, p.Due, d.body)
	case d.queue == p.Queue && d.due == p.Due && d.body == had:
		_, err = g.exec(`UPDATE doc SET version = version + 1 WHERE key = ?`, p.Key)
	default:
		_, err = g.exec(`UPDATE doc SET version = version + 1, queue = ?, due = ?, body = ? WHERE key = ?`,
			p.Queue, p.Due, d.body, p.Key)
	}
	return err
}

// putBody writes over the body with this id, or makes one for id 0.
func (g *group) putBody(id int64, bytes []byte) (int64, error) {
	if id == 0 {
		return g.insert(`INSERT INTO body (bytes) VALUES (?)`, bytes)
	}
	_, err := g.exec(`UPDATE body SET bytes = ? WHERE id = ?`, bytes, id)
	return id, err
}

func (g *group) delete(key string) error {
	if in, seq := g.item(key); in != nil {
		return g.unwait(in, seq)
	}
	d, err := g.find(key)
	if err != nil || d.version == 0 {
		return err
	}
	delete(g.found, key)
	if _, err := g.exec(`DELETE FROM body WHERE id = ?`, d.body); err != nil {
		return err
	}
	_, err = g.exec(`DELETE FROM doc WHERE key = ?`, key)
	return err
}

// row is a document as its table holds it. Version 0 is an absent one.
type row struct {
	version int64
	queue   string
	due     int64
	body    int64 // 0 for none
}

func (g *group) find(key string) (r row, err error) {
	if in := g.inboxes[key]; in != nil && !in.filed {
		return row{version: in.doc().Version}, nil
	}
	if in, _ := g.item(key); in != nil {
		return row{version: 1}, nil
	}
	if r, ok := g.found[key]; ok {
		return r, nil
	}
	err = g.rows(func(v []driver.Value) error {
		r.version, r.queue, r.due = v[0].(int64), v[1].(string), v[2].(int64)
		r.body, _ = v[3].(int64)
		return nil
	}, `SELECT version, queue, due, body FROM doc WHERE key = ?`, key)
	g.found[key] = r
	return r, err
}
