package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"heard/sandbox"
)

// The mailboxes of a stage's pretend people.
const (
	councilMail = "complaints@hampshire.example.org"
	officerMail = "officer@hampshire.example.org"
	managerMail = "manager@hampshire.example.org"
)

// mailStreet is a street on which people write letters.
type mailStreet struct {
	*street
	read map[string]int // the last mail that was taken from a mailbox
}

func newMailStreet(t *testing.T, at string) *mailStreet {
	t.Helper()
	s := &mailStreet{newStreet(t, at, "hampshire"), map[string]int{}}
	s.watchMail()
	return s
}

// eml is a mail from testdata, as it travels.
func eml(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "mail", name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// comes delivers a mail to the council's mailbox and waits until it is stored.
func (s *mailStreet) comes(m sandbox.Mail) {
	s.Helper()
	m.To = []string{councilMail}
	if _, err := s.sandbox.Mail.Deliver(s.Context(), m); err != nil {
		s.Fatal(err)
	}
	select {
	case <-s.mailed:
	case <-time.After(mailLimit):
		s.Fatal("the mail did not arrive")
	}
}

// post delivers a mail and lets it be answered.
func (s *mailStreet) post(m sandbox.Mail) {
	s.Helper()
	s.comes(m)
	if err := s.quiesce(s.Context()); err != nil {
		s.Fatal(err)
	}
}

// mails takes from a mailbox what the service has sent there since the last
// time.
func (s *mailStreet) mails(to string) (out []sandbox.Mail) {
	for _, m := range s.sandbox.Mail.MailsTo(to) {
		if m.Handed && m.Seq > s.read[to] {
			s.read[to] = m.Seq
			out = append(out, m)
		}
	}
	return out
}

// letters are the mails' days with their texts, a line each.
func letters(mails []sandbox.Mail) (out []string) {
	for _, m := range mails {
		out = append(out, m.At.UTC().Format("Mon 2 Jan 15:04")+" "+strings.Join(strings.Fields(references.ReplaceAllString(m.Text, "REF")), " "))
	}
	return out
}

// until moves the clock to a moment.
func (s *mailStreet) until(at string) {
	s.Helper()
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		s.Fatal(err)
	}
	s.wait(when.Sub(s.clock.Now()))
}
