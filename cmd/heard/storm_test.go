package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// storm is a provider at which one call in five goes wrong, while the service
// is killed at random. Whoever writes to it through all of this is answered all
// the same.
type storm struct {
	*killing
	messages int // how many are to be written in all
	written  atomic.Int64
	calls    atomic.Int64
	failed   atomic.Int64
	kills    int
}

// stormSize is how many messages are written, and how many people write at a
// time: HEARD_STORM, or as many as there is time for. The whole storm has 10,000.
func stormSize() (messages, people int) {
	if n, err := strconv.Atoi(os.Getenv("HEARD_STORM")); err == nil {
		return n, 96
	}
	if testing.Short() {
		return 60, 12
	}
	return 600, 40
}

// troubles are what a call to the provider meets: it is refused, it breaks
// down, the line is cut; of a text that is made all the same, the last two say
// nothing.
var troubles = []sandbox.Failure{
	sandbox.ErrorLost, sandbox.CutLost, {Status: 429, Code: 20429}, {Status: 503, Code: 20503},
	sandbox.ErrorCreated, sandbox.CutCreated,
}

// meets lets every fifth call to the provider go wrong, whatever it is for.
func (s *storm) meets(r *http.Request) *sandbox.Failure {
	if s.calls.Add(1)%5 != 0 {
		return nil
	}
	n := s.failed.Add(1)
	f := troubles[s.upTo(time.Duration(len(troubles)))]
	switch {
	case n%100 == 0:
		f = sandbox.TooMany // the whole account keeps the pause that it asks for
	case f.Created && r.Method == http.MethodPost:
		s.provider.Fail(1, f) // the text is made, and nobody hears of it
		return nil
	}
	f.Created = false
	return &f
}

// again posts one message in ten once more, as a provider does that has missed
// the answer. It is not written a second time.
func (s *storm) again(ctx context.Context, sid string) error {
	if s == nil || s.upTo(10) > 0 {
		return nil
	}
	if status, err := s.provider.Redeliver(ctx, sid); status != http.StatusOK && status != 0 && status != http.StatusServiceUnavailable {
		return fmt.Errorf("posted again, it was answered %d, %v", status, err)
	}
	return nil
}

func (s *storm) ended(who *speaker) {
	if s != nil {
		s.written.Add(int64(who.texts))
	}
}

// patience is how long all texts that answer one may take. Lists that fail
// again and again are asked ever more slowly.
func (s *storm) patience() time.Duration {
	if s == nil {
		return answerLimit
	}
	return 30 * time.Minute
}

// rage lets so many people write at a time until enough has been written.
func (s *storm) rage(people int, strike func(round int), rest func()) {
	s.Helper()
	talks := hold(s.T)
	s.provider.Heal() // of what newKilling had in mind
	var over sync.WaitGroup
	enough := make(chan struct{})
	for n := range people {
		over.Go(func() { s.speak(talks, n, enough) })
	}
	for s.written.Load() < int64(s.messages) && !s.Failed() {
		s.provider.SetCallbacks([]sandbox.Callbacks{{}, {Off: true}, {Twice: true}, {Reversed: true}}[s.upTo(4)])
		strike(s.kills)
		s.kills++
	}
	close(enough)
	rest()
	over.Wait()
	s.settle()
}

// TestAStormLosesNothingAndRepeatsOnlyWhatItCounts is the whole way in weather
// as bad as it gets, on SQLite and on Redis. Each message is in its case once,
// each text of an answer comes, in order, and none twice but those that the
// service has counted.
func TestAStormLosesNothingAndRepeatsOnlyWhatItCounts(t *testing.T) {
	messages, people := stormSize()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		k := newKilling(t, 0, nil)
		k.storm = &storm{killing: k, messages: messages}
		var p *process
		k.storm.rage(people, func(int) {
			p := k.restart()
			wait(k.Context(), k.upTo(8*time.Second))
			k.end(p, syscall.SIGKILL)
		}, func() { p = k.restart() })
		k.storm.weigh()
		if code := k.end(p, syscall.SIGTERM); code != 0 {
			t.Errorf("told to end, the service ended with %d", code)
		}
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		f := newFleet(t, 0, twoShips...)
		f.storm = &storm{killing: f.killing, messages: messages}
		f.sail()
		f.storm.rage(people, func(round int) {
			wait(f.Context(), time.Second+f.upTo(8*time.Second))
			f.strike(round)
			f.sail()
		}, f.sail)
		f.storm.weigh()
		f.anchor()
	})
}

