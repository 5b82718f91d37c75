package twilio

import (
	"net/http"
	"sync"
	"time"
)

// tokens are an account's auth token and the one that is to replace it. Which
// of them is right changes while we run: when the new one is promoted, the old
// one is refused.
type tokens struct {
	mu   sync.Mutex
	list []string // the one that worked last comes first
}

func newTokens(token, next string) *tokens {
	t := &tokens{}
	t.set(token, next)
	return t
}

func (t *tokens) set(token, next string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = []string{token}
	if next != "" && next != token {
		t.list = append(t.list, next)
	}
}

// all returns the tokens to be tried, in order.
func (t *tokens) all() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.list...)
}

// prefer puts a token first that was accepted.
func (t *tokens) prefer(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.list) == 2 && t.list[1] == token {
		t.list[0], t.list[1] = t.list[1], t.list[0]
	}
}

// Rotate replaces the tokens while the provider is in use.
func (p *Provider) Rotate(token, next string) {
	if token != "" {
		p.tokens.set(token, next)
	}
}

// authorize gives a request the token that worked last.
func (p *Provider) authorize(req *http.Request) { req.SetBasicAuth(p.o.Account, p.tokens.all()[0]) }

// A pause is until when the provider has asked us to send nothing: one refusal
// for haste is for the whole account, and asking on would only lengthen it.
type pause struct {
	mu    sync.Mutex
	until time.Time
}

// longestPause bounds what the provider may ask for.
const longestPause = 5 * time.Minute

func (p *pause) ask(d time.Duration, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := now.Add(min(d, longestPause)); until.After(p.until) {
		p.until = until
	}
}

// left is how long the pause still is.
func (p *pause) left(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(0, p.until.Sub(now))
}
