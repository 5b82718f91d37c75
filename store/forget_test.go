package store_test

import (
	"errors"
	"testing"
	"time"

	"heard/casework"
	"heard/store"
)

// A text cannot come again after a year; a mailbox may show all its mails again
// at any time.
func TestTheIdsOfTextsAreForgottenThoseOfMailsAreNot(t *testing.T) {
	t.Parallel()
	s := mailStore(t)
	old := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	text := store.Inbound{Council: "hampshire", From: casework.NewAddress(casework.SMS, "+447700900123"), Account: "AC1", Provider: "SM1", At: old}
	mail := store.Inbound{Council: "hampshire", From: casework.NewAddress(casework.Email, "dawn@example.org"), Account: "imap:us", Provider: "m1", At: old, Mail: &store.Mail{MessageID: "m1"}}
	for _, in := range []store.Inbound{text, mail} {
		if err := s.Receive(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Forget(t.Context(), old.AddDate(2, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := s.Receive(t.Context(), text); err != nil {
		t.Errorf("the text: %v", err)
	}
	if err := s.Receive(t.Context(), mail); !errors.Is(err, store.ErrSeen) {
		t.Errorf("the mail: %v", err)
	}
}

// How a text fared is of no use when no callback can come and the provider's
// list has it no more.
func TestHowATextFaredIsForgotten(t *testing.T) {
	t.Parallel()
	s := mailStore(t)
	sent := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	for n, at := range []time.Time{sent, sent.AddDate(0, 3, 0)} {
		hash, err := s.PartHash("hampshire", "reply", n)
		if err != nil {
			t.Fatal(err)
		}
		c := s.Change("hampshire", at)
		c.Delivery(store.Delivery{Hash: hash, Provider: []string{"SM1", "SM2"}[n]})
		if err := s.Write(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	known := func() (parts int, ours map[string]bool) {
		for n := range 2 {
			hash, _ := s.PartHash("hampshire", "reply", n)
			if d, err := s.DeliveryOf(t.Context(), "hampshire", hash); err != nil {
				t.Fatal(err)
			} else if d.Version > 0 {
				parts++
			}
		}
		ours, err := s.Ours(t.Context(), "hampshire", []string{"SM1", "SM2"})
		if err != nil {
			t.Fatal(err)
		}
		return parts, ours
	}
	for _, c := range []struct {
		after time.Duration
		parts int
		first bool
	}{{399 * 24 * time.Hour, 2, true}, {401 * 24 * time.Hour, 1, false}} {
		if err := s.Forget(t.Context(), sent.Add(c.after)); err != nil {
			t.Fatal(err)
		}
		if parts, ours := known(); parts != c.parts || ours["SM1"] != c.first || !ours["SM2"] {
			t.Errorf("after %s: %d parts, ours %v", c.after, parts, ours)
		}
	}
}
