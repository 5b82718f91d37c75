package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// Failure is how one request goes wrong.
type Failure struct {
	// Status and Code are what the API answers; a Code without a Status takes
	// the message with 201 and lets it fail afterwards, by status callback.
	Status int
	Code   int
	// RetryAfter is the header of that name, in whole seconds.
	RetryAfter time.Duration
	// Created lets the message be made all the same, so that the error lies.
	Created bool
	// Cut closes the connection instead of answering.
	Cut bool
	// Slow lets the answer wait this long, or until the caller has gone. A
	// message that is not refused is made before the wait.
	Slow time.Duration
}

// Failures that have names, for the page and for tests that like words.
var (
	ErrorLost    = Failure{Status: 500, Code: 20500}
	ErrorCreated = Failure{Status: 500, Code: 20500, Created: true}
	CutLost      = Failure{Cut: true}
	CutCreated   = Failure{Cut: true, Created: true}
	TooMany      = Failure{Status: 429, Code: 20429, RetryAfter: 2 * time.Second}
	BadToken     = Failure{Status: 401, Code: 20003}
	OptedOut     = Failure{Status: 400, Code: 21610}
	NoSuchNumber = Failure{Status: 400, Code: 21211}
	Unreachable  = Failure{Code: 30003}
	WindowClosed = Failure{Code: 63016}
	SlowCreated  = Failure{Slow: 30 * time.Second, Created: true}
)

// Fail lets the next n creates go wrong, after those that are to go wrong
// already.
func (t *Twilio) Fail(n int, f Failure) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for range n {
		t.script = append(t.script, f)
	}
	t.touch()
}

// Deafen loses the next n inbound messages: the provider keeps them, but the
// webhook is not told.
func (t *Twilio) Deafen(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.deaf += n
	t.touch()
}

// Heal forgets the failures that are still to come.
func (t *Twilio) Heal() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.script, t.deaf = nil, 0
	t.touch()
}

// Failing is how many creates and inbound messages are still to go wrong.
func (t *Twilio) Failing() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.script) + t.deaf
}

func (t *Twilio) nextFailure() Failure {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.script) == 0 {
		return Failure{}
	}
	f := t.script[0]
	t.script = t.script[1:]
	t.touch()
	return f
}

// refuses says whether the caller is not to see a proper answer.
func (f Failure) refuses() bool { return f.Cut || f.Status != 0 }

// answer goes wrong as told. It reports whether the request may go on.
func (f Failure) answer(w http.ResponseWriter, r *http.Request) bool {
	if f.Slow > 0 {
		select {
		case <-time.After(f.Slow):
		case <-r.Context().Done():
			return false
		}
	}
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler) // net/http closes the connection and says nothing
	case f.Status != 0:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())))
		}
		problem{Status: f.Status, Code: f.Code}.write(w)
		return false
	}
	return true
}
