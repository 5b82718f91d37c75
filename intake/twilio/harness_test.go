package twilio_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"heard/intake/twilio"
	"heard/store"
)

const (
	public = "https://heard.town.example/in"
	token  = "0123456789abcdef0123456789abcdef"
	next   = "fedcba9876543210fedcba9876543210"
)

var noon = time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC)

// inbox is a store that keeps what it is given and fails as it is told.
type inbox struct {
	mu   sync.Mutex
	fail error
	wait bool // until the caller gives up
	got  []store.Inbound
}

func (i *inbox) Receive(ctx context.Context, in store.Inbound) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.wait {
		<-ctx.Done()
		return ctx.Err()
	}
	if i.fail != nil {
		return i.fail
	}
	for _, have := range i.got {
		if have.Provider == in.Provider {
			return store.ErrSeen
		}
	}
	i.got = append(i.got, in)
	return nil
}

// door makes a handler for one council, with both tokens.
func door(t testing.TB, s twilio.Receiver, change func(*twilio.Options)) *twilio.Handler {
	t.Helper()
	o := twilio.Options{
		Store: s, PublicURL: public + "/",
		Councils: map[string]twilio.Council{"town": {
			Account: "AC1", Token: token, Next: next,
			Numbers: []string{"+447400000001"}, WhatsApp: []string{"+447400000002"},
		}},
		Urgent: func(text string) bool { return strings.Contains(text, "hit me") },
		Now:    func() time.Time { return noon },
	}
	if change != nil {
		change(&o)
	}
	h, err := twilio.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// request makes a request for a path, signed with a token unless it is "".
func request(path, body, with string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	values, err := url.ParseQuery(body)
	if err == nil && with != "" {
		r.Header.Set("X-Twilio-Signature", twilio.Sign(with, public+path, values))
	}
	return r
}

func post(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// form reads a webhook's body as the provider sends it.
func form(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".form"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
