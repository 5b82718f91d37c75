package redis

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

// A line that breaks before Redis was told, or before it could answer: the
// state is the one before or the one after, and nothing is said twice.
func TestALineThatBreaksDoesNothingTwice(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"server": always, "cluster": cluster} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, e := overWire(t, args)
			write := func(n int64) error {
				return e.Write(t.Context(), store.Batch{
					Checks: []store.Check{{Key: "home/a", Version: n}},
					Puts:   []store.Put{{Key: "home/a"}},
				})
			}
			for round := int64(0); round < 6; round += 3 {
				if err := write(round); err != nil {
					t.Fatal(err)
				}
				for _, c := range []struct {
					what    int32
					version int64
				}{{loseQuestion, round + 1}, {loseAnswer, round + 2}} {
					w.lose.Store(c.what)
					asked := w.asked.Load()
					if err := write(round + 1); !errors.Is(err, store.ErrAway) {
						t.Errorf("lost %d: error %v, want away", c.what, err)
					}
					w.lose.Store(nothing)
					if n := w.asked.Load() - asked; n != 1 {
						t.Errorf("lost %d: asked %d times", c.what, n)
					}
					var docs []store.Doc
					eventually(t, "it reads again", func() (ok bool) {
						got, err := e.Get(t.Context(), "home/a")
						docs = got
						return err == nil
					})
					if docs[0].Version != c.version {
						t.Errorf("lost %d: version %d, want %d", c.what, docs[0].Version, c.version)
					}
				}
				if err := write(round + 2); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// What the rooms above do when an engine fails, they do over this one too.
func TestAScriptComesThroughEachFailure(t *testing.T) {
	t.Parallel()
	lend := servers(t, always)
	open := func(t *testing.T) store.Engine {
		s := lend(t)
		return oneCouncil{s.open(t), s}
	}
	item := store.Item{ID: [16]byte{1}, Inbox: "in/ann", Queue: "worker", At: 1, Due: 1, Body: []byte("text")}
	answer := func(ctx context.Context, e store.Engine) error {
		if err := e.Receive(ctx, item); err != nil && !errors.Is(err, store.ErrSeen) {
			return err
		}
		in, err := e.Due(ctx, "worker", 1, 1)
		if err != nil || len(in) == 0 {
			return err
		}
		items, err := e.List(ctx, in[0].Key+"/", "", 10)
		if err != nil {
			return err
		}
		return e.Write(ctx, store.Batch{
			Checks:  []store.Check{{Key: in[0].Key, Version: in[0].Version}, {Key: items[0].Key, Version: 1}},
			Puts:    []store.Put{{Key: "out/ann", Body: items[0].Body}},
			Deletes: []string{in[0].Key, items[0].Key},
		})
	}
	storetest.EachFailure(t, open, storetest.Script{
		Run: answer,
		Check: func(t *testing.T, e store.Engine, _ storetest.Fault, err error) {
			if err := answer(t.Context(), e); err != nil {
				t.Errorf("again: %v", err)
			}
			docs := storetest.Dump(t, e)
			if len(docs) != 1 || docs[0].Key != "out/ann" || docs[0].Version != 1 || string(docs[0].Body) != "text" {
				t.Errorf("left %+v", docs)
			}
		},
	})
}

// A wire stands between an engine and its server, and breaks when told.
type wire struct {
	net.Listener
	server string
	lose   atomic.Int32
	asked  atomic.Int64 // how many scripts came by
}

const (
	nothing = iota
	loseQuestion
	loseAnswer
)

func overWire(t *testing.T, args []string) (*wire, *Engine) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	s := start(t, append([]string{"--cluster-announce-port", port}, args...)...)
	w.server = s.address
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { w.carry(c) })
		}
	})
	t.Cleanup(all.Wait)
	t.Cleanup(func() { l.Close() })
	s.address = l.Addr().String()
	return w, s.open(t)
}

func (w *wire) carry(client net.Conn) {
	network := "unix"
	if w.server[0] != '/' {
		network = "tcp"
	}
	server, err := net.Dial(network, w.server)
	if err != nil {
		client.Close()
		return
	}
	var both sync.WaitGroup
	both.Go(func() { w.copy(server, client, loseQuestion) })
	both.Go(func() { w.copy(client, server, loseAnswer) })
	both.Wait()
}

// copy carries bytes one way until it breaks or either end does.
func (w *wire) copy(to, from net.Conn, breaks int32) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		w.asked.Add(int64(bytes.Count(buf[:n], []byte("evalsha"))))
		if err == nil && w.lose.Load() == breaks {
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			_, err = to.Write(buf[:n])
		}
		if err != nil {
			return
		}
	}
}
