package twilio

import (
	"net/http"
	"sync"
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
