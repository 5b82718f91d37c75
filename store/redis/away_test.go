package redis

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"heard/store"
)

func TestARedisThatCannotWriteIsAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		args         []string
		break_, mend []any
	}{
		{"full memory", always, []any{"config", "set", "maxmemory", 1}, []any{"config", "set", "maxmemory", 0}},
		{"a replica", always, []any{"replicaof", "127.0.0.1", 1}, []any{"replicaof", "no", "one"}},
		{"too few replicas", always, []any{"config", "set", "min-replicas-to-write", 1}, []any{"config", "set", "min-replicas-to-write", 0}},
		{"a cluster with holes", cluster, []any{"cluster", "delslotsrange", 0, 16383}, []any{"cluster", "addslotsrange", 0, 16383}},
		{"forgotten scripts", always, nil, []any{"script", "flush"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, c.args...)
			e := s.open(t)
			n := 0
			receive := func() error {
				n++
				return e.Receive(t.Context(), store.Item{ID: [16]byte{byte(n)}, Inbox: "home/in/x", Queue: "home/in"})
			}
			write := func() error { return e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: "home/a"}}}) }
			if err := errors.Join(receive(), write()); err != nil {
				t.Fatal(err)
			}
			if c.break_ != nil {
				s.ask(t, c.break_...)
				for _, err := range []error{receive(), write()} {
					if !errors.Is(err, store.ErrAway) {
						t.Errorf("error %v, want away", err)
					}
				}
			}
			s.ask(t, c.mend...)
			eventually(t, "it receives again", func() bool { return receive() == nil })
			eventually(t, "it writes again", func() bool { return write() == nil })
			items, err := e.List(t.Context(), "home/in/x/", "", 10)
			docs, err2 := e.Get(t.Context(), "home/a", "home/in/x")
			if err := errors.Join(err, err2); err != nil {
				t.Fatal(err)
			}
			if len(items) != 2 || docs[0].Version != 2 || docs[1].Version != 2 {
				t.Errorf("%d items, versions %d and %d: what was refused was written", len(items), docs[0].Version, docs[1].Version)
			}
		})
	}
}

func TestNobodyWaitsForARedisThatHangs(t *testing.T) {
	t.Parallel()
	s := start(t, always...)
	e := s.open(t)
	put := store.Batch{Puts: []store.Put{{Key: "home/a"}}}
	s.process.Process.Signal(syscall.SIGSTOP)
	began := time.Now()
	for range 5 {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if err := e.Write(ctx, put); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the end of the deadline", err)
		}
		cancel()
	}
	leaving, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := e.Get(leaving, "home/a"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the end of the context", err)
	}
	if took := time.Since(began); took > ioTimeout/2 {
		t.Errorf("six callers in a hurry waited for %s", took)
	}
	if err := e.Write(t.Context(), put); !errors.Is(err, store.ErrAway) {
		t.Errorf("error %v, want away", err)
	}
	s.process.Process.Signal(syscall.SIGCONT)
	eventually(t, "it writes again", func() bool { return e.Write(t.Context(), put) == nil })
}
