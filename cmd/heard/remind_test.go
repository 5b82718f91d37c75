package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
	"heard/sandbox"
)

// What the letters of these tests say.
const (
	newCase  = "New case REF. Please read it, and write to the person."
	ackSoon  = "Case REF: write to the person that it is recorded, due by Tuesday 19 January."
	ackPlain = "Case REF: write to the person that it is recorded. Read plainly, our page says by Monday 18 January. Please do it by then."
	ackLate  = "Case REF: write to the person that it is recorded, was due by Tuesday 19 January. It is late."
	ackUp    = "Case REF: write to the person that it is recorded, was due by Tuesday 19 January. It is late, and the officer has been told each day."
	oneSoon  = "Case REF: stage 1 answer, due by Wednesday 27 January."
	nearAck  = "You were to hear by Tuesday 19 January."
)

// says sees that somebody was mailed just these letters since the last time.
func (s *mailStreet) says(to string, want ...string) {
	s.Helper()
	if diff := cmp.Diff(want, letters(s.mails(to))); diff != "" {
		s.Errorf("letters to %s (-want +got):\n%s", to, diff)
	}
}

// hints sees that the parent was mailed once, before a date is missed.
func (s *mailStreet) hints(at, date string) {
	s.Helper()
	got := letters(s.mails(parentMail))
	if len(got) != 1 || !strings.HasPrefix(got[0], at) || !strings.Contains(got[0], date) {
		s.Errorf("the parent was told %q, and not once on %s %q", got, at, date)
	}
}

// act does what an officer does with "heard case REF act".
func (s *mailStreet) does(at string, v caseView, words ...string) {
	s.Helper()
	a, err := (&caseCommand{At: at, Act: append([]string{"act"}, words...)}).action()
	if err != nil {
		s.Fatal(err)
	}
	council, record, err := s.caseByReference(s.Context(), string(v.Reference))
	if err != nil {
		s.Fatal(err)
	}
	if _, err := s.act(s.Context(), council, record, a); err != nil {
		s.Fatal(err)
	}
}

func TestTheOfficerIsRemindedBeforeADateAndTheManagerAfterIt(t *testing.T) {
	t.Parallel()
	s := newMailStreet(t, "2027-01-13T10:05:01Z") // a Wednesday
	s.post(sandbox.Mail{From: parentMail, Raw: eml(t, "disgrace")})
	s.mails(parentMail)
	s.until("2027-01-18T08:59:59Z")
	s.says(officerMail, "Wed 13 Jan 10:05 "+newCase, "Thu 14 Jan 09:00 "+ackSoon, "Fri 15 Jan 09:00 "+ackSoon)
	s.says(parentMail)
	s.until("2027-01-18T20:00:00Z")
	s.hints("Mon 18 Jan 09:00", nearAck)
	s.until("2027-01-20T08:59:59Z")
	s.says(officerMail, "Mon 18 Jan 09:00 "+ackSoon+" "+ackPlain, "Tue 19 Jan 09:00 "+ackSoon)
	s.says(managerMail)
	s.until("2027-01-20T12:00:00Z")
	s.says(officerMail, "Wed 20 Jan 09:00 "+ackLate+" "+oneSoon)
	s.says(managerMail, "Wed 20 Jan 09:00 "+ackUp)
	v := s.theCase(casework.Email, parentMail)
	if d, ok := v.Deadline("acknowledge"); !ok || !d.MetAt.IsZero() {
		t.Fatalf("our answer is not the council's acknowledgement: %+v", d)
	}
	s.does("2027-01-20T12:00:00Z", v, "acknowledge")
	if d, _ := s.theCase(casework.Email, parentMail).Deadline("acknowledge"); d.MetAt.Format(time.RFC3339) != "2027-01-20T12:00:00Z" {
		t.Errorf("an officer has acknowledged it: %+v", d)
	}
	s.until("2027-01-20T13:00:00Z")
	if told := letters(s.mails(parentMail)); len(told) != 1 || !strings.HasPrefix(told[0], "Wed 20 Jan 12:00 Your number is REF.") {
		t.Errorf("the parent had no acknowledgement: %q", told)
	}
	s.until("2027-01-26T08:59:59Z")
	s.says(officerMail, "Fri 22 Jan 09:00 "+oneSoon)
	s.says(managerMail)
	s.says(parentMail)
	s.until("2027-01-27T08:59:59Z")
	s.says(officerMail, "Tue 26 Jan 09:00 "+oneSoon)
	s.hints("Tue 26 Jan 09:00", "You were to hear by Wednesday 27 January.")
}

