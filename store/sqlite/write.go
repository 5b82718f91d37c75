package sqlite

import (
	"context"
	"fmt"

	"heard/store"
)

// Write implements store.Engine.
func (e *Engine) Write(ctx context.Context, batch store.Batch) error {
	return e.submit(ctx, "write", func(g *group) error { return g.write(&batch) })
}

func (g *group) write(batch *store.Batch) error {
	for _, c := range batch.Checks {
		if err := g.check(c); err != nil {
			return err
		}
	}
	for _, p := range batch.Puts {
		if err := g.put(p); err != nil {
			return err
		}
	}
	for _, key := range batch.Deletes {
		if _, err := g.exec(`DELETE FROM doc WHERE key = ?`, key); err != nil {
			return err
		}
	}
	return nil
}

func (g *group) check(c store.Check) error {
	version, err := g.number(`SELECT version FROM doc WHERE key = ?`, c.Key)
	switch {
	case err != nil:
		return err
	case version == c.Version:
		return nil
	case c.Taken && c.Version == 0:
		return fmt.Errorf("%s: %w", c.Key, store.ErrTaken)
	}
	return fmt.Errorf("%s: %w", c.Key, store.ErrConflict)
}

func (g *group) put(p store.Put) error {
	_, err := g.exec(`INSERT INTO doc (key, version, queue, due, body) VALUES (?, 1, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET version = version + 1,
			queue = excluded.queue, due = excluded.due, body = excluded.body`,
		p.Key, p.Queue, p.Due, p.Body)
	return err
}
