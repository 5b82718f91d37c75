package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"heard/sandbox"
)

const (
	// away503 is how soon a webhook is to be told that the store is away, and
	// a little for a busy machine.
	away503 = time.Second + 500*time.Millisecond
	// awayFor is how long the store is away, each time.
	awayFor = 3 * time.Second
	// mostTries is how often a process may try meanwhile: its worker ever more
	// slowly, its sender every second and when it is woken.
	mostTries = 20
)

// TestAStoreThatIsAwayIsToldAtOnceAndAllCatchesUp stops Redis, and then kills
// it, while people write.
func TestAStoreThatIsAwayIsToldAtOnceAndAllCatchesUp(t *testing.T) {
	t.Parallel()
	f := newFleet(t, 2, twoShips...)
	f.sail()
	f.ready(http.StatusOK)
	f.under(func(round int) {
		wait(f.Context(), time.Second)
		leave, comeBack := f.redis.freeze, f.redis.thaw
		if round > 0 {
			leave, comeBack = f.redis.kill, f.redis.run
		}
		before := len(f.complaints())
		leave()
		back := time.Now().Add(awayFor)
		f.refuses(round)
		f.ready(http.StatusServiceUnavailable)
		wait(f.Context(), time.Until(back))
		if told := len(f.complaints()) - before; told > mostTries*len(f.ships) {
			t.Errorf("in %s the processes tried %d times: they do not back off", awayFor, told)
		}
		comeBack()
	}, func() {})
	f.ready(http.StatusOK)
	f.isDone()
	f.look()
	f.anchor()
}

// refuses posts a webhook that cannot be kept.
func (f *fleet) refuses(round int) {
	f.Helper()
	begin := time.Now()
	status, err := f.provider.Inbound(f.Context(), sandbox.Message{From: person(99_000 + round), To: townSMS, Body: "hi"})
	if took := time.Since(begin); status != http.StatusServiceUnavailable || took > away503 {
		f.Errorf("without a store the webhook answered %d after %s, %v", status, took, err)
	}
}

// ready waits until each process says how it is.
func (f *fleet) ready(want int) {
	f.Helper()
	for i, s := range f.ships {
		got := 0
		for end := time.Now().Add(20 * time.Second); got != want && time.Now().Before(end); wait(f.Context(), 50*time.Millisecond) {
			res, err := http.Get("http://" + s.at + "/readyz")
			if err != nil {
				f.Fatal(err)
			}
			res.Body.Close()
			got = res.StatusCode
		}
		if got != want {
			f.Errorf("/readyz of the process for %s says %d, not %d", f.roles[i], got, want)
		}
	}
}

// complaints are the lines of all logs so far that tell of a worker or a sender
// which could not go on.
func (f *fleet) complaints() (out [][]byte) {
	f.Helper()
	log, err := os.ReadFile(filepath.Join(f.dir, "stderr.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(log) {
		if bytes.Contains(line, []byte("it goes on by itself")) {
			out = append(out, line)
		}
	}
	return out
}
