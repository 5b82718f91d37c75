package main

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"heard/casework"
	intaketwilio "heard/intake/twilio"
	"heard/store"
)

// caller rings a stage's council.
type caller struct {
	*testing.T
	*stage
}

func (c caller) ring(from, step, dialled string) string {
	c.Helper()
	h := c.councils[0]
	form := url.Values{
		"CallSid": {"CA" + strings.Repeat("0", 31) + from[len(from)-1:]}, "From": {from}, "To": {h.numbers[0]},
		"Direction": {"inbound"}, "AccountSid": {h.account},
	}
	at := c.publicURL + "/twilio/" + h.name + "/voice"
	if step != "" {
		at += "?step=" + step
		form.Set("DialCallStatus", dialled)
	}
	r, err := http.NewRequestWithContext(c.Context(), http.MethodPost, at, strings.NewReader(form.Encode()))
	if err != nil {
		c.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", intaketwilio.Sign(h.token, at, form))
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 200 || xml.Unmarshal(body, new(struct{})) != nil {
		c.Fatalf("answered %d, %s, %v", res.StatusCode, body, err)
	}
	return string(body)
}

// rings are the tasks that calls have left.
func (c caller) rings() (out []string) {
	c.Helper()
	all, err := c.store.Outbox(c.Context(), c.councils[0].name)
	if err != nil {
		c.Fatal(err)
	}
	for _, e := range all {
		if strings.HasPrefix(string(e.Says[0].Template), "officer.rang") {
			out = append(out, string(e.Says[0].Template))
		}
	}
	return out
}

// TestWhoRingsTheNumberHears999AndIsPutThroughOrShown rings in and out of
// office hours.
func TestWhoRingsTheNumberHears999AndIsPutThroughOrShown(t *testing.T) {
	t.Parallel()
	clock := newClock(time.Date(2027, 1, 12, 11, 0, 0, 0, time.UTC), false) // a Tuesday
	s, err := setStage(clock, "", "hampshire")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.strike)
	c := caller{t, s}
	heard := c.ring("+447700900123", "", "")
	for _, want := range []string{"9 9 9", "0 8 0 0 1 1 1 1", "<Dial", ">+443005551384</Dial>", "step=dialled"} {
		if !strings.Contains(heard, want) {
			t.Errorf("in office hours %q is not in %s", want, heard)
		}
	}
	if got := strings.Join(c.rings(), " "); got != "officer.rang" {
		t.Errorf("before the call has ended there is %q", got)
	}
	c.ring("+447700900123", "", "") // the provider asks again
	c.ring("+447700900123", "dialled", "completed")
	if got := c.rings(); len(got) != 0 {
		t.Errorf("they have talked to somebody, and there is still %q", got)
	}
	c.ring("+447700900124", "", "")
	if heard := c.ring("+447700900124", "dialled", "no-answer"); !strings.Contains(heard, "will be told that you rang") {
		t.Errorf("nobody came, and they hear %s", heard)
	}
	clock.Set(time.Date(2027, 1, 12, 23, 0, 0, 0, time.UTC))
	if heard := c.ring("anonymous5", "", ""); strings.Contains(heard, "<Dial") || !strings.Contains(heard, "9 9 9") {
		t.Errorf("at night they hear %s", heard)
	}
	if got := strings.Join(c.rings(), " "); got != "officer.rang officer.rang.hidden" {
		t.Errorf("officers are told %q", got)
	}
}

func TestACallOfSomebodyWithACaseIsInItsLog(t *testing.T) {
	t.Parallel()
	s, err := setStage(newClock(time.Date(2027, 1, 12, 23, 0, 0, 0, time.UTC), false), "", "hampshire")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.strike)
	c := caller{t, s}
	name := s.councils[0].name
	change := s.store.Change(name, s.now())
	ref := casework.Reference("HAM-23456")
	k, events, _, err := (casework.Case{}).Apply(casework.OpenCase{Reference: ref, Council: name, Kind: casework.Complaint, ReceivedAt: s.now(), From: "sms:+447700900123"}, s.councils[0].rules, s.now())
	if err != nil {
		t.Fatal(err)
	}
	change.Case(store.Case{Case: k}, events)
	change.Contact(store.Contact{Contact: casework.Contact{Address: "sms:+447700900123", Cases: []casework.Reference{ref}}})
	if err := s.store.Write(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	c.ring("+447700900123", "", "")
	if got := strings.Join(c.rings(), " "); got != "officer.rang.case" {
		t.Errorf("officers are told %q", got)
	}
	log, err := s.store.Log(t.Context(), name, ref)
	if err != nil || log[len(log)-1].What != "rang the number for texts" {
		t.Errorf("the log ends with %+v, %v", log, err)
	}
}
