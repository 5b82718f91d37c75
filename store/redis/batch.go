package redis

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"heard/store"
)

const (
	// maxBatch bounds how many calls share one pipeline, and with it how long
	// the first of them waits for the last: 256 calls are about 10 ms of work.
	maxBatch = 256
	// flights is how many pipelines may be under way at once. While Redis
	// works at one, the next is being written and the last one read.
	flights = 2
)

// A call is one command, with the caller who waits for it.
type call struct {
	ctx  context.Context
	cmd  once
	done chan struct{} // closed when cmd has its answer
}

// once is a command that is never repeated. The client would send one again
// whose answer was lost, and a Write that was done would meet its own versions.
type once struct{ *redis.Cmd }

// NoRetry implements redis.Cmder.
func (once) NoRetry() bool { return true }

// do sends one command and waits for its answer. A caller whose context ends
// goes at once; the command may still be done.
func (e *Engine) do(ctx context.Context, args ...any) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c := &call{ctx: ctx, cmd: once{redis.NewCmd(context.Background(), args...)}, done: make(chan struct{})}
	if err := e.enqueue(c); err != nil {
		return nil, err
	}
	select {
	case <-c.done:
		return c.cmd.Result()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (e *Engine) enqueue(c *call) error {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.closed {
		return fmt.Errorf("%w: the store is closed", store.ErrAway)
	}
	select {
	case e.calls <- c:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

// fly sends pipelines until the channel is closed and empty.
func (e *Engine) fly() {
	for first := range e.calls {
		e.send(gather(first, e.calls))
	}
}

// gather takes what is queued by now. Whoever is late gets the next pipeline:
// to wait for more would only add to everybody's time.
func gather(first *call, calls <-chan *call) []*call {
	batch := []*call{first}
	for len(batch) < maxBatch {
		select {
		case c, ok := <-calls:
			if !ok {
				return batch
			}
			batch = append(batch, c)
		default:
			return batch
		}
	}
	return batch
}

// send makes one round trip. Each call has its own answer or error; what a
// caller who left had wanted is not begun.
func (e *Engine) send(batch []*call) {
	ctx := context.Background() // the time-outs of the client bound it
	pipe := e.client.Pipeline()
	for _, c := range batch {
		if err := c.ctx.Err(); err != nil {
			c.cmd.SetErr(err)
			continue
		}
		pipe.Process(ctx, c.cmd)
	}
	pipe.Exec(ctx)
	for _, c := range batch {
		close(c.done)
	}
}
