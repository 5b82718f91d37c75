package twilio_test

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/notify/twilio"
	"heard/sandbox"
	"heard/store"
	"heard/store/sqlite"
)

const (
	town  = "town"
	ours  = "+447400000001"
	child = "+447700900123"
)

// house is a sender, its provider and Twilio's double, with callbacks that go
// all the way round.
type house struct {
	t      testing.TB
	store  *store.Store
	sender *notify.Sender
	twilio *sandbox.Twilio
	door   *twilio.Provider
	at     atomic.Int64
}

func newHouse(t testing.TB, change func(*twilio.Options)) *house {
	t.Helper()
	h := &house{t: t}
	h.at.Store(time.Date(2027, 2, 3, 12, 0, 0, 0, time.UTC).UnixMilli())
	var err error
	if h.twilio, err = sandbox.NewTwilio(sandbox.Options{
		Now: h.now, Strict: true,
		Lines: []sandbox.Line{{Council: town, Account: account, Token: token, SMS: ours, Service: service}},
	}); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(http.HandlerFunc(h.status))
	api := httptest.NewServer(h.twilio)
	t.Cleanup(func() { h.twilio.Close(); api.Close(); web.Close() })
	o := twilio.Options{Account: account, Token: token, Now: h.now, APIBase: api.URL, CallbackBase: web.URL + "/twilio/town/status"}
	if change != nil {
		change(&o)
	}
	if h.door, err = twilio.New(o); err != nil {
		t.Fatal(err)
	}
	h.open()
	return h
}

