package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite" // registers the driver for the readers' pool

	"heard/store"
)

// Every answer has the last number given too, of the same instant, in a row of
// its own where there is no document.
const (
	fields = `SELECT sequence.last, coalesce(doc.key, ''), coalesce(doc.version, 0),
		coalesce(doc.queue, ''), coalesce(doc.due, 0), body.bytes FROM sequence LEFT JOIN doc `
	bodies = ` LEFT JOIN body ON body.id = doc.body WHERE sequence.rowid = 1 `

	getQuery  = fields + `ON doc.key = ?` + bodies
	manyQuery = fields + `ON doc.key IN (%s)` + bodies
	listQuery = fields + `ON doc.key >= ? AND doc.key < ?` + bodies + `ORDER BY doc.key LIMIT ?`
	itemQuery = `SELECT sequence.last, arrival.seq IS NOT NULL, arrival.bytes
		FROM sequence LEFT JOIN arrival ON arrival.seq = ? WHERE sequence.rowid = 1`
	// The index is named so that a plan without it is an error, not a scan.
	dueQuery = fields + `INDEXED BY doc_due ON doc.queue = ? AND doc.due > 0 AND doc.due <= ?` + bodies +
		`ORDER BY doc.due, doc.key LIMIT ?`
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
	for query, stmt := range map[string]**sql.Stmt{getQuery: &e.get, dueQuery: &e.due, listQuery: &e.list, itemQuery: &e.item} {
		if *stmt, err = e.readers.Prepare(query); err != nil {
			e.readers.Close()
			return err
		}
	}
	return nil
}

// bounds are the first key that may be in a list and the one above all with the
// prefix: the prefix with its last byte raised. Where none can be raised it is
// a blob, which SQLite sorts after every text.
func bounds(prefix, after string) (from string, to any) {
	from = prefix
	if after >= from {
		from = after + "\x00" // the smallest key greater than after
	}
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return from, string(b[:i+1])
		}
	}
	return from, []byte{}
}

// collect reads a reader's answer to its end.
func collect(ctx context.Context, act string, rows *sql.Rows, err error) (docs []store.Doc, last int64, _ error) {
	if err == nil {
		defer rows.Close()
		for err == nil && rows.Next() {
			var d store.Doc
			err = rows.Scan(&last, &d.Key, &d.Version, &d.Queue, &d.Due, &d.Body)
			if d.Version > 0 {
				docs = append(docs, d)
			}
		}
		if err == nil {
			err = rows.Err()
		}
	}
	if err == nil {
		return docs, last, nil
	}
	if ctx.Err() != nil {
		return nil, 0, ctx.Err()
	}
	return nil, 0, fmt.Errorf("%s: %w: %w", act, store.ErrAway, err)
}

func anys(keys []string) []any {
	args := make([]any, len(keys))
	for i, key := range keys {
		args[i] = key
	}
	return args
}
