package notify

import (
	"context"
	"errors"
	"time"

	"heard/store"
)

// This file shares out the work: who is served next, and by how many at once.
// The rules are: one recipient is served by one at a time, and by one more
// where it is urgent; councils take turns; a provider that is slow for one
// recipient keeps nobody else waiting.

// look is how many due entries of a council are read at a time. At 10 µs each
// that is less than a millisecond.
const look = 64

// job is one recipient to be served, known by one of their entries.
type job struct {
	entry   store.Entry
	express bool // beside another that already serves them, for what is urgent
}

func (j job) name() string {
	if j.express {
		return j.entry.Recipient() + "!"
	}
	return j.entry.Recipient()
}

type done struct {
	name string
	did  Report
	err  error
}

// round is one pass at work. Only its own goroutine touches it.
type round struct {
	s     *Sender
	now   time.Time
	jobs  []job
	busy  map[string]bool // being served
	done  chan done
	total Report
	errs  []error
	over  map[string]time.Time // until when they are left alone, since serving them came to nothing
}

// Pass sends until nothing more is ready. An error is of the store; nothing is
// lost by it, and the next pass goes on.
func (s *Sender) Pass(ctx context.Context, now time.Time) (Report, error) {
	r := &round{s: s, now: now, busy: map[string]bool{}, done: make(chan done), over: map[string]time.Time{}}
	if err := r.look(ctx); err != nil {
		return r.total, err
	}
	for r.begin(ctx); len(r.busy) > 0; r.begin(ctx) {
		select {
		case d := <-r.done:
			r.finish(d)
		case <-s.wake:
			if r.urgent(ctx) {
				r.jobs = nil
			}
		}
		if len(r.jobs) == 0 && len(r.errs) == 0 && ctx.Err() == nil {
			if err := r.look(ctx); err != nil {
				r.errs = append(r.errs, err)
			}
		}
	}
	return r.total, errors.Join(append(r.errs, ctx.Err())...)
}

// begin starts as many jobs as there are places for. After an error, and when
// ctx has ended, what runs is only waited for.
func (r *round) begin(ctx context.Context) {
	for len(r.jobs) > 0 && len(r.errs) == 0 && ctx.Err() == nil {
		j := r.jobs[0]
		places := r.s.o.Parallel
		if j.entry.Urgent {
			places *= 2
		}
		if len(r.busy) >= places {
			return
		}
		r.jobs = r.jobs[1:]
		if r.busy[j.name()] {
			continue
		}
		r.busy[j.name()] = true
		go func() {
			did, err := r.s.serve(ctx, j.entry)
			r.done <- done{j.name(), did, err}
		}()
	}
}

func (r *round) finish(d done) {
	delete(r.busy, d.name)
	r.total.add(d.did)
	if d.err != nil {
		r.errs = append(r.errs, d.err)
	}
	if d.did == (Report{}) {
		r.over[d.name] = r.s.o.now().Add(r.s.o.Poll)
	}
}

// look reads what is due, the urgent first, one of each council in turn.
func (r *round) look(ctx context.Context) error {
	now := r.now
	if at := r.s.o.now(); at.After(now) {
		now = at // a pass that goes on for long takes up what came in meanwhile
	}
	lists := make([][]job, len(r.s.names))
	longest := 0
	for i, council := range r.s.names {
		var err error
		if lists[i], err = r.due(ctx, council, now); err != nil {
			return err
		}
		longest = max(longest, len(lists[i]))
	}
	var urgent, rest []job
	for n := range longest {
		for _, list := range lists {
			switch {
			case n >= len(list):
			case list[n].entry.Urgent:
				urgent = append(urgent, list[n])
			default:
				rest = append(rest, list[n])
			}
		}
	}
	r.jobs = append(urgent, rest...)
	return nil
}

// urgent tells whether something urgent stands at the head of a queue, or may.
// What else came in is not worth reading all again, which at busy times would
// be most of a sender's work: the jobs at hand are older.
func (r *round) urgent(ctx context.Context) bool {
	for _, council := range r.s.names {
		head, err := r.s.o.Store.DueEntries(ctx, council, r.s.o.now(), 1)
		if err != nil || len(head) > 0 && head[0].Urgent {
			return true
		}
	}
	return false
}

// due returns the recipients of a council that are to be served. Those being
// served stand at the head of the queue, so it may have to look past them.
func (r *round) due(ctx context.Context, council string, now time.Time) ([]job, error) {
	for limit := look; ; limit *= 4 {
		entries, err := r.s.o.Store.DueEntries(ctx, council, now, limit)
		if err != nil {
			return nil, err
		}
		if jobs := r.fresh(entries); len(jobs) > 0 || len(entries) < limit {
			return jobs, nil
		}
	}
}

func (r *round) fresh(entries []store.Entry) (jobs []job) {
	seen := map[string]bool{}
	for _, e := range entries {
		j := job{entry: e}
		j.express = e.Urgent && r.busy[j.name()]
		if name := j.name(); !r.busy[name] && !seen[name] && !r.s.o.now().Before(r.over[name]) {
			seen[name] = true
			jobs = append(jobs, j)
		}
	}
	return jobs
}
