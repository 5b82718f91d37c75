package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// The ladder of a town in a hurry: those on duty are rung again each second,
// and have two to write down what they did.
const hasty = `name: hasty
extends: hampshire
alert: {repeat: 1s, outcome: 2s}
`

// night is a town whose service is killed while its alerts ring, and the people
// who answer the phones.
type night struct {
	*testing.T
	*town
	web *http.Client // of whoever opens a link

	mu     sync.Mutex
	chance *rand.Rand
}

func newNight(t *testing.T) *night {
	t.Helper()
	n := &night{T: t, chance: rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))}
	n.town = newTown(t, nil, "settle: 0s", "unknown_after: 1s")
	file := filepath.Join(n.dir, "hasty.yaml")
	raw, err := os.ReadFile(n.config)
	if err == nil {
		err = os.WriteFile(n.config, []byte(strings.Replace(string(raw), "procedure: hampshire", "procedure: "+file, 1)), 0o600)
	}
	if err == nil {
		err = os.WriteFile(file, []byte(hasty), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	n.web = &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DialContext: n.dial}}
	n.build(t)
	return n
}

func (n *night) upTo(d time.Duration) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	return time.Duration(n.chance.Int64N(int64(d)))
}

// answer lets the phones be answered as people do at night: not at all, by a
// voicemail, or with a key.
func (n *night) answer(ctx context.Context) {
	for ctx.Err() == nil {
		for _, c := range n.provider.Calls() {
			switch {
			case c.Status != "ringing":
			case n.upTo(3) == 0: // an error is a service that is dead: they are rung again
				_, _ = n.provider.Press(ctx, c.SID, "1")
			default:
				_ = n.provider.Pick(c.SID, []string{"no-answer", "voicemail", "busy"}[n.upTo(3)])
			}
		}
		wait(ctx, n.upTo(60*time.Millisecond))
	}
}

// cry posts that somebody is in danger until it is accepted.
func (n *night) cry(child int) {
	n.Helper()
	m := sandbox.Message{SID: fmt.Sprintf("SM%032d", child), From: person(child), To: townSMS, Body: "he hit me again"}
	for end := time.Now().Add(startLimit); time.Now().Before(end); wait(n.Context(), retry) {
		if status, err := n.provider.Inbound(n.Context(), m); err == nil && status == http.StatusOK {
			return
		}
	}
	n.Errorf("child %d was not heard", child)
}

// decide writes down, on the pages behind the links, what came of all alerts.
func (n *night) decide(done map[string]bool) {
	for _, m := range n.provider.Messages() {
		i := strings.Index(m.Body, townURL+"/ack/")
		if i < 0 {
			continue
		}
		link := strings.Trim(strings.Fields(m.Body[i:])[0], ".,")
		if done[link] {
			continue
		}
		res, err := n.web.PostForm(link, url.Values{"by": {"Nia"}, "outcome": {string(casework.Police)}})
		if err == nil {
			res.Body.Close()
			done[link] = res.StatusCode == http.StatusOK || res.StatusCode == http.StatusNotFound
		}
	}
}

// TestKilledOnTheLadderSomebodyIsRung kills the service with SIGKILL while
// phones ring, keys are pressed and outcomes are written down. Everybody in
// danger is answered, somebody takes each alert, and it ends with an outcome
// alone.
func TestKilledOnTheLadderSomebodyIsRung(t *testing.T) {
	t.Parallel()
	kills := 15
	if testing.Short() {
		kills = 4
	}
	n := newNight(t)
	asleep, wake := context.WithCancel(t.Context())
	var people sync.WaitGroup
	people.Go(func() { n.answer(asleep) })
	decided := map[string]bool{}
	for round := range kills {
		p := n.serve()
		n.cry(round)
		if round%3 == 2 {
			n.decide(decided)
		}
		wait(t.Context(), n.upTo(600*time.Millisecond))
		n.end(p, syscall.SIGKILL)
	}
	p := n.serve()
	h := n.house(t)
	for end := time.Now().Add(time.Minute); ; wait(t.Context(), 100*time.Millisecond) {
		n.decide(decided)
		open, err := h.store.Alerts(t.Context(), "hampshire")
		if err != nil {
			t.Fatal(err)
		}
		if len(open) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%d alerts have no outcome, of %d", len(open), kills)
		}
	}
	wake()
	people.Wait()
	n.end(p, syscall.SIGTERM)
	for child := range kills {
		n.look(h, child)
	}
}

func (n *night) serve() *process {
	n.Helper()
	p, err := n.start(n.Context())
	if err == nil {
		err = n.open(p)
	}
	if err != nil {
		n.Fatal(err)
	}
	return p
}

// look reads what the log of a child's case proves.
func (n *night) look(h *house, child int) {
	n.Helper()
	contact, err := h.store.Contact(n.Context(), "hampshire", casework.NewAddress(casework.SMS, person(child)))
	if err != nil || len(contact.Cases) != 1 {
		n.Errorf("child %d has %d cases, %v", child, len(contact.Cases), err)
		return
	}
	events, err := h.store.Log(n.Context(), "hampshire", contact.Cases[0])
	if err != nil {
		n.Fatal(err)
	}
	var log strings.Builder
	for _, e := range events {
		fmt.Fprintln(&log, e.Who, e.What)
	}
	for _, part := range []string{"heard danger: now", "sent danger.now", "sent duty.alert to duty", "recorded the outcome of the alert: police"} {
		if !strings.Contains(log.String(), part) {
			n.Errorf("child %d: the log has no %q:\n%s", child, part, log.String())
		}
	}
	if !strings.Contains(log.String(), "sent duty.call to duty") && !strings.Contains(log.String(), "somebody has taken it") {
		n.Errorf("child %d: nobody was called:\n%s", child, log.String())
	}
}
