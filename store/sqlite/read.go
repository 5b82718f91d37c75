package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // registers the driver for the readers' pool

	"heard/store"
)

const (
	fields = `SELECT doc.key, doc.version, doc.queue, doc.due, body.bytes`
	bodies = ` LEFT JOIN body ON body.id = doc.body `

	getQuery  = fields + ` FROM doc` + bodies + `WHERE key = ?`
	manyQuery = fields + ` FROM doc` + bodies + `WHERE key IN (?` // to be continued
	listQuery = fields + ` FROM doc` + bodies + `WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`
	// The index is named so that a plan without it is an error, not a scan.
	dueQuery = fields + ` FROM doc INDEXED BY doc_due` + bodies +
		`WHERE queue = ? AND due > 0 AND due <= ? ORDER BY due, key LIMIT ?`
)

// openReaders opens the pool of connections that read. They cannot write.
func (e *Engine) openReaders(o Options) (err error) {
	n := o.Readers
	if n == 0 {
		n = 4
	}
	e.readers, err = sql.Open("sqlite", dsn(o.Path, readOnly, readerCache))
	if err != nil {
		return err
	}
	e.readers.SetMaxOpenConns(n)
	e.readers.SetMaxIdleConns(n)
	for query, stmt := range map[string]**sql.Stmt{getQuery: &e.get, dueQuery: &e.due, listQuery: &e.list} {
		if *stmt, err = e.readers.Prepare(query); err != nil {
			e.readers.Close()
			return err
		}
	}
	return nil
}

// Get implements store.Engine. One statement is one instant.
func (e *Engine) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	if len(keys) == 0 {
		return nil, ctx.Err()
	}
	var rows *sql.Rows
	var err error
	if len(keys) == 1 {
		rows, err = e.get.QueryContext(ctx, keys[0])
	} else {
		rows, err = e.readers.QueryContext(ctx, manyQuery+strings.Repeat(`, ?`, len(keys)-1)+`)`, anys(keys)...)
	}
	found, err := collect(ctx, "get", rows, err)
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
	rows, err := e.due.QueryContext(ctx, queue, until, max(limit, 0))
	return collect(ctx, "due", rows, err)
}

// List implements store.Engine.
func (e *Engine) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	from := prefix
	if after >= from {
		from = after + "\x00" // the smallest key greater than after
	}
	rows, err := e.list.QueryContext(ctx, from, end(prefix), max(limit, 0))
	return collect(ctx, "list", rows, err)
}

// end is the bound above all keys with the prefix: the prefix with its last
// byte raised. Where none can be raised it is a blob, which SQLite sorts after
// every text.
func end(prefix string) any {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return string(b[:i+1])
		}
	}
	return []byte{}
}

// collect reads the answer to its end.
func collect(ctx context.Context, act string, rows *sql.Rows, err error) ([]store.Doc, error) {
	var docs []store.Doc
	if err == nil {
		defer rows.Close()
		for err == nil && rows.Next() {
			var d store.Doc
			err = rows.Scan(&d.Key, &d.Version, &d.Queue, &d.Due, &d.Body)
			docs = append(docs, d)
		}
		if err == nil {
			err = rows.Err()
		}
	}
	if err == nil {
		return docs, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, fmt.Errorf("%s: %w: %w", act, store.ErrAway, err)
}

func anys(keys []string) []any {
	args := make([]any, len(keys))
	for i, key := range keys {
		args[i] = key
	}
	return args
}
