// Package sqlite keeps Heard's documents in one SQLite file on the machine
// that answers the phone: nothing to install, nothing to lose a connection to,
// and a backup is a file.
//
// A complaint counts as received when it is on the disk, so every commit is
// synced (WAL, synchronous FULL). A sync costs as much for a hundred messages
// as for one; one goroutine therefore owns the only writing connection and
// commits whatever has queued up meanwhile as one group. Readers have
// connections of their own and wait for nobody.
//
// What a commit costs is the number of pages it changes. A message that comes
// in is therefore one row at the end of one table, whoever it is from, and the
// writer knows by heart which inbox it is in. Most messages are answered and
// gone before anything else is ever written for them. Who reads where messages
// wait is answered by the writer, between two groups.
//
// One service and any number of short commands may have the file open at the
// same time: SQLite's lock lets one group in after the other, and versions
// keep the truth.
//
// The package knows no rule, never opens a body and never asks the time.
package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"heard/store"
)

// Options say where the database is. The zero value fails for want of a Path.
type Options struct {
	Path    string // of the file; made if absent, in a folder that exists
	Readers int    // connections for reading; 0 means 4
}

// Pragmas of the two kinds of connection.
const (
	// A checkpoint copies each changed page once, however often it stands in
	// the log, so a long log saves work: 16,000 pages are 64 MB on disk, and
	// a tenth of a second to read back after a crash.
	longLog     = "wal_autocheckpoint(16000)"
	writerCache = "cache_size(-65536)" // KiB: the ids of a year and what is open
	readerCache = "cache_size(-16384)" // KiB, for each
	readOnly    = "query_only(1)"
)

// Engine is a store.Engine in a file. Its methods may be called from any
// number of goroutines. The bytes given to Receive and Write must not be
// changed afterwards, even when the call was cancelled.
type Engine struct {
	writer  *writer
	readers *sql.DB
	get     *sql.Stmt
	due     *sql.Stmt
	list    *sql.Stmt
	item    *sql.Stmt

	mu     sync.RWMutex // held shared while handing over a job, whole to close
	closed bool
	jobs   chan *job
	idle   chan struct{} // closed when the writer has ended
}

var _ store.Engine = (*Engine)(nil)

// Open opens the database, makes it if absent, and brings its tables up to
// date. It fails for a database that a newer Heard has already changed.
func Open(o Options) (*Engine, error) {
	e, err := open(o, "")
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", o.Path, err)
	}
	return e, nil
}

// open is Open with more pragmas for the writing connection, for tests.
func open(o Options, pragmas string) (*Engine, error) {
	if o.Path == "" {
		return nil, errors.New("no path given")
	}
	if err := create(o.Path); err != nil {
		return nil, err
	}
	w := &writer{dsn: dsn(o.Path, longLog, writerCache, pragmas)}
	if err := w.connect(); err != nil {
		return nil, err
	}
	if err := migrate(w.conn, schema); err != nil {
		w.disconnect()
		return nil, err
	}
	e := &Engine{writer: w, jobs: make(chan *job, maxGroup), idle: make(chan struct{})}
	if err := e.openReaders(o); err != nil {
		w.disconnect()
		return nil, err
	}
	go func() {
		defer close(e.idle)
		w.run(e.jobs)
	}()
	return e, nil
}

// Close commits what was accepted and releases the file. A call after it
// gets an error wrapping store.ErrAway; closing twice is no error.
func (e *Engine) Close() error {
	e.mu.Lock()
	if !e.closed {
		e.closed = true
		close(e.jobs)
	}
	e.mu.Unlock()
	<-e.idle
	return e.readers.Close()
}

// create makes the file for its owner alone, since SQLite would let the group
// read it, and makes its name as lasting as what will be written to it. The
// files beside it (-wal, -shm) take over its mode.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// dsn names the file and what every connection to it has in common: it waits
// 5 s for another process's group, and a commit is on the disk when it returns.
func dsn(path string, pragmas ...string) string {
	q := url.Values{"_busy_timeout": {"5000"}}
	for _, p := range append(pragmas, "journal_mode(WAL)", "synchronous(FULL)") {
		if p != "" {
			q.Add("_pragma", p)
		}
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}
