package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
	"heard/store"
	"heard/store/storetest"
)

// mortal is a service under a doom, in this process: its house, the provider
// that outlives it, and the clock.
type mortal struct {
	*testing.T
	d     *doom
	sound store.Engine
	plan  plan
	clock *clock
	now   atomic.Pointer[house] // who answers webhooks
	sent  int
}

func newMortal(t *testing.T, d *doom, told bool) *mortal {
	t.Helper()
	m := &mortal{T: t, d: d, sound: storetest.NewMemory(), clock: newClock(time.Date(2027, 1, 11, 10, 0, 0, 0, time.UTC), false)}
	council, err := pretendCouncil("hampshire", 0)
	if err != nil {
		t.Fatal(err)
	}
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { m.now.Load().door.ServeHTTP(w, r) }))
	t.Cleanup(door.Close)
	d.provider, err = sandbox.Start(sandbox.Options{
		Now: m.clock.Now, Strict: true, Before: d.request, Callbacks: sandbox.Callbacks{Off: !told},
		Lines:   []sandbox.Line{{Council: council.name, Account: council.account, Token: council.token, SMS: council.numbers[0]}},
		Webhook: func(string) string { return door.URL + "/twilio/" + council.name + "/message" },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.provider.Close() })
	m.plan = plan{
		engine: doomed{m.sound, d}, councils: []setup{council}, publicURL: door.URL, twilioAPI: d.provider.URL,
		unknownAfter: time.Minute, now: m.clock.Now, log: slog.New(slog.DiscardHandler),
	}
	m.build()
	return m
}

func (m *mortal) build() {
	m.Helper()
	h, err := build(m.plan)
	if err != nil {
		m.Fatal(err)
	}
	m.now.Store(h)
}

// revive starts a new process where the last one has died.
func (m *mortal) revive() {
	m.Helper()
	if !m.d.dead() {
		return
	}
	m.d.end()
	m.plan.engine = m.sound
	m.build()
	if err := m.now.Load().sender.ReleaseLeases(m.Context()); err != nil {
		m.Error(err)
	}
}

// goes does something until the doom leaves it alone.
func (m *mortal) goes(what string, do func() error) {
	m.Helper()
	var err error
	for range 4 {
		if err = do(); err == nil {
			return
		}
		if !errors.Is(err, store.ErrAway) && !m.d.gone() {
			break
		}
		m.revive()
	}
	m.Errorf("%s, %s: %v", m.d.Fault, what, err)
}

// write sends a text as somebody whose provider posts it until it is accepted,
// and lets it be answered.
func (m *mortal) write(from, text string) {
	m.Helper()
	m.sent++
	sid := fmt.Sprintf("SM%032d", m.sent)
	to := m.plan.councils[0].numbers[0]
	status, err := m.d.provider.Inbound(m.Context(), sandbox.Message{SID: sid, From: from, To: to, Body: text})
	for range 3 {
		if err == nil && status == 503 {
			m.revive()
			status, err = m.d.provider.Redeliver(m.Context(), sid)
		}
	}
	if err != nil || status != 200 {
		m.Fatalf("%s, %q: answered %d, %v", m.d.Fault, text, status, err)
	}
	m.wait(time.Second)
}

// wait lets the service work, and time pass.
func (m *mortal) wait(d time.Duration) {
	m.Helper()
	to := m.plan.now().Add(d)
	m.goes("waiting", func() error {
		ctx, end := m.d.life(m.Context())
		defer end()
		err := m.now.Load().advance(ctx, m.clock, to)
		return errors.Join(err, m.d.provider.Idle(m.Context()))
	})
}

// texts are what the provider took for an address, masked.
func (m *mortal) texts(to string) (out []string) {
	for _, message := range m.d.provider.Messages() {
		if message.To == to {
			out = append(out, mask(message.Body))
		}
	}
	return out
}

// log has the lines of somebody's only case, masked.
func (m *mortal) log(from string) (out []string) {
	m.Helper()
	h, council := m.now.Load(), m.plan.councils[0].name
	contact, err := h.store.Contact(m.Context(), council, casework.NewAddress(casework.SMS, from))
	if err != nil || len(contact.Cases) != 1 {
		m.Fatalf("%s: %s has %d cases, %v", m.d.Fault, from, len(contact.Cases), err)
	}
	events, err := h.store.Log(m.Context(), council, contact.Cases[0])
	if err != nil {
		m.Fatal(err)
	}
	for _, e := range events {
		out = append(out, mask(strings.TrimSpace(e.Who+" "+e.What+" "+e.Text)))
	}
	return out
}
