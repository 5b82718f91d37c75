package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/store"
	"heard/store/sqlite"
)

func mailStore(t *testing.T) *store.Store {
	t.Helper()
	e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(t.TempDir(), "heard.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	lookup, err := store.ParseLookup(secret(9))
	if err != nil {
		t.Fatal(err)
	}
	return store.New(e, map[string]store.Council{"hampshire": {Seal: keys(t, secret(1)), Lookup: lookup}})
}

func TestACursorIsKeptPerMailbox(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), mailStore(t)
	first, err := s.Cursor(ctx, "hampshire", "me@h/INBOX")
	if err != nil || first != (store.Cursor{}) {
		t.Fatalf("%+v, %v", first, err)
	}
	first.Validity, first.UID = 7, 12
	moved, err := s.MoveCursor(ctx, "hampshire", "me@h/INBOX", first)
	if err != nil || moved.Version != 1 {
		t.Fatalf("%+v, %v", moved, err)
	}
	if got, err := s.Cursor(ctx, "hampshire", "me@h/INBOX"); err != nil || got != moved {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := s.Cursor(ctx, "hampshire", "me@h/Other"); err != nil || got.Version != 0 {
		t.Errorf("another mailbox's: %+v, %v", got, err)
	}
	if _, err := s.MoveCursor(ctx, "hampshire", "me@h/INBOX", first); !errors.Is(err, store.ErrConflict) {
		t.Errorf("moved by two: %v", err)
	}
}

func TestWhatOnlyEmailsHaveIsKept(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), mailStore(t)
	at := time.Date(2027, 1, 13, 9, 0, 0, 0, time.UTC)
	in := store.Inbound{Council: "hampshire", From: "email:dawn@example.org", Account: "me@h/INBOX", Provider: "1@x", At: at, Text: "DISGRACE", Mail: &store.Mail{
		Subject: "third time", MessageID: "1@x", References: []string{"0@x"}, Hidden: "> before", Class: "bounce", Bounce: &store.Bounce{Kind: "hard"},
	}}
	if err := s.Receive(ctx, in); err != nil {
		t.Fatal(err)
	}
	boxes, err := s.Waiting(ctx, "hampshire", at, 1)
	if err != nil || len(boxes) != 1 {
		t.Fatalf("%d inboxes, %v", len(boxes), err)
	}
	got, err := s.Messages(ctx, boxes[0], 1)
	if err != nil || len(got) != 1 {
		t.Fatalf("%d messages, %v", len(got), err)
	}
	if diff := cmp.Diff(in.Mail, got[0].Mail); diff != "" || !got[0].Mail.Automatic() {
		t.Error(diff)
	}
	if (*store.Mail)(nil).Automatic() || (&store.Mail{Class: "person"}).Automatic() {
		t.Error("a text or a person is taken for a machine")
	}
}

func TestAConversationIsNamedAsAnAnswerNamesIt(t *testing.T) {
	t.Parallel()
	long := make([]string, 100)
	for i := range long {
		long[i] = string(rune('a' + i%26))
	}
	for name, c := range map[string]struct {
		mail store.Mail
		want []string
	}{
		"a first mail":           {store.Mail{MessageID: "1@x"}, []string{"1@x"}},
		"an answer":              {store.Mail{MessageID: "2@x", InReplyTo: "1@x", References: []string{"0@x", "1@x"}}, []string{"0@x", "1@x", "2@x"}},
		"one without references": {store.Mail{MessageID: "2@x", InReplyTo: "1@x"}, []string{"1@x", "2@x"}},
		"one with very many":     {store.Mail{MessageID: "2@x", References: long}, append(append([]string{"a"}, long[71:]...), "2@x")},
	} {
		if diff := cmp.Diff(c.want, c.mail.Thread()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
