package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"heard/store"
	"heard/store/storetest"
)

// The test binary starts itself again as another process over the same file;
// these variables tell it which and what to do there.
const (
	childDo   = "HEARD_SQLITE_CHILD"
	childPath = "HEARD_SQLITE_CHILD_PATH"
	childFrom = "HEARD_SQLITE_CHILD_FROM"
)

func TestMain(m *testing.M) {
	if do := os.Getenv(childDo); do != "" {
		if err := child(do, os.Getenv(childPath), os.Getenv(childFrom)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

func child(do, path, from string) error {
	e, err := Open(Options{Path: path})
	if err != nil {
		return err
	}
	defer e.Close()
	first, err := strconv.Atoi(from)
	if err != nil {
		return err
	}
	if do == "beside" {
		return beside(context.Background(), e, first)
	}
	return forever(e, first)
}

// forever receives without end and prints the number of each message once it
// is acknowledged.
func forever(e *Engine, from int) error {
	failed := make(chan error)
	for s := range 8 {
		go func() {
			for n := from + s; ; n += 8 {
				if err := e.Receive(context.Background(), numbered(n)); err != nil {
					failed <- err
					return
				}
				fmt.Println(n) // one write: a line is whole or absent
			}
		}()
	}
	return <-failed
}

func numbered(n int) store.Item {
	i := store.Item{Inbox: fmt.Sprint("in/", n%5), Queue: "worker", Due: 1, Body: fmt.Append(nil, n)}
	copy(i.ID[:], fmt.Sprint("n", n))
	return i
}

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	acked := map[string]bool{}
	for round := range 4 {
		for _, n := range killed(t, path, round*1_000_000, time.Duration(20+round*35)*time.Millisecond) {
			acked[n] = true
		}
		e := openAt(t, path)
		found, inboxes := map[string]bool{}, int64(0)
		for _, d := range storetest.Dump(t, e) {
			if len(d.Body) == 0 {
				inboxes += d.Version
				continue
			}
			if found[string(d.Body)] {
				t.Errorf("message %s is there twice", d.Body)
			}
			found[string(d.Body)] = true
		}
		for n := range acked {
			if !found[n] {
				t.Errorf("round %d: message %s was acknowledged and is gone", round, n)
			}
		}
		if inboxes != int64(len(found)) {
			t.Errorf("round %d: inboxes count %d messages, there are %d", round, inboxes, len(found))
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d messages acknowledged", len(acked))
}

// killed runs a child that receives forever, kills it some time after its
// first acknowledgement, and returns all it acknowledged.
func killed(t *testing.T, path string, from int, after time.Duration) (acked []string) {
	t.Helper()
	c := start(t, "forever", path, from)
	lines := bufio.NewScanner(c.out)
	for lines.Scan() {
		if len(acked) == 0 {
			time.AfterFunc(after, func() { c.cmd.Process.Kill() })
		}
		acked = append(acked, lines.Text())
	}
	c.cmd.Wait() // killed, that is its error
	if len(acked) == 0 {
		t.Fatalf("nothing was acknowledged: %s", c.errors)
	}
	return acked
}

type process struct {
	cmd    *exec.Cmd
	out    io.Reader
	errors *strings.Builder
}

func start(t *testing.T, do, path string, from int) process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := process{cmd: exec.Command(exe), errors: &strings.Builder{}}
	p.cmd.Env = append(os.Environ(), childDo+"="+do, childPath+"="+path, childFrom+"="+strconv.Itoa(from))
	p.cmd.Stderr = p.errors
	if p.out, err = p.cmd.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

const rounds = 40

// beside counts with checks, sends to an inbox that all share, and sends
// messages that the others send too.
func beside(ctx context.Context, e store.Engine, from int) error {
	for n := range rounds {
		if err := count(ctx, e); err != nil {
			return err
		}
		own := numbered(from + n)
		own.Inbox = "in/shared"
		if err := e.Receive(ctx, own); err != nil {
			return err
		}
		if err := e.Receive(ctx, numbered(n)); err != nil && !errors.Is(err, store.ErrSeen) {
			return err
		}
	}
	return nil
}

func count(ctx context.Context, e store.Engine) error {
	for {
		docs, err := e.Get(ctx, "count")
		if err != nil {
			return err
		}
		err = e.Write(ctx, store.Batch{
			Checks: []store.Check{{Key: "count", Version: docs[0].Version}},
			Puts:   []store.Put{{Key: "count", Body: append(docs[0].Body, '+')}},
		})
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

func TestOtherProcessesMayWriteBeside(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e := openAt(t, path)
	others := []process{start(t, "beside", path, 1000), start(t, "beside", path, 2000)}
	var here sync.WaitGroup
	for n := range 2 {
		here.Go(func() {
			if err := beside(t.Context(), e, 3000+n*1000); err != nil {
				t.Error(err)
			}
		})
	}
	here.Wait()
	for _, p := range others {
		if err := p.cmd.Wait(); err != nil {
			t.Errorf("%v: %s", err, p.errors)
		}
	}
	docs, err := e.Get(t.Context(), "count")
	if err != nil || len(docs[0].Body) != 4*rounds || docs[0].Version != 4*rounds {
		t.Errorf("counted to %d, version %d, %v; want %d", len(docs[0].Body), docs[0].Version, err, 4*rounds)
	}
	shared, err := e.List(t.Context(), "in/shared/", "", 1000)
	if err != nil || len(shared) != 4*rounds {
		t.Errorf("%d messages in the shared inbox, %v; want %d", len(shared), err, 4*rounds)
	}
	items := 0
	for _, d := range storetest.Dump(t, e) {
		if strings.HasPrefix(d.Key, "in/") && len(d.Body) > 0 && !strings.HasPrefix(d.Key, "in/shared") {
			items++
		}
	}
	if items != rounds {
		t.Errorf("%d messages that all sent, want each once: %d", items, rounds)
	}
}
