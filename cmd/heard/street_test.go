package main

import (
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// street is a stage with people who write to it. The clock stands still but
// when it is told to move, so every date is known.
type street struct {
	*testing.T
	*stage
	seen int
}

func newStreet(t *testing.T, at string, procedures ...string) *street {
	t.Helper()
	return newStreetWith(t, false, at, procedures...)
}

func newStreetWith(t *testing.T, contents bool, at string, procedures ...string) *street {
	t.Helper()
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	s, err := setStageWith(contents, newClock(when, false), "", procedures...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.strike)
	return &street{T: t, stage: s}
}

// write sends messages in a row, each a second after the last, and lets them
// be answered together.
func (s *street) write(from, channel string, texts ...string) {
	s.Helper()
	prefix := strings.TrimPrefix(channel+":", "sms:")
	for _, text := range texts {
		s.clock.Set(s.clock.Now().Add(time.Second))
		status, err := s.sandbox.Inbound(s.Context(), sandbox.Message{From: prefix + from, To: prefix + s.councils[0].numbers[0], Body: text})
		if err != nil || status != 200 {
			s.Fatalf("%q: answered %d, %v", text, status, err)
		}
	}
	if err := s.quiesce(s.Context()); err != nil {
		s.Fatal(err)
	}
}

// wait moves the clock by a time, doing on the way what falls due.
func (s *street) wait(d time.Duration) {
	s.Helper()
	if err := s.advance(s.Context(), s.clock, s.clock.Now().Add(d)); err != nil {
		s.Fatal(err)
	}
}

// texts takes from the sandbox what was said to an address since the last
// time.
func (s *street) texts(to string) (out []string) {
	all := s.sandbox.Since(s.seen)
	for _, m := range all {
		if m.To == to {
			out = append(out, m.Body)
		}
	}
	s.seen += len(all)
	return out
}

// theCase returns the only case of an address, with its log.
func (s *street) theCase(channel casework.Channel, from string) caseView {
	s.Helper()
	contact, err := s.store.Contact(s.Context(), s.councils[0].name, casework.NewAddress(channel, from))
	if err != nil || len(contact.Cases) != 1 {
		s.Fatalf("%s has %d cases, %v", from, len(contact.Cases), err)
	}
	cases, err := s.store.Cases(s.Context(), s.councils[0].name, contact.Cases...)
	if err != nil {
		s.Fatal(err)
	}
	v, err := s.view(s.Context(), s.councils[0].name, cases[0])
	if err != nil {
		s.Fatal(err)
	}
	return v
}

// dues are the due dates of a case by their steps.
func (v caseView) dues() map[casework.StepName]string {
	out := map[casework.StepName]string{}
	for _, d := range v.Deadlines {
		out[d.Step] = d.Due.String()
	}
	return out
}
