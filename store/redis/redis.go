// Package redis keeps Heard's documents in a Redis that writes all it is told
// to its disk, so that any number of processes, on any number of hosts, can
// share the work of one council.
//
// A complaint counts as received when it is on the disk. So only a Redis with
// its append-only file synced at every turn of its loop (appendfsync always),
// and one that never evicts, is talked to at all: every new connection looks,
// and one to a Redis that would forget is closed again with the words to mend
// it. A sync costs as much for a hundred requests as for one; so whatever is
// asked while a pipeline is under way goes as the next one.
//
// What has to be atomic is a script. A script does not roll back, so each one
// checks everything first and writes afterwards; it handles bytes and integers
// and knows no rule. Nothing is ever sent twice by itself: a Write whose answer
// was lost has an unknown outcome, and to repeat it would report a conflict
// with itself.
//
// All keys of one council lie in one hash slot; different councils may lie on
// different nodes. So a Write, and a Get, is of one council, and an inbound id
// is remembered by council.
//
// The package never opens a body and never asks the time.
package redis

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/redis/go-redis/v9"

	"heard/store"
)

// Options say where Redis is. The zero value fails for want of an address.
type Options struct {
	Addresses []string // host:port, or the path of a socket; of the sentinels if Master is set
	Master    string   // the name by which sentinels know the server; "" for none
	Cluster   bool     // the addresses are nodes of a cluster
	Password  string
	// AllowEverysec accepts a Redis that syncs once a second, and may lose the
	// last two seconds of what it has accepted when it or its machine dies.
	AllowEverysec bool
}

// Engine is a store.Engine in Redis. Its methods may be called from any number
// of goroutines. The bytes given to Receive and Write must not be changed
// afterwards, even when the call was cancelled.
type Engine struct {
	client  redis.UniversalClient
	flights sync.WaitGroup

	mu     sync.RWMutex // held shared while handing over a call, whole to close
	closed bool
	calls  chan *call
}

var _ store.Engine = (*Engine)(nil)

// Open connects to Redis and sees that it keeps what it is given. An error
// that wraps store.ErrAway may pass by itself; any other needs a person.
func Open(ctx context.Context, o Options) (*Engine, error) {
	client, err := connect(o)
	if err != nil {
		return nil, fmt.Errorf("open redis: %w", err)
	}
	if err := greet(ctx, client); err != nil {
		client.Close()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var forgets forgetful
		switch {
		case errors.As(err, &forgets):
			return nil, fmt.Errorf("open redis: %w", forgets)
		case redis.HasErrorPrefix(err, "NOAUTH"), redis.HasErrorPrefix(err, "WRONGPASS"):
			return nil, fmt.Errorf("open redis: it wants its password in HEARD_REDIS_PASSWORD (%w)", err)
		}
		return nil, away("open redis", err)
	}
	e := &Engine{client: client, calls: make(chan *call, maxBatch)}
	for range flights {
		e.flights.Go(e.fly)
	}
	return e, nil
}

// greet makes a connection to every server that holds keys, and with it the
// check of its durability.
func greet(ctx context.Context, client redis.UniversalClient) error {
	return eachMaster(ctx, client, func(ctx context.Context, c *redis.Client) error {
		return c.Ping(ctx).Err()
	})
}

// eachMaster calls do for every server that holds keys, several at a time.
func eachMaster(ctx context.Context, client redis.UniversalClient, do func(context.Context, *redis.Client) error) error {
	if c, many := client.(*redis.ClusterClient); many {
		return c.ForEachMaster(ctx, do)
	}
	return do(ctx, client.(*redis.Client))
}

// Close sends what was accepted and ends the connections. A call after it gets
// an error wrapping store.ErrAway; closing twice is no error.
func (e *Engine) Close() error {
	e.mu.Lock()
	first := !e.closed
	if first {
		e.closed = true
		close(e.calls)
	}
	e.mu.Unlock()
	e.flights.Wait()
	if !first {
		return nil
	}
	return e.client.Close()
}

// away says that Redis did not do what it was asked. The cause is told as text
// only: a client's own time-out must not pass for the end of a caller's context.
func away(act string, cause error) error {
	return fmt.Errorf("%s: %w: %v", act, store.ErrAway, cause)
}
