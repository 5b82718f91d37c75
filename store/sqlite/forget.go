package sqlite

import (
	"context"
	"fmt"

	"heard/store"
)

// forgetStep is how many ids one job forgets: they lie on about as many
// pages, so that no Receive waits for it longer than for a full group.
const forgetStep = 256

// Forget implements store.Engine. It walks the ids in their own order, beside
// the writer, rather than by an index on the time: such an index would cost
// every Receive something, for the good of a walk that is done once a day.
func (e *Engine) Forget(ctx context.Context, before int64) error {
	err := e.submit(ctx, "forget", func(g *group) error { return g.forgetYoung(before) })
	if err != nil {
		return err
	}
	for after := []byte{}; ; {
		ids, err := e.seenBefore(ctx, before, after)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = e.submit(ctx, "forget", func(g *group) error { return g.forget(ids, before) })
		if err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

func (e *Engine) seenBefore(ctx context.Context, before int64, after []byte) (ids [][]byte, err error) {
	rows, err := e.readers.QueryContext(ctx,
		`SELECT id FROM seen WHERE id > ? AND at < ? ORDER BY id LIMIT ?`, after, before, forgetStep)
	if err == nil {
		defer rows.Close()
		for err == nil && rows.Next() {
			var id []byte
			err = rows.Scan(&id)
			ids = append(ids, id)
		}
		if err == nil {
			err = rows.Err()
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("forget: %w: %w", store.ErrAway, err)
	}
	return ids, nil
}

// forget asks for the time again: an id may have been forgotten by another
// and received anew since it was read.
func (g *group) forget(ids [][]byte, before int64) error {
	for _, id := range ids {
		if _, err := g.exec(`DELETE FROM seen WHERE id = ? AND at < ?`, id, before); err != nil {
			return err
		}
	}
	return nil
}
