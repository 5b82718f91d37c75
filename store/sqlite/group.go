package sqlite

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"heard/store"
)

// maxGroup bounds how many jobs share one commit, and with it how long the
// first of them waits for the last: 256 jobs are about 10 ms of work.
const maxGroup = 256

// maxTurns is how often callers may run before a group begins.
const maxTurns = 3

// A group is what the jobs of one commit share.
type group struct {
	*conn
	found map[string]row // what the present job has found; those it changed are out
}

// writer owns the only connection that writes.
type writer struct {
	dsn  string
	conn *conn                // nil after a failure, until the next group
	told atomic.Pointer[view] // what readers go by; nil for nothing known
}

func (w *writer) connect() (err error) {
	if w.conn == nil {
		w.conn, err = dial(w.dsn)
	}
	return err
}

func (w *writer) disconnect() {
	if w.conn != nil {
		w.conn.close()
		w.conn = nil
		w.told.Store(nil)
	}
}

// run commits jobs in groups until the channel is closed and empty.
func (w *writer) run(jobs <-chan *job) {
	defer w.disconnect()
	for first := range jobs {
		w.settle(gather(first, jobs))
	}
}

// gather takes what is queued by now. To wait for more would only add to
// everybody's time; but callers that the last group has just woken may first
// queue what they were about to, for as long as any of them does. That makes
// groups larger and saves a seventh of the work of many callers, and costs a
// single one nothing.
func gather(first *job, jobs <-chan *job) []*job {
	for turns, queued := 0, -1; turns < maxTurns && queued < len(jobs); turns++ {
		queued = len(jobs)
		runtime.Gosched()
	}
	batch := []*job{first}
	for len(batch) < maxGroup {
		select {
		case j, ok := <-jobs:
			if !ok {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// How the two kinds of group begin: what only reads needs neither the lock nor
// space on the disk.
const (
	reading = "BEGIN"
	writing = "BEGIN IMMEDIATE"
)

// settle does the jobs that only read, then the others.
func (w *writer) settle(batch []*job) {
	var reads, writes []*job
	for _, j := range batch {
		if j.reads {
			reads = append(reads, j)
		} else {
			writes = append(writes, j)
		}
	}
	w.finish(reading, reads)
	w.finish(writing, writes)
}

// finish commits a group and tells every caller. A refusal rests on what the
// neighbours wrote, so it counts only when the group is on disk: ErrSeen for a
// message whose first copy was then not kept would lose a complaint.
func (w *writer) finish(begin string, batch []*job) {
	if len(batch) == 0 {
		return
	}
	err := w.commit(begin, batch)
	for _, j := range batch {
		if err != nil {
			j.done <- fmt.Errorf("%w: %w", store.ErrAway, err)
		} else {
			j.done <- j.refused
		}
	}
}

// commit does a group's jobs in one transaction. After an error nothing of it
// is kept, and the next group starts on a new connection, so that no state of
// the failed one can reach it.
func (w *writer) commit(begin string, batch []*job) (err error) {
	if err := w.connect(); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			w.conn.exec("ROLLBACK") // SQLite may have done so already
			w.disconnect()
		}
	}()
	if _, err := w.conn.exec(begin); err != nil {
		return err
	}
	g := &group{w.conn, map[string]row{}}
	if err := g.recall(); err != nil {
		return err
	}
	for _, j := range batch {
		if err := g.do(j); err != nil {
			return err
		}
	}
	if begin == writing {
		if err := g.save(); err != nil {
			return err
		}
	}
	if _, err := w.conn.exec("COMMIT"); err != nil {
		return err
	}
	w.told.Store(g.tell())
	return nil
}

// do runs one job. The error is one that spoils the group.
func (g *group) do(j *job) error {
	if j.refused = j.ctx.Err(); j.refused != nil {
		return nil // the caller has left; nothing was begun
	}
	j.refused = j.do(g)
	for _, ok := range []error{nil, store.ErrSeen, store.ErrConflict, store.ErrTaken} {
		if errors.Is(j.refused, ok) {
			return nil
		}
	}
	return j.refused
}
