package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
	"heard/store"
)

// fleet is a service of several processes on one Redis. Webhooks are posted to
// those in turn that are there for the web.
type fleet struct {
	*killing
	redis *redisServer
	roles []string // of each process

	mu    sync.Mutex
	ships []*ship // nil where none runs
	turn  int
}

// ship is one process of a fleet.
type ship struct {
	*process
	at string // where it listens
}

// newFleet makes a Redis and a town for as many processes as there are roles.
func newFleet(t *testing.T, kills int, roles ...string) *fleet {
	t.Helper()
	f := &fleet{redis: newRedisServer(t), roles: roles, ships: make([]*ship, len(roles))}
	f.killing = newKilling(t, kills, func(o *sandbox.Options) {
		townMail(o)
		o.Client = &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{DialContext: f.dial, DisableKeepAlives: true}}
	}, f.redis.lines()...)
	return f
}

// dial reaches a process that is there for the web.
func (f *fleet) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	f.mu.Lock()
	f.turn++
	n, at := f.turn, []string{}
	for i, s := range f.ships {
		if s != nil && strings.Contains(f.roles[i], "web") {
			at = append(at, s.at)
		}
	}
	f.mu.Unlock()
	if len(at) == 0 {
		return nil, &net.OpError{Op: "dial", Net: network, Err: fmt.Errorf("no service listens")}
	}
	return (&net.Dialer{Timeout: time.Second}).DialContext(ctx, network, at[n%len(at)])
}

// sail starts the processes that do not run.
func (f *fleet) sail() {
	f.Helper()
	for i := range f.ships {
		if f.ships[i] != nil {
			continue
		}
		p, err := f.start(context.WithoutCancel(f.Context()), "--roles", f.roles[i])
		if err != nil {
			f.Fatal(err)
		}
		select {
		case at := <-p.listen:
			f.put(i, &ship{p, at})
		case <-time.After(startLimit):
			f.end(p, syscall.SIGKILL)
			f.Fatalf("a process does not listen after %s", startLimit)
		}
	}
}

func (f *fleet) put(i int, s *ship) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ships[i] = s
}

// sink ends a process by a signal and gives its exit code.
func (f *fleet) sink(i int, by syscall.Signal) int {
	s := f.ships[i]
	if s == nil {
		return 0
	}
	f.put(i, nil)
	return f.end(s.process, by)
}

// anchor tells all processes to end, and sees that they end well.
func (f *fleet) anchor() {
	f.Helper()
	for i := range f.ships {
		if code := f.sink(i, syscall.SIGTERM); code != 0 {
			f.Errorf("told to end, the process for %s ended with %d", f.roles[i], code)
		}
	}
}

// isDone waits until nothing is left to be said but officers' letters. A text
// that was handed over by a process which died before it had written that down
// is looked up when the lease on it has run out.
func (f *fleet) isDone() {
	f.Helper()
	h := f.house(f.T)
	for end := time.Now().Add(answerLimit); time.Now().Before(end); wait(f.Context(), 100*time.Millisecond) {
		entries, err := h.store.Outbox(f.Context(), "hampshire")
		if err == nil && !slices.ContainsFunc(entries, func(e store.Entry) bool { return e.To.Office != casework.Officer }) {
			return
		}
	}
}
