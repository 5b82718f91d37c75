package twilio

import (
	"sync"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/wording"
)

// This file says how fast we go. A number sends so many parts of texts in a
// second; what comes faster waits in Twilio's queue, and there danger would wait
// behind reminders. So, where the rate is known, the queue is ours: each text
// gets its slot, what is urgent goes before all of them, and a number that is busy
// keeps no other number waiting. When Twilio asks for a pause, one refusal for
// haste is for the whole account, and asking on would only lengthen it.

const (
	// ahead is how much may be handed over at once, in seconds of the rate: a
	// reply of two or three texts is not torn apart.
	ahead = 5 * time.Second
	// longestPause bounds what the provider may ask for, and leastPause is kept
	// where it does not say how long.
	longestPause = 5 * time.Minute
	leastPause   = time.Second
)

// pace keeps the slots of an account's numbers.
type pace struct {
	mu    sync.Mutex
	each  time.Duration        // that a part takes; 0 means that Twilio's queue will do
	free  map[string]time.Time // when all that has its slot is out, by number
	until time.Time            // the end of a pause
}

func newPace(perSecond float64) *pace {
	p := &pace{free: map[string]time.Time{}}
	if perSecond > 0 {
		p.each = time.Duration(float64(time.Second) / perSecond)
	}
	return p
}

var _ notify.Pacer = (*Provider)(nil)

// Slot implements notify.Pacer.
func (p *Provider) Slot(texts []notify.Text, held, now time.Time) time.Time {
	parts, first := 0, texts[0]
	for _, t := range texts {
		n, _ := wording.Segments(t.Body)
		parts += n
	}
	from := p.o.MessagingService
	if from == "" {
		from = number(first.From)
	}
	return p.pace.slot(from, parts, first.To.Channel() == casework.SMS, first.Urgent, held, now)
}

// slot is when some parts may leave a number. What was given a slot before goes
// when that has come, unless there is a pause; then it is given another.
func (p *pace) slot(from string, parts int, counts, urgent bool, held, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := latest(now, p.until)
	switch {
	case !held.IsZero() && !held.After(now) && at.Equal(now):
	case counts && p.each > 0:
		free := latest(p.free[from], now)
		p.free[from] = free.Add(time.Duration(parts) * p.each)
		at = latest(at, free.Add(-ahead))
	}
	if urgent {
		return now
	}
	return at
}

// ask keeps a pause.
func (p *pace) ask(d time.Duration, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until = latest(p.until, now.Add(min(max(d, leastPause), longestPause)))
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
