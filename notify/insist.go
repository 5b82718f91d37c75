package notify

import (
	"context"
	"errors"
	"time"

	"heard/store"
)

// What became of an attempt is known to this sender alone until it is written
// down; others would wait for the lease to run out and ask the provider. So a
// store that is away is waited for, at first impatiently: most are back at once.
const (
	shortestPause = 50 * time.Millisecond
	longestPause  = time.Second // how late after the store's return it may be written
)

// insist writes down what became of an attempt, and again while the store is
// away, for as long as the lease allows. The write must bear to be repeated
// after it was done. When ctx ends, the write at hand is the last.
func insist(ctx context.Context, write func(context.Context) error) error {
	whole := context.WithoutCancel(ctx)
	ctx, cancel := context.WithTimeout(ctx, settleLimit)
	defer cancel()
	for wait := shortestPause; ; wait = min(2*wait, longestPause) {
		err := write(whole)
		if !errors.Is(err, store.ErrAway) || !pause(ctx, wait) {
			return err
		}
	}
}

// pause waits, and tells whether ctx goes on.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
