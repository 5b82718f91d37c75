package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
	"heard/sandbox"
	"heard/store"
)

// A mother answers, above what the council last wrote to her, with an HTML part
// and two files.
func TestAMailBecomesACaseAndHasOneAnswer(t *testing.T) {
	t.Parallel()
	s := newMailStreet(t, "2027-01-13T10:05:01Z") // a Wednesday
	s.post(sandbox.Mail{From: parentMail, Raw: eml(t, "disgrace")})
	v := s.theCase(casework.Email, parentMail)
	for what, right := range map[string]bool{
		"kind":        v.Kind == casework.Complaint && v.Status == casework.Open && v.Stage == casework.Stage1,
		"complainant": v.Complainant.Role == casework.Parent && v.ContactedBy.Role == casework.Self,
		"statement":   strings.HasPrefix(v.Statement, "Nobody rings back, and you cancelled contact with my son AGAIN. There are lies in the report – see"),
		"quote":       !strings.Contains(v.Statement, "cannot take place"),
		"outcome":     strings.Contains(v.Outcome, "a manager, not a leaflet"),
		"alert":       v.Alert == nil,
		"received":    v.ReceivedAt.Equal(time.Date(2027, 1, 13, 10, 5, 1, 0, time.UTC)),
	} {
		if !right {
			t.Errorf("%s is wrong in %+v", what, v.Case)
		}
	}
	wanted := map[casework.StepName]string{"acknowledge": "2027-01-19", "stage1": "2027-01-27", "ombudsman": "2027-04-07"}
	if diff := cmp.Diff(wanted, v.dues()); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	s.isWhole(v)
	answers := s.mails(parentMail)
	if len(answers) != 1 {
		t.Fatalf("it was answered %d times: %q", len(answers), letters(answers))
	}
	s.isInManner(answers[0], v)
	s.wait(18 * time.Hour)
	if more := s.mails(parentMail); len(more) > 0 {
		t.Errorf("more was said: %q", letters(more))
	}
}

// isInManner reads an answer to the mail as its reader will: see the house's
// manner for an angry parent.
func (s *mailStreet) isInManner(m sandbox.Mail, v caseView) {
	s.Helper()
	if want := "We have your message [" + v.Reference.Show() + "]"; m.Subject != want {
		s.Errorf("its subject is %q, want %q", m.Subject, want)
	}
	if m.InReplyTo != "dawn-1@example.org" || m.Auto != "auto-replied" || m.From != councilMail || !m.HasHTML {
		s.Errorf("it is %+v", m)
	}
	at := 0
	for _, want := range []string{
		"your 2 files. You do not need to send them again.", "It started on Wednesday 13 January", "I am a computer",
		"by Tuesday 19 January", "by Wednesday 27 January", "The last date is Wednesday 10 February", "a manager, not a leaflet",
		"reply in any order", "1. Have we got that right?", "2. Who is the complaint for", "3. How shall we reach you", "No one may treat you", "999",
	} {
		found := strings.Index(m.Text[at:], want)
		if found < 0 {
			s.Fatalf("%q does not come, or not in its place, in\n%s", want, m.Text)
		}
		at += found
	}
	for _, given := range []string{"4.", "your name", "What would you like to happen", "What is wrong"} {
		if strings.Contains(m.Text, given) {
			s.Errorf("it asks for what was given, %q:\n%s", given, m.Text)
		}
	}
}

// isWhole sees that the mail and its files are kept as they came.
func (s *mailStreet) isWhole(v caseView) {
	s.Helper()
	keys, err := s.keys()
	if err != nil {
		s.Fatal(err)
	}
	blobs, err := store.NewBlobs(filepath.Join(s.dir, "blobs"), keys)
	if err != nil {
		s.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range v.Files {
		got, err := blobs.Get(s.Context(), "hampshire", f.Source)
		if err != nil {
			s.Errorf("%s: %v", f.Name, err)
		}
		switch {
		case f.Name == "Letter of 12 January.pdf" && bytes.HasPrefix(got, []byte("%PDF")),
			f.Name == "photo.png" && bytes.HasPrefix(got, []byte("\x89PNG")):
			found[f.Name] = true
		}
	}
	if len(found) != 2 {
		s.Errorf("of the two files there are %v in %+v", found, v.Files)
	}
}
