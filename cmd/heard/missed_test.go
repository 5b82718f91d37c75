package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// missed is a service that was down while a number of people wrote several
// texts each, a minute apart, to a provider that reached nobody.
const (
	missedPeople = 100
	missedEach   = 5
)

// TestNothingIsMissedThatCameWhileTheServiceWasDown counts what people wrote
// while every webhook failed: each text is in its person's case, in order, with
// the provider's time, and the limits run from the first.
func TestNothingIsMissedThatCameWhileTheServiceWasDown(t *testing.T) {
	t.Parallel()
	begin := time.Now().UTC().Add(-20 * time.Hour).Truncate(time.Second)
	var at atomic.Int64
	at.Store(begin.Unix())
	failing := 0
	w := newTown(t, func(o *sandbox.Options) {
		o.Now = func() time.Time { return time.Unix(at.Load(), 0) }
	})
	said := map[string][]time.Time{}
	for n := range missedPeople * missedEach {
		from, to := fmt.Sprintf("+4477009%05d", n%missedPeople), townSMS
		m := sandbox.Message{From: from, To: to, Body: fmt.Sprintf("My social worker never rings me back, and that is number %d.", n/missedPeople+1)}
		if n%missedPeople%10 == 0 { // every tenth by WhatsApp
			m.From, m.To = "whatsapp:"+from, "whatsapp:"+townWhatsApp
		}
		if n == 7 {
			m.Media = []sandbox.Media{{ContentType: "image/png", Data: []byte("picture")}}
		}
		if status, err := w.provider.Inbound(t.Context(), m); err == nil || status != 0 {
			failing++
		}
		said[m.From] = append(said[m.From], time.Unix(at.Load(), 0).UTC())
		at.Add(60)
	}
	if failing > 0 {
		t.Fatalf("%d webhooks reached somebody", failing)
	}
	h := w.house(t)
	found, err := h.reconcilers[0].Pass(t.Context(), h.now())
	if err != nil || found != missedPeople*missedEach {
		t.Fatalf("%d of %d were found, %v", found, missedPeople*missedEach, err)
	}
	if again, err := h.reconcilers[0].Pass(t.Context(), h.now()); err != nil || again != 0 {
		t.Errorf("read again, %d more were found, %v", again, err)
	}
	if _, err := h.worker.Pass(t.Context(), h.now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	for from, times := range said {
		if err := heardInOrder(t, h, from, times); err != nil {
			t.Errorf("%s: %v", from, err)
		}
	}
}

// TestNothingIsMissedThoughOneCallInFiveFails reads a list of several pages from
// a provider that cuts the line, is busy or breaks down at every fifth request.
func TestNothingIsMissedThoughOneCallInFiveFails(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	w := newTown(t, func(o *sandbox.Options) {
		o.Before = func(*http.Request) *sandbox.Failure {
			failures := []*sandbox.Failure{&sandbox.ErrorLost, &sandbox.CutLost, &sandbox.TooMany}
			if n := asked.Add(1); n%5 == 2 {
				return failures[n/5%3]
			}
			return nil
		}
	})
	const people = 700 // four pages
	for n := range people {
		m := sandbox.Message{From: fmt.Sprintf("+4477009%05d", n), To: townSMS, Body: "My room is cold."}
		if n%100 == 0 {
			m.Media = []sandbox.Media{{ContentType: "image/png", Data: []byte("picture")}}
		}
		w.provider.Inbound(t.Context(), m) // nobody answers
	}
	h := w.house(t)
	found, broken := 0, 0
	for range 20 {
		n, err := h.reconcilers[0].Pass(t.Context(), h.now())
		found += n
		if err == nil {
			break
		}
		broken++
	}
	if found != people || broken == 0 {
		t.Fatalf("%d of %d were found after %d readings that broke off", found, people, broken)
	}
	if _, err := h.worker.Pass(t.Context(), h.now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	kept := 0
	for n := range 10 {
		k, err := h.worker.FetchPass(t.Context(), "hampshire", h.media, h.now().Add(time.Duration(n)*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		kept += k
	}
	if kept != people/100 {
		t.Errorf("%d of %d pictures were kept", kept, people/100)
	}
}

// heardInOrder looks whether somebody's one case has all that they wrote.
func heardInOrder(t *testing.T, h *house, from string, times []time.Time) error {
	a := casework.Address(from)
	if !strings.HasPrefix(from, "whatsapp:") {
		a = casework.NewAddress(casework.SMS, from)
	}
	contact, err := h.store.Contact(t.Context(), "hampshire", a)
	if err != nil || len(contact.Cases) != 1 {
		return fmt.Errorf("%d cases, %w", len(contact.Cases), err)
	}
	cases, err := h.store.Cases(t.Context(), "hampshire", contact.Cases...)
	if err != nil {
		return err
	}
	if !cases[0].ReceivedAt.Equal(times[0]) {
		return fmt.Errorf("received at %s, and the provider had it at %s", cases[0].ReceivedAt, times[0])
	}
	log, err := h.store.Log(t.Context(), "hampshire", contact.Cases[0])
	if err != nil {
		return err
	}
	var heard []casework.Event
	for _, e := range log {
		if e.What == "said" {
			heard = append(heard, e)
		}
	}
	if len(heard) != len(times) {
		return fmt.Errorf("%d of %d messages are in the log", len(heard), len(times))
	}
	for i, e := range heard {
		if !e.At.Equal(times[i]) || !strings.HasSuffix(e.Text, fmt.Sprintf("number %d.", i+1)) {
			return errors.New("they are not in the order in which they were written")
		}
	}
	return nil
}
