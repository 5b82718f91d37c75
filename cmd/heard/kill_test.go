package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// killing is a service that is killed again and again while people write to
// it, and a provider that takes its time.
type killing struct {
	*testing.T
	*town
	kills int
	asked chan struct{} // a text is being handed to the provider
	storm *storm        // what else goes wrong; may be nil

	mu      sync.Mutex
	chance  *rand.Rand
	held    []*speaker // whose talk has ended well
	dangers int        // talks in which danger was said
}

// slowest is half of the longest that the provider takes for an answer: it may
// be slow before a text is taken, and again after.
const slowest = 100 * time.Millisecond

// newKilling makes a town for it. The configuration may have more lines.
func newKilling(t *testing.T, kills int, alter func(*sandbox.Options), lines ...string) *killing {
	t.Helper()
	k := &killing{T: t, kills: kills, asked: make(chan struct{}, 1)}
	seed := uint64(time.Now().UnixNano())
	if s, err := strconv.ParseUint(os.Getenv("HEARD_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Logf("HEARD_SEED=%d", seed)
	k.chance = rand.New(rand.NewPCG(seed, 0))
	k.town = newTown(t, func(o *sandbox.Options) {
		o.Before = k.before
		if alter != nil {
			alter(o)
		}
	}, append(lines, "settle: 0s", "unknown_after: 1s")...)
	k.build(t)
	for range 20_000 {
		k.provider.Fail(1, sandbox.Failure{Slow: k.upTo(slowest)})
	}
	return k
}

// under lets people talk while something is killed again and again. At the end
// rest sees to it that the service works on, until all have been answered.
func (k *killing) under(kill func(round int), rest func()) {
	k.Helper()
	talks := hold(k.T)
	var over sync.WaitGroup
	enough := make(chan struct{})
	for n := range 8 {
		over.Go(func() { k.speak(talks, n, enough) })
	}
	for round := range k.kills {
		if kill(round); k.Failed() {
			break
		}
	}
	close(enough)
	rest()
	over.Wait()
	k.settle()
}

// TestKilledAtAnyMomentEveryMessageIsAnsweredOnce kills the service with
// SIGKILL, fifty times, under traffic. Whoever had a 200 for a message gets
// each text of its answer, in order and once; only what is said to somebody in
// danger may come twice.
func TestKilledAtAnyMomentEveryMessageIsAnsweredOnce(t *testing.T) {
	kills := 50
	if testing.Short() {
		kills = 10
	}
	k := newKilling(t, kills, nil)
	var p *process
	k.under(k.kill, func() { p = k.restart() })
	if code := k.end(p, syscall.SIGTERM); code != 0 {
		t.Errorf("told to end, the service ended with %d", code)
	}
	k.look()
}

// before makes the provider slow, and tells the killer that a text is coming.
func (k *killing) before(r *http.Request) *sandbox.Failure {
	if r.Method == http.MethodPost {
		select {
		case k.asked <- struct{}{}:
		default:
		}
	}
	if k.storm != nil {
		return k.storm.meets(r)
	}
	return &sandbox.Failure{Slow: k.upTo(slowest)}
}

func (k *killing) upTo(d time.Duration) time.Duration {
	k.mu.Lock()
	defer k.mu.Unlock()
	return time.Duration(k.chance.Int64N(int64(d)))
}

// speak holds one talk after another, each as another person.
func (k *killing) speak(talks [][]spoken, n int, enough <-chan struct{}) {
	for i := 0; ; i++ {
		select {
		case <-enough:
			return
		default:
		}
		talk := talks[(n+i)%len(talks)]
		s := &speaker{provider: k.provider, name: person(n*1000 + i), last: len(k.provider.Messages()), storm: k.storm}
		if err := s.hold(k.Context(), talk); err != nil {
			k.Error(err)
			return
		}
		k.mu.Lock()
		k.held = append(k.held, s)
		k.storm.ended(s)
		if len(s.free) > 0 {
			k.dangers++
		}
		k.mu.Unlock()
	}
}

// kill starts the service and kills it: some while it starts, some just when
// it hands a text over, most at any time.
func (k *killing) kill(round int) {
	k.Helper()
	p, err := k.start(k.Context())
	if err != nil {
		k.Fatal(err)
	}
	if round%10 == 9 {
		wait(k.Context(), k.upTo(200*time.Millisecond))
		k.end(p, syscall.SIGKILL)
		return
	}
	if err := k.open(p); err != nil {
		k.Fatal(err)
	}
	switch {
	case round%5 == 4: // long enough for what is unknown to be looked up
		wait(k.Context(), 1200*time.Millisecond+k.upTo(600*time.Millisecond))
	case round%2 == 0:
		for range 1 + k.upTo(4) {
			select {
			case <-k.asked:
			case <-time.After(2 * time.Second): // nobody has anything to say just now
			}
		}
		wait(k.Context(), k.upTo(2*slowest))
	default:
		wait(k.Context(), k.upTo(500*time.Millisecond))
	}
	k.end(p, syscall.SIGKILL)
}

func (k *killing) restart() *process {
	k.Helper()
	p, err := k.start(k.Context())
	if err != nil {
		k.Fatal(err)
	}
	if err := k.open(p); err != nil {
		k.Fatal(err)
	}
	return p
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// settle gives what should not come the time to come.
func (k *killing) settle() {
	wait(k.Context(), 3*time.Second)
}

// look sees what has become of all that was said, at the provider and on disk.
func (k *killing) look() {
	k.Helper()
	texts := 0
	for _, s := range k.held {
		texts += s.texts
		if err := s.rest(); err != nil {
			k.Error(err)
		}
	}
	rung := map[string]bool{}
	for _, m := range k.provider.Messages() {
		if code := codes.FindStringSubmatch(m.Body); code != nil {
			rung[code[1]] = true
		}
	}
	if len(rung) != k.dangers {
		k.Errorf("%d people were in danger, the duty phone was told of %d", k.dangers, len(rung))
	}
	k.onDisk()
	if len(k.held) < k.kills/4 {
		k.Errorf("only %d talks were held: the killing left no time for them", len(k.held))
	}
	k.Logf("%d kills, %d talks, %d messages, %d in danger", k.kills, len(k.held), texts, k.dangers)
}

// onDisk sees that nothing waits to be answered or said, but for the officers'
// letters: there is no mail door here.
func (k *killing) onDisk() {
	k.Helper()
	h := k.house(k.T)
	inboxes, err := h.store.Waiting(k.Context(), "hampshire", time.Now().Add(time.Hour), 10)
	if err != nil || len(inboxes) > 0 {
		k.Errorf("%d inboxes wait to be answered, %v", len(inboxes), err)
	}
	entries, err := h.store.Outbox(k.Context(), "hampshire")
	if err != nil || len(entries) == 0 {
		k.Errorf("%d entries in the outbox, %v", len(entries), err)
	}
	for _, e := range entries {
		if e.To.Office != casework.Officer {
			k.Errorf("%s was left unsaid: %q", e.Says[0].Template, e.Trouble)
		}
	}
}
