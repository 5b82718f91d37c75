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
