package intake

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"heard/store"
)

const (
	// longestSettle is when a burst is answered though it goes on.
	longestSettle = 10 * time.Second
	// round is how many correspondents are taken up before the worker looks
	// again who is the most urgent: at 1 ms a turn, a sixteenth of a second.
	round = 64
	// burst is how many messages one turn answers at most. More are not a
	// burst but a fault or an attack, and are answered in several turns.
	burst = 100
)

// Report is what a pass did.
type Report struct {
	Turns  int // correspondents answered
	Lapsed int // talks that had fallen silent
	Aside  int // messages set aside for a person
	Failed int // turns that failed and will be tried again
	// Next is when the first burst that is still going on will be answered;
	// zero when there is none.
	Next time.Time
}

// Pass answers everything that is ready at a moment and returns when nothing
// more is. An error wraps store.ErrAway when the store could not be reached;
// nothing is lost by it, and the next pass goes on.
func (w *Worker) Pass(ctx context.Context, now time.Time) (Report, error) {
	w.pass.Lock()
	defer w.pass.Unlock()
	var total Report
	for {
		jobs, next, err := w.ready(ctx, now)
		total.Next = next
		if err != nil || len(jobs) == 0 {
			return total, err
		}
		did, err := w.together(ctx, jobs)
		total.add(did)
		if err != nil {
			return total, err
		}
		if did.Turns+did.Lapsed+did.Aside+did.Failed == 0 {
			return total, ctx.Err() // others have done it
		}
	}
}

func (r *Report) add(more Report) {
	r.Turns += more.Turns
	r.Lapsed += more.Lapsed
	r.Aside += more.Aside
	r.Failed += more.Failed
}

// A job is one correspondent's turn.
type job func(context.Context) (Report, error)

// ready returns a round of jobs, those of inboxes first and the urgent ones
// before all, and when the next burst will have settled.
func (w *Worker) ready(ctx context.Context, now time.Time) (jobs []job, next time.Time, err error) {
	var urgent, rest []job
	for _, name := range w.names {
		found, soonest, err := w.inboxes(ctx, name, now)
		if err != nil {
			return nil, next, err
		}
		next = sooner(next, soonest)
		for _, in := range found {
			j := func(ctx context.Context) (Report, error) { return w.answer(ctx, in, now) }
			if in.Urgent() {
				urgent = append(urgent, j)
			} else {
				rest = append(rest, j)
			}
		}
	}
	if jobs = slices.Concat(urgent, rest); len(jobs) > 0 {
		return jobs, next, nil
	}
	jobs, err = w.lapses(ctx, now)
	return jobs, next, err
}

// inboxes returns a council's inboxes whose burst is over. Bursts that go on
// stand at the head of the queue, so the worker looks past them.
func (w *Worker) inboxes(ctx context.Context, council string, now time.Time) (found []store.Inbox, next time.Time, err error) {
	for limit := round; ; limit *= 4 {
		waiting, err := w.o.Store.Waiting(ctx, council, now, limit)
		if err != nil {
			return nil, next, err
		}
		for _, in := range waiting {
			at, err := w.settled(ctx, in, now)
			switch {
			case err != nil:
				return nil, next, err
			case !at.After(now):
				found = append(found, in)
			default:
				next = sooner(next, at)
			}
			if len(found) == round {
				return found, next, nil
			}
		}
		if len(found) > 0 || len(waiting) < limit {
			return found, next, nil
		}
	}
}

// settled returns when an inbox is ready, or to be looked at again. Danger
// waits for nobody.
func (w *Worker) settled(ctx context.Context, in store.Inbox, now time.Time) (time.Time, error) {
	if in.Urgent() || w.o.Settle == 0 {
		return time.Time{}, nil
	}
	if soonest := in.Due.Add(min(w.o.Settle, longestSettle)); soonest.After(now) {
		return soonest, nil // its first message is too young
	}
	messages, err := w.o.Store.Messages(ctx, in, burst)
	if err != nil || len(messages) == 0 {
		return time.Time{}, err
	}
	first, last := messages[0].At, messages[len(messages)-1].At
	return sooner(last.Add(w.o.Settle), first.Add(longestSettle)), nil
}

// sooner returns the earlier of two times; zero stands for none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// together does jobs side by side. After an error of the store no new ones are
// begun.
func (w *Worker) together(ctx context.Context, jobs []job) (total Report, err error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := make(chan job)
	for range min(w.o.Parallel, len(jobs)) {
		wg.Go(func() {
			for j := range next {
				did, failed := j(ctx)
				mu.Lock()
				total.add(did)
				err = errors.Join(err, failed)
				mu.Unlock()
			}
		})
	}
	for _, j := range jobs {
		mu.Lock()
		stop := err != nil
		mu.Unlock()
		if stop {
			break
		}
		next <- j
	}
	close(next)
	wg.Wait()
	return total, err
}