// weigh counts what has become of everything.
func (s *storm) weigh() {
	s.Helper()
	s.isSaid()
	s.look()
	inLogs := s.eachIsInItsCase()
	twice := s.twice()
	s.Logf("%d messages, each in its case once; %d texts and %d calls; %d of %d calls to the provider failed; %d kills; %d texts came twice, of %d that are counted",
		inLogs, len(s.provider.Messages())-inLogs, len(s.provider.Calls()), s.failed.Load(), s.calls.Load(), s.kills, twice, s.reported())
}

// isSaid waits until nothing is left to be said to those who wrote. What failed
// last may be waiting for its next try.
func (s *storm) isSaid() {
	s.Helper()
	h := s.house(s.T)
	for end := time.Now().Add(s.patience()); time.Now().Before(end); wait(s.Context(), 500*time.Millisecond) {
		entries, err := h.store.Outbox(s.Context(), "hampshire")
		left := 0
		for _, e := range entries {
			if e.To.Office != casework.Officer {
				left++
			}
		}
		if err == nil && left == 0 {
			return
		}
	}
}

// eachIsInItsCase sees that what everybody wrote is in the log of their case,
// each message once, and returns how many there are.
func (s *storm) eachIsInItsCase() (all int) {
	s.Helper()
	h := s.house(s.T)
	for _, who := range s.held {
		contact, err := h.store.Contact(s.Context(), "hampshire", casework.NewAddress(casework.SMS, who.name))
		if err != nil {
			s.Fatal(err)
		}
		var got []string
		for _, ref := range contact.Cases {
			log, err := h.store.Log(s.Context(), "hampshire", ref)
			if err != nil {
				s.Fatal(err)
			}
			for _, e := range log {
				if e.What == "said" {
					got = append(got, e.Text)
				}
			}
		}
		all += len(got)
		if want := slices.Sorted(slices.Values(who.said)); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			s.Errorf("%s wrote %q; the log has %q", who.name, who.said, got)
		}
	}
	return all
}

// twice counts the texts and calls that were made more than once, and sees that
// the service knows of each that it may have been.
func (s *storm) twice() (twice int) {
	s.Helper()
	known, err := s.house(s.T).store.Repeated(s.Context(), "hampshire")
	if err != nil {
		s.Fatal(err)
	}
	made := map[string]int{}
	for _, m := range s.provider.Messages() {
		made[partOf(m.Callback)]++
	}
	for _, c := range s.provider.Calls() {
		made[partOf(c.Callback)]++
	}
	for part, n := range made {
		if part == "" || n == 1 {
			continue
		}
		twice++
		if !slices.Contains(known, part) {
			s.Errorf("a text was made %d times, and it is not known that it may have been", n)
		}
	}
	return twice
}

func partOf(callback string) string {
	u, err := url.Parse(callback)
	if err != nil {
		return ""
	}
	return u.Query().Get("part")
}

// reported is how many texts heard cases tells of that may have been seen
// twice.
func (s *storm) reported() int {
	s.Helper()
	cmd := exec.CommandContext(s.Context(), s.command, "cases", "--json", "--config", s.config)
	cmd.Env = s.env
	out, err := cmd.Output()
	if err != nil {
		s.Fatalf("heard cases: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var last repeated
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Kind != "repeated" {
		return 0
	}
	return last.Texts
}
