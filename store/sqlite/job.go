package sqlite

import (
	"context"
	"fmt"

	"heard/store"
)

// A job is one call of the engine that the writer does. It makes all its checks
// before its first write, so that a job which is refused leaves no trace in its
// group.
type job struct {
	ctx     context.Context
	reads   bool // and does not write
	do      func(*group) error
	refused error      // what do returned; true once the group is on disk
	done    chan error // buffered: the writer never waits for a caller who left
}

func newJob(ctx context.Context, do func(*group) error) *job {
	return &job{ctx: ctx, do: do, done: make(chan error, 1)}
}

// submit hands a job to the writer and waits for its group's commit.
func (e *Engine) submit(ctx context.Context, act string, do func(*group) error) error {
	return e.hand(act, newJob(ctx, do))
}

func (e *Engine) hand(act string, j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if err := e.enqueue(j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		if err != nil {
			return fmt.Errorf("%s: %w", act, err)
		}
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	}
}

func (e *Engine) enqueue(j *job) error {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.closed {
		return fmt.Errorf("%w: the database is closed", store.ErrAway)
	}
	select {
	case e.jobs <- j:
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	}
}
