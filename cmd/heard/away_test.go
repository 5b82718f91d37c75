package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
	"heard/conversation"
	"heard/notify"
	"heard/sandbox"
)

// The people of a council where one stands in for the other.
const (
	deputyMail  = "deputy@hampshire.example.org"
	secondMail  = "second@hampshire.example.org"
	mailerError = "MAILER-DAEMON@hampshire.example.org"
)

// newDesks is a street with a complaint whose officer is assigned.
func newDesks(t *testing.T) *mailStreet {
	t.Helper()
	s := newMailStreet(t, "2027-01-13T10:05:01Z") // a Wednesday
	s.councils[0].officers = []notify.Official{
		{Name: "Officer", Role: casework.Officer, Email: officerMail, Deputy: "Deputy"},
		{Name: "Deputy", Role: casework.Officer, Email: deputyMail, Deputy: "Officer"},
		{Name: "Manager", Role: casework.Manager, Email: managerMail},
		{Name: "Second", Role: casework.Manager, Email: secondMail, Absent: []casework.Date{{Year: 2027, Month: 1, Day: 14}}},
	}
	lexicons, err := conversation.LoadLexicons()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.hire(lexicons); err != nil {
		t.Fatal(err)
	}
	s.post(sandbox.Mail{From: parentMail, Raw: eml(t, "disgrace")})
	record, err := s.scenarioCase(t.Context(), "hampshire", "last")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.act(t.Context(), "hampshire", record, casework.Assign{To: "Officer"}); err != nil {
		t.Fatal(err)
	}
	s.until("2027-01-13T12:00:00Z")
	for _, to := range []string{officerMail, deputyMail, managerMail, secondMail} {
		s.mails(to)
	}
	return s
}

// away lets a machine answer a mail.
func (s *mailStreet) away(from string, to sandbox.Mail) {
	s.Helper()
	s.clock.Set(s.clock.Now().Add(time.Minute))
	s.post(sandbox.Mail{From: from, Subject: "Automatic reply: " + to.Subject, Text: "I am on leave.", InReplyTo: to.MessageID, Auto: "auto-replied"})
}

// one is the only mail somebody got since the last time.
func (s *mailStreet) one(to string) sandbox.Mail {
	s.Helper()
	got := s.mails(to)
	if len(got) != 1 {
		s.Fatalf("%s got %d letters: %q", to, len(got), letters(got))
	}
	return got[0]
}

// An officer's machine answers a reminder: it goes to the deputy within minutes,
// from there to the manager, and then no further.
func TestAReminderGoesOnPastWhoIsAway(t *testing.T) {
	t.Parallel()
	s := newDesks(t)
	s.until("2027-01-14T09:00:10Z") // a reminder of the first reply, in three working days
	reminder := s.one(officerMail)
	s.away(officerMail, reminder)
	deputys := s.one(deputyMail)
	if reminder.Text != deputys.Text || deputys.At.Sub(reminder.At) > time.Hour || reminder.Auto != "" {
		t.Errorf("of %+v the deputy got %+v", reminder, deputys)
	}
	s.away(officerMail, reminder) // said twice
	s.away(deputyMail, deputys)
	managers := s.one(managerMail)
	s.away(managerMail, managers)
	s.until("2027-01-14T17:00:00Z")
	for _, to := range []string{officerMail, deputyMail, managerMail, secondMail, parentMail} {
		if more := s.mails(to); to != parentMail && len(more) > 0 {
			t.Errorf("%s got %q", to, letters(more))
		}
	}
	var log []string
	v := s.theCase(casework.Email, parentMail)
	for _, e := range v.Log {
		if casework.DateOf(e.At).Day == 14 && (strings.Contains(e.What, "officer") || strings.Contains(e.What, "stands in") || strings.Contains(e.What, "wrote")) {
			log = append(log, e.What)
		}
	}
	want := []string{
		"reminded the officer of acknowledge, due 2027-01-19",
		"sent officer.due to officer (Officer) by email",
		"Officer is away: what they were sent goes to who stands in for them",
		"sent officer.due to officer (Deputy) by email",
		"wrote: auto-reply",
		"Deputy is away: what they were sent goes to who stands in for them",
		"sent officer.due to officer (Manager) by email",
		"Manager is away: what they were sent goes to who stands in for them",
		"did not send officer.due: who is there has it already",
	}
	if diff := cmp.Diff(want, log); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if v.Flagged(casework.FlagCannotText) {
		t.Error("an officer's machine has made the parent unreachable")
	}
}

// A reminder that comes back goes the same way, and the letters after it go to
// the deputy too, until the officer writes.
func TestAReminderThatComesBackGoesToTheDeputy(t *testing.T) {
	t.Parallel()
	s := newDesks(t)
	s.until("2027-01-14T09:00:10Z")
	reminder := s.one(officerMail)
	s.post(sandbox.Mail{From: mailerError, Raw: []byte(strings.Join([]string{
		"Subject: Undelivered Mail Returned to Sender", "From: " + mailerError, "To: " + councilMail, "Auto-Submitted: auto-replied",
		"Message-ID: <bounce@hampshire.example.org>", "MIME-Version: 1.0", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
		"--b", "Content-Type: text/plain", "", "It could not be delivered.", "",
		"--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example.org", "",
		"Final-Recipient: rfc822; " + officerMail, "Action: failed", "Status: 5.1.1", "",
		"--b", "Content-Type: text/rfc822-headers", "", "Message-ID: <" + reminder.MessageID + ">", "From: " + councilMail, "To: " + officerMail, "", "--b--", "",
	}, "\r\n"))})
	if got := s.one(deputyMail); got.Text != reminder.Text {
		t.Errorf("the deputy got %q", got.Text)
	}
	s.until("2027-01-18T10:00:00Z") // the day before the first reply is due
	if o, d := s.mails(officerMail), s.mails(deputyMail); len(o) == 0 || len(o) != len(d) {
		t.Errorf("the officer got %q, the deputy %q", letters(o), letters(d))
	}
	s.post(sandbox.Mail{From: officerMail, Subject: "back", Text: "I am back."})
	s.until("2027-01-19T10:00:00Z")
	theirs := func(got []string) []string {
		return slices.DeleteFunc(got, func(l string) bool { return !strings.Contains(l, "Case REF") })
	}
	if o, d := theirs(letters(s.mails(officerMail))), theirs(letters(s.mails(deputyMail))); len(o) != 1 || len(d) != 0 {
		t.Errorf("back again the officer got %q, the deputy %q", o, d)
	}
	if v := s.theCase(casework.Email, parentMail); v.Flagged(casework.FlagCannotText) {
		t.Error("an officer's mailbox has made the parent unreachable")
	}
}
