package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"heard/store"
)

// A question is one call of Get, Due or List.
type question struct {
	act   string
	waits func(*view) bool                    // may it be about what waits?
	ask   func() (*sql.Rows, error)           // a reader
	look  func(g *group) ([]store.Doc, error) // the writer
}

// read asks a reader, and the writer where something may wait.
func (e *Engine) read(ctx context.Context, q question) ([]store.Doc, error) {
	if v := e.writer.told.Load(); v != nil && !q.waits(v) {
		rows, err := q.ask()
		docs, last, err := collect(ctx, q.act, rows, err)
		if err != nil || last == v.last {
			return docs, err
		}
	}
	var found []store.Doc // the writer's until the job is done, even if we have left
	j := newJob(ctx, func(g *group) (err error) {
		found, err = q.look(g)
		return err
	})
	j.reads = true
	if err := e.hand(q.act, j); err != nil {
		return nil, err
	}
	return found, nil
}

// Get implements store.Engine. One statement is one instant.
func (e *Engine) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	if len(keys) == 0 {
		return nil, ctx.Err()
	}
	found, err := e.read(ctx, question{
		act:   "get",
		waits: func(v *view) bool { return slices.ContainsFunc(keys, v.key) },
		ask: func() (*sql.Rows, error) {
			if len(keys) == 1 {
				return e.get.QueryContext(ctx, keys[0])
			}
			marks := strings.Repeat(`, ?`, len(keys))[2:]
			return e.readers.QueryContext(ctx, fmt.Sprintf(manyQuery, marks), anys(keys)...)
		},
		look: func(g *group) ([]store.Doc, error) { return g.get(keys) },
	})
	if err != nil {
		return nil, err
	}
	byKey := make(map[string]store.Doc, len(found))
	for _, d := range found {
		byKey[d.Key] = d
	}
	docs := make([]store.Doc, len(keys))
	for i, key := range keys {
		docs[i] = byKey[key]
		docs[i].Key = key
	}
	return docs, nil
}

// Due implements store.Engine.
func (e *Engine) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	return e.read(ctx, question{
		act:   "due",
		waits: func(v *view) bool { return v.queue(queue) },
		ask:   func() (*sql.Rows, error) { return e.due.QueryContext(ctx, queue, until, limit) },
		look:  func(g *group) ([]store.Doc, error) { return g.due(queue, until, limit) },
	})
}

// List implements store.Engine.
func (e *Engine) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	if docs := e.listItems(ctx, prefix, after, limit); docs != nil {
		return docs, nil
	}
	return e.read(ctx, question{
		act:   "list",
		waits: func(v *view) bool { return v.prefix(prefix) },
		ask: func() (*sql.Rows, error) {
			from, to := bounds(prefix, after)
			return e.list.QueryContext(ctx, from, to, limit)
		},
		look: func(g *group) ([]store.Doc, error) { return g.list(prefix, after, limit) },
	})
}

// listItems lists an inbox that waits, which is what a worker does with each. It
// answers nothing where it is not sure; then the writer is asked. The answer is
// of the instant at which it was told the items: they do not change as long as
// they wait, and every one waited still when its body was read.
func (e *Engine) listItems(ctx context.Context, prefix, after string, limit int) (docs []store.Doc) {
	v := e.writer.told.Load()
	if v == nil {
		return nil
	}
	inbox, items := v.only(prefix)
	for _, seq := range items {
		d := store.Doc{Key: itemKey(inbox, seq), Version: 1}
		if d.Key <= after || len(docs) == limit {
			continue
		}
		var last int64
		var there bool
		err := e.item.QueryRowContext(ctx, seq).Scan(&last, &there, &d.Body)
		if err != nil || !there || last != v.last {
			return nil
		}
		docs = append(docs, d)
	}
	return docs
}