func TestAnOfficerHasOneLetterAMorning(t *testing.T) {
	t.Parallel()
	s := newMailStreet(t, "2027-01-13T10:05:01Z")
	for _, from := range []string{parentMail, "pat@example.org", "kim@example.org"} {
		s.post(sandbox.Mail{From: from, Subject: "Complaint", Text: "Nobody rings me back about my son. I want a manager."})
	}
	s.until("2027-01-14T08:00:00Z")
	s.mails(officerMail)
	s.until("2027-01-14T20:00:00Z")
	got := s.mails(officerMail)
	if len(got) != 1 || got[0].Subject != "Heard: 3 things to do" || strings.Count(got[0].Text, "due by Tuesday 19 January") != 3 {
		t.Errorf("on Thursday the officer was told %q", letters(got))
	}
	s.until("2027-01-20T20:00:00Z")
	if late := s.mails(managerMail); len(late) != 1 || strings.Count(late[0].Text, "It is late") != 3 {
		t.Errorf("the manager was told %q", letters(late))
	}
}

// off lets the machine be off until a moment.
func (s *mailStreet) off(until string) {
	s.Helper()
	at, err := time.Parse(time.RFC3339, until)
	if err != nil {
		s.Fatal(err)
	}
	s.clock.Set(at)
	if err := s.quiesce(s.Context()); err != nil {
		s.Fatal(err)
	}
}

func TestAMachineThatWasOffMakesUpWhatItMissedOnce(t *testing.T) {
	t.Parallel()
	s := newMailStreet(t, "2027-01-13T10:05:01Z")
	s.post(sandbox.Mail{From: parentMail, Raw: eml(t, "disgrace")})
	s.mails(parentMail)
	s.mails(officerMail)
	s.off("2027-01-18T15:00:00Z")
	s.says(officerMail, "Mon 18 Jan 15:00 "+ackSoon+" "+ackPlain)
	s.hints("Mon 18 Jan 15:00", nearAck)
	s.until("2027-01-19T12:00:00Z")
	s.says(officerMail, "Tue 19 Jan 09:00 "+ackSoon)
	s.says(parentMail)
}

func TestNobodyIsWrittenToAtNight(t *testing.T) {
	t.Parallel()
	s := newMailStreet(t, "2027-01-13T10:05:01Z")
	s.post(sandbox.Mail{From: parentMail, Raw: eml(t, "disgrace")})
	s.mails(parentMail)
	s.mails(officerMail)
	s.off("2027-01-18T23:30:00Z")
	s.says(officerMail)
	s.says(parentMail)
	s.until("2027-01-19T20:00:00Z")
	s.hints("Tue 19 Jan 08:00", nearAck)
	s.says(officerMail, "Tue 19 Jan 09:00 "+ackSoon+" "+ackPlain)
	s.post(sandbox.Mail{From: "pat@example.org", Subject: "Complaint", Text: "Nobody rings me back about my son."})
	s.off("2027-01-19T23:00:00Z")
	s.post(sandbox.Mail{From: "pat@example.org", Subject: "Complaint", Text: "When will I hear?"})
	if got := s.mails("pat@example.org"); len(got) != 2 {
		t.Errorf("whoever asks at night is answered: %q", letters(got))
	}
}

// The clocks go forward on 28 March 2027, at Easter, and back on 31 October.
func TestAMorningIsAMorningWhenTheClocksChange(t *testing.T) {
	t.Parallel()
	for begin, want := range map[string][]string{
		"2027-03-23T12:00:00Z": {"Wed 24 Mar 09:00", "Thu 25 Mar 09:00", "Tue 30 Mar 08:00", "Wed 31 Mar 08:00"},
		"2027-10-27T11:00:00Z": {"Thu 28 Oct 08:00", "Fri 29 Oct 08:00", "Mon 1 Nov 09:00", "Tue 2 Nov 09:00"},
	} {
		t.Run(begin, func(t *testing.T) {
			t.Parallel()
			s := newMailStreet(t, begin)
			s.post(sandbox.Mail{From: parentMail, Subject: "Complaint", Text: "Nobody rings me back about my son. I want a manager."})
			s.mails(parentMail)
			s.mails(officerMail)
			last := want[len(want)-1]
			end, err := time.Parse("2006 Mon 2 Jan 15:04", "2027 "+last)
			if err != nil {
				t.Fatal(err)
			}
			s.until(end.Add(time.Hour).Format(time.RFC3339))
			var got []string
			for _, m := range s.mails(officerMail) {
				got = append(got, m.At.UTC().Format("Mon 2 Jan 15:04"))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("mornings (-want +got):\n%s", diff)
			}
			s.hints(want[2], "near")
		})
	}
}