// open makes the sender, over a database on disk.
func (h *house) open() {
	h.t.Helper()
	e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(h.t.TempDir(), "heard.db")})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { e.Close() })
	key := base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))
	seal, err := store.ParseKeys(key)
	if err != nil {
		h.t.Fatal(err)
	}
	lookup, err := store.ParseLookup(key)
	if err != nil {
		h.t.Fatal(err)
	}
	h.store = store.New(e, map[string]store.Council{town: {Seal: seal, Lookup: lookup}})
	h.sender, err = notify.New(notify.Options{
		Store: h.store, Now: h.now, Log: slog.New(slog.DiscardHandler),
		Needs: func(casework.Template) []string { return nil },
		Render: func(says []casework.Say, _ casework.Lang, _ string, _ casework.Channel, _ casework.Date) (texts []string, err error) {
			for _, s := range says {
				texts = append(texts, string(s.Template))
			}
			return texts, nil
		},
		Councils: map[string]notify.Council{town: {
			Rules:   casework.Rules{Procedure: &casework.Procedure{Name: town}},
			Duty:    []notify.OnDuty{{Name: "D", When: "office", Phone: "+447700900001"}},
			Numbers: map[casework.Channel][]string{casework.SMS: {ours}},
			Doors:   map[casework.Channel]notify.Provider{casework.SMS: h.door},
		}},
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) now() time.Time { return time.UnixMilli(h.at.Load()).UTC() }

// status is the webhook of status callbacks.
func (h *house) status(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		h.t.Error(err)
	}
	err := h.sender.Settle(r.Context(), town, r.URL.Query().Get("part"), r.PostForm.Get("MessageSid"),
		r.PostForm.Get("MessageStatus"), r.PostForm.Get("ErrorCode"), h.now())
	if err != nil {
		h.t.Error(err)
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func (h *house) say(about string, templates ...casework.Template) {
	h.t.Helper()
	e := store.Entry{About: about, From: ours}
	e.To = casework.Recipient{Address: casework.NewAddress(casework.SMS, child)}
	for _, t := range templates {
		e.Says = append(e.Says, casework.Say{Template: t})
	}
	c := h.store.Change(town, h.now())
	c.Say(e)
	if err := h.store.Write(h.t.Context(), c); err != nil {
		h.t.Fatal(err)
	}
}

// run sends for ten minutes of the injected clock, and waits for callbacks.
func (h *house) run() {
	h.t.Helper()
	for until := h.now().Add(10 * time.Minute); h.now().Before(until); h.at.Add(5000) {
		if _, err := h.sender.Pass(h.t.Context(), h.now()); err != nil {
			h.t.Fatal(err)
		}
		if err := h.twilio.Idle(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) sent() (bodies, statuses []string) {
	for _, m := range h.twilio.Messages() {
		bodies, statuses = append(bodies, m.Body), append(statuses, m.Status)
	}
	return bodies, statuses
}

func TestThroughTheSandbox(t *testing.T) {
	t.Parallel()
	slow := sandbox.SlowCreated
	for _, c := range []struct {
		name      string
		failure   *sandbox.Failure
		callbacks sandbox.Callbacks
		service   bool
		want      string // the bodies that went out
		left      string // the tasks that officers have then
	}{
		{name: "all is well", want: "one two three"},
		{name: "through a Messaging Service", service: true, want: "one two three"},
		{name: "callbacks twice", callbacks: sandbox.Callbacks{Twice: true}, want: "one two three"},
		{name: "callbacks the wrong way round", callbacks: sandbox.Callbacks{Reversed: true}, want: "one two three"},
		{name: "no callbacks", callbacks: sandbox.Callbacks{Off: true}, want: "one two three"},
		{name: "an error that lies", failure: &sandbox.ErrorCreated, want: "one two three"},
		{name: "an error that lies, nobody tells", failure: &sandbox.ErrorCreated, callbacks: sandbox.Callbacks{Off: true}, want: "one two three"},
		{name: "an error that does not", failure: &sandbox.ErrorLost, want: "one two three"},
		{name: "a line cut too late", failure: &sandbox.CutCreated, callbacks: sandbox.Callbacks{Off: true}, want: "one two three"},
		{name: "a line cut before", failure: &sandbox.CutLost, want: "one two three"},
		{name: "too slow", failure: &slow, callbacks: sandbox.Callbacks{Off: true}, want: "one two three"},
		{name: "too many", failure: &sandbox.TooMany, want: "one two three"},
		{name: "a wrong token", failure: &sandbox.BadToken, want: "one two three"},
		{name: "opted out", failure: &sandbox.OptedOut, want: "three", left: "officer.cannot_reply"},
		{name: "no such number", failure: &sandbox.NoSuchNumber, want: "three", left: "officer.cannot_reply"},
		{name: "a phone that is off", failure: &sandbox.Unreachable, want: "one two three", left: "one"}, // to be said again
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, func(o *twilio.Options) {
				o.Timeout = time.Second
				if c.service {
					o.MessagingService = service
				}
			})
			h.twilio.SetCallbacks(c.callbacks)
			if c.failure != nil {
				h.twilio.Fail(1, *c.failure)
			}
			h.say("a", "one", "two")
			h.at.Add(1)
			h.say("b", "three")
			h.run()
			bodies, statuses := h.sent()
			if got := strings.Join(bodies, " "); got != c.want {
				t.Errorf("sent %q, want %q (%v)", got, c.want, statuses)
			}
			entries, err := h.store.Outbox(t.Context(), town)
			if err != nil {
				t.Fatal(err)
			}
			var left []string
			for _, e := range entries {
				left = append(left, string(e.Says[0].Template))
			}
			if got := strings.Join(left, " "); got != c.left {
				t.Errorf("left %q, want %q", got, c.left)
			}
			h.checkDeliveries(c.callbacks.Off, statuses)
		})
	}
}

// checkDeliveries compares what is known of every part with what became of it.
func (h *house) checkDeliveries(untold bool, statuses []string) {
	h.t.Helper()
	var got []string
	for _, about := range []string{"a", "a", "b"} {
		n := 1
		if len(got) == 1 && about == "a" {
			n = 2
		}
		hash, err := h.store.PartHash(town, about, n)
		if err != nil {
			h.t.Fatal(err)
		}
		d, err := h.store.DeliveryOf(h.t.Context(), town, hash)
		if err != nil {
			h.t.Fatal(err)
		}
		if d.Provider != "" {
			got = append(got, d.Status)
		}
	}
	if untold {
		statuses = make([]string, len(statuses)) // nobody has told us
	}
	if !slices.Equal(got, statuses) {
		h.t.Errorf("deliveries %q, want %q", got, statuses)
	}
}
