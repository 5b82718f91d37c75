package intake

import (
	"context"
	"time"
)

const (
	// poll is how often the worker looks whether another process has received
	// something, or something fell due.
	poll = 250 * time.Millisecond
	// breath is the least time between two passes: under a flood of messages
	// it lets the doors have the processor.
	breath = 10 * time.Millisecond
	// longestBackOff is between two passes while the store is away.
	longestBackOff = 10 * time.Second
)

// Wake tells the worker that a message was received in this process. It never
// waits.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default: // it is to be woken anyway
	}
}

// Run passes until ctx ends: when woken, when a burst has settled, and by the
// poll. While the store is away it tries ever more slowly.
func (w *Worker) Run(ctx context.Context) {
	backOff := time.Duration(0)
	for ctx.Err() == nil {
		now := w.o.Now()
		did, err := w.Pass(ctx, now)
		switch {
		case err == nil:
			backOff = 0
		case ctx.Err() == nil:
			backOff = min(max(2*backOff, poll), longestBackOff)
			w.o.Log.ErrorContext(ctx, "intake stopped; it goes on by itself", "error", err, "again_in", backOff)
		}
		w.rest(ctx, backOff, untilNext(did.Next, now))
	}
}

// untilNext is how long there is nothing to look for.
func untilNext(next, now time.Time) time.Duration {
	if next.IsZero() {
		return poll
	}
	return min(max(next.Sub(now), 0), poll)
}

// rest waits for what comes next. A back-off is not cut short by being woken.
func (w *Worker) rest(ctx context.Context, backOff, idle time.Duration) {
	if !pause(ctx, max(backOff, breath), nil) || backOff > 0 {
		return
	}
	pause(ctx, idle-breath, w.wake)
}

// pause waits for a time, or until woken, and tells whether ctx goes on.
func pause(ctx context.Context, d time.Duration, woken <-chan struct{}) bool {
	t := time.NewTimer(max(d, 0))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-woken:
	case <-t.C:
	}
	return true
}
