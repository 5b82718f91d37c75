package sandbox_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"heard/sandbox"
)

const (
	sid     = "AC00000000000000000000000000000001"
	token   = "0123456789abcdef0123456789abcdef"
	service = "MG00000000000000000000000000000001"
	ours    = "+447400000001"
	oursWA  = "whatsapp:+447400000002"
	child   = "+447700900123"
	childWA = "whatsapp:+447700900123"
)

// a world is a provider behind a real listener, and a council's webhooks.
type world struct {
	t      *testing.T
	twilio *sandbox.Twilio
	api    string
	hook   *hook
	now    *clock
}

func newWorld(t *testing.T, alter ...func(*sandbox.Options)) *world {
	t.Helper()
	w := &world{t: t, hook: newHook(t), now: &clock{at: time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)}}
	o := sandbox.Options{
		Now:     w.now.Now,
		Lines:   []sandbox.Line{{Council: "bcp", Title: "BCP", Account: sid, Token: token, SMS: ours, WhatsApp: oursWA[9:]}},
		Webhook: func(string) string { return w.hook.url("/message?council=bcp") },
	}
	for _, f := range alter {
		f(&o)
	}
	var err error
	if w.twilio, err = sandbox.NewTwilio(o); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w.twilio)
	w.twilio.SetURL(server.URL)
	w.api = server.URL + "/2010-04-01/Accounts/" + sid + "/Messages"
	t.Cleanup(func() { server.Close(); w.twilio.Close() })
	return w
}

// call makes one request to the API and decodes its JSON.
func (w *world) call(method, to string, form url.Values) (status int, got map[string]any) {
	w.t.Helper()
	res := w.raw(method, to, form)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &got); err != nil {
			w.t.Fatalf("%s %s: %v in %q", method, to, err, body)
		}
	}
	return res.StatusCode, got
}

func (w *world) raw(method, to string, form url.Values) *http.Response {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, to, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	req.SetBasicAuth(sid, token)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	return res
}

// send creates a message that must be taken.
func (w *world) send(form url.Values) map[string]any {
	w.t.Helper()
	status, got := w.call("POST", w.api+".json", form)
	if status != http.StatusCreated {
		w.t.Fatalf("create %v: %d %v", form, status, got)
	}
	return got
}

func (w *world) text(from, to, body string) {
	w.t.Helper()
	if status, err := w.twilio.Inbound(w.t.Context(), sandbox.Message{From: from, To: to, Body: body}); err != nil || status != 200 {
		w.t.Fatalf("inbound: %d, %v", status, err)
	}
}

func (w *world) idle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 10*time.Second)
	defer cancel()
	if err := w.twilio.Idle(ctx); err != nil {
		w.t.Fatal(err)
	}
}

func sms(to, body string) url.Values { return url.Values{"To": {to}, "From": {ours}, "Body": {body}} }

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// hook is a council's webhook that keeps what it is sent.
type hook struct {
	server *httptest.Server
	mu     sync.Mutex
	got    []posted
	answer int
}

type posted struct {
	url, signature string
	body           []byte
	form           url.Values
}

func newHook(t *testing.T) *hook {
	h := &hook{answer: 200}
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		h.mu.Lock()
		defer h.mu.Unlock()
		h.got = append(h.got, posted{h.server.URL + r.URL.RequestURI(), r.Header.Get("X-Twilio-Signature"), body, form})
		w.WriteHeader(h.answer)
	}))
	t.Cleanup(h.server.Close)
	return h
}

func (h *hook) url(path string) string { return h.server.URL + path }

func (h *hook) all() []posted {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]posted(nil), h.got...)
}

func (h *hook) statuses() (all []string) {
	for _, p := range h.all() {
		all = append(all, p.form.Get("MessageStatus")+p.form.Get("ErrorCode"))
	}
	return all
}
