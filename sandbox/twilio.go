package sandbox

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"sync"
	"time"
)

// Twilio is a provider in memory: an http.Handler that answers as
// api.twilio.com does for messages and their media. Its methods are safe for
// use by many goroutines.
type Twilio struct {
	o      Options
	mux    *http.ServeMux
	client *http.Client
	ctx    context.Context // ends with Close; work in the background hangs on it
	end    context.CancelFunc
	work   tracker

	mu        sync.Mutex
	base      string // where media can be fetched
	messages  []*Message
	calls     []*Call
	bySID     map[string]*Message
	optedOut  map[pair]bool
	script    []Failure
	deaf      int // inbound messages still to be lost
	callbacks Callbacks
	held      []func()
	changed   chan struct{} // closed and made anew at every change
}

// pair is a person's address and one of ours.
type pair struct{ person, ours string }

// Twilio makes two connection attempts of 5 s and waits 15 s in all.
const (
	connectTimeout = 5 * time.Second
	totalTimeout   = 15 * time.Second
)

// NewTwilio makes a provider without a listener. Close it to end its work.
func NewTwilio(o Options) (*Twilio, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &Twilio{
		o: o, client: o.Client, bySID: map[string]*Message{}, optedOut: map[pair]bool{},
		callbacks: o.Callbacks, changed: make(chan struct{}), base: "https://api.twilio.com",
	}
	if t.client == nil {
		t.client = &http.Client{Timeout: totalTimeout, Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
			MaxIdleConnsPerHost: 16,
		}}
	}
	t.ctx, t.end = context.WithCancel(context.Background())
	t.mux = t.routes()
	return t, nil
}

// SetURL says where the provider is reached, for the media links in its
// webhooks. Start calls it; a test with its own server does.
func (t *Twilio) SetURL(base string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.base = base
}

// Close ends callbacks that are under way and waits for them.
func (t *Twilio) Close() {
	t.end()
	_ = t.Idle(context.Background())
	t.client.CloseIdleConnections()
}

func (t *Twilio) routes() *http.ServeMux {
	const messages = "/2010-04-01/Accounts/{Account}/Messages"
	mux := http.NewServeMux()
	handle := func(pattern string, h func(http.ResponseWriter, *http.Request, account) error) {
		mux.HandleFunc(pattern, t.authenticated(h))
	}
	handle("POST "+messages+".json", t.create)
	handle("GET "+messages+".json", t.list)
	handle("GET "+messages+"/{Sid}", t.fetch)
	handle("POST "+messages+"/{Sid}", t.update)
	handle("DELETE "+messages+"/{Sid}", t.remove)
	handle("GET "+messages+"/{Sid}/Media.json", t.listMedia)
	handle("GET "+messages+"/{Sid}/Media/{Media}", t.fetchMedia)
	handle("DELETE "+messages+"/{Sid}/Media/{Media}", t.removeMedia)
	handle("POST /2010-04-01/Accounts/{Account}/Calls.json", t.createCall)
	handle("GET /2010-04-01/Accounts/{Account}/Calls.json", t.listCalls)
	mux.HandleFunc("/", t.authenticated(func(_ http.ResponseWriter, r *http.Request, _ account) error {
		return notFound(r)
	}))
	return mux
}

// ServeHTTP answers one request to the API.
func (t *Twilio) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if t.o.Before != nil {
		if f := t.o.Before(r); f != nil && !f.answer(w, r) {
			return
		}
	}
	t.mux.ServeHTTP(w, r)
}

// account is who asks: one account may have the lines of several councils.
type account struct {
	sid   string
	lines []Line
}

func (t *Twilio) authenticated(h func(http.ResponseWriter, *http.Request, account) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, ok := t.account(r)
		if !ok {
			w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
			problem{Status: 401, Code: 20003}.write(w)
			return
		}
		if asked := r.PathValue("Account"); asked != "" && asked != a.sid {
			notFound(r).write(w)
			return
		}
		if err := h(w, r, a); err != nil {
			asProblem(err).write(w)
		}
	}
}

func (t *Twilio) account(r *http.Request) (account, bool) {
	user, password, _ := r.BasicAuth()
	a := account{sid: user}
	for _, l := range t.o.Lines {
		if l.Account == user && subtle.ConstantTimeCompare([]byte(l.Token), []byte(password)) == 1 {
			a.lines = append(a.lines, l)
		}
	}
	return a, len(a.lines) > 0
}

func (t *Twilio) token(accountSID string) string {
	for _, l := range t.o.Lines {
		if l.Account == accountSID {
			return l.Token
		}
	}
	return ""
}
