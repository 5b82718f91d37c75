package configs

import (
	"strings"
	"testing"

	"heard/casework"
)

// This file has what moves a date, and what does not.

// A hold shows both dates, is chased each working day, and takes nothing from
// the person, who hears on the last day what they may do.
func TestAHoldNeverRunsSilently(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(casework.SetSafeContact{Safe: casework.Yes})
	l.must(casework.Acknowledge{})
	if err := l.do(casework.HoldForAdvocate{}); err == nil {
		t.Error("a hold was opened that nobody asked for")
	}
	l.until(instantOf(t, "2027-01-13"))
	l.must(casework.HoldForAdvocate{Agreed: true})
	l.until(instantOf(t, "2027-02-10"))
	d, _ := l.c.Deadline(casework.StepStage1)
	if d.Due != day(t, "2027-01-25") || d.DueHeld != day(t, "2027-02-22") {
		t.Errorf("due %s, held %s: %s", d.Due, d.DueHeld, d.Sum)
	}
	chased, mayAsk := 0, ""
	for _, m := range l.said {
		switch m.Says[0].Template {
		case "officer.chase_advocate":
			chased++
		case "remind.may_ask":
			mayAsk = m.Key
		}
	}
	if chased != 20 || !strings.Contains(mayAsk, "2027-02-09") {
		t.Errorf("chased %d times, told %q", chased, mayAsk)
	}
	l.must(casework.AdvocateAppointed{Name: "Noor Ali"})
	if d, _ := l.c.Deadline(casework.StepStage1); !strings.Contains(d.Sum, "on hold 20 WD: 2027-02-22") {
		t.Errorf("the sum is %q", d.Sum)
	}
	l.replays()
}

// A late request for stage 2 says nothing of one for stage 3 that is in time.
func TestBeingLateOnceIsNotBeingLateAgain(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(answer("not_upheld"))
	l.until(instantOf(t, "2027-03-01")) // more than 20 working days
	l.must(casework.RequestStage{By: "A"})
	if last := l.c.Requests[0]; !last.Late || !l.c.Flagged(casework.FlagLateRequest) {
		t.Errorf("the first is not late: %+v", last)
	}
	l.must(answer("not_upheld"))
	l.must(casework.RequestStage{By: "A"})
	if l.c.Requests[1].Late {
		t.Error("the second is late")
	}
	if err := l.do(casework.NotAccepted{Reason: "late"}); err == nil {
		t.Error("a stage that was asked for in time is refused")
	}
	for _, m := range l.said {
		if m.Says[0].Template == "officer.request_late" && m.Says[0].Blanks["stage"].Name != "2" {
			t.Error("the officer is told that stage 3 was asked for late")
		}
	}
}

// What was agreed after a hold is the day, without the hold's days again; they
// count for how late it may be.
func TestAnExtensionAfterAHoldIsTheDayThatWasTold(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z") // due 25 January, at the latest 8 February
	l.must(casework.HoldForAdvocate{Agreed: true})
	l.until(instantOf(t, "2027-01-25"))
	l.must(casework.AdvocateAppointed{Name: "an advocate"}) // ten working days
	if d, _ := l.c.Deadline(casework.StepStage1); d.Effective() != day(t, "2027-02-08") {
		t.Fatalf("with the hold it is due on %s", d.Effective())
	}
	for _, until := range []string{"2027-02-05", "2027-02-23"} {
		if err := l.do(casework.Extend{Until: day(t, until), Reason: "records"}); err == nil {
			t.Errorf("it is extended to %s", until)
		}
	}
	l.must(casework.Extend{Until: day(t, "2027-02-22"), Reason: "records"})
	if d, _ := l.c.Deadline(casework.StepStage1); d.Effective() != day(t, "2027-02-22") {
		t.Errorf("extended it is due on %s: %s", d.Effective(), d.Sum)
	}
	l.until(instantOf(t, "2027-02-09"))
	if _, next := l.c.NextStage(l.r, l.now); next != casework.NextRequest {
		t.Error("after 20 working days they may not ask for stage 2")
	}
	l.must(casework.HoldForCourt{Reason: "a hearing"})
	l.until(instantOf(t, "2027-02-12"))
	l.must(casework.TakeUpAgain{})
	if d, _ := l.c.Deadline(casework.StepStage1); d.Effective() != day(t, "2027-02-25") {
		t.Errorf("after three days for a court it is due on %s: %s", d.Effective(), d.Sum)
	}
	l.replays()
}

// The Ombudsman counts 13 weeks for stage 2; over Christmas its 65 working days
// are longer, and officer and manager are warned before.
func TestThirteenWeeksAreWarnedOf(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"2027-11-19T10:00:00Z": "2028-02-15 2028-02-18", // 13 weeks to the day; 65 working days end on 23 February
		"2027-06-21T10:00:00Z": "2027-09-15 2027-09-20", // one bank holiday
		"2027-09-06T10:00:00Z": "",                      // none: both are the same day
	} {
		l := newLife(t, "sefton", casework.Complaint, asked)
		l.must(casework.StraightToStage2{Agreed: "the child"})
		l.until(l.now.AddDate(0, 4, 0))
		var days []string
		for _, m := range l.said {
			if m.Says[0].Template == "officer.overall" && m.To.Office == casework.Manager {
				days = append(days, casework.DateOf(m.NotBefore).String())
			}
		}
		if got := strings.Join(days, " "); got != want {
			t.Errorf("from %s the manager is warned on %q, want %q", asked, got, want)
		}
	}
}

// A letter that went late by post gives more time to ask, never less.
func TestALateLetterGivesMoreTimeToAsk(t *testing.T) {
	t.Parallel()
	l := newLife(t, "hampshire", casework.Complaint, "2026-12-21T10:00:00Z")
	l.until(instantOf(t, "2026-12-22"))
	l.must(casework.AnswerStage{Outcome: "upheld", How: "email"})
	window := func() casework.Date {
		d, _ := l.c.Deadline(casework.StepStage2Request)
		return d.Due
	}
	if window() != day(t, "2027-01-22") {
		t.Fatalf("the window ends on %s", window())
	}
	l.until(instantOf(t, "2026-12-31"))
	l.must(casework.Posted{Letter: 1}) // New Year's Day is between
	if window() != day(t, "2027-02-02") || l.c.Letters[0].Received != day(t, "2027-01-05") {
		t.Errorf("received %s, the window ends on %s", l.c.Letters[0].Received, window())
	}
	l.replays()
}

// The Ombudsman's question does not end with the complaint.
func TestNothingEndsWhileTheOmbudsmanWaits(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(casework.OmbudsmanEnquiry{Until: day(t, "2027-02-08")})
	for _, a := range []casework.Action{casework.Withdraw{}, casework.NotAccepted{Reason: "no"}, casework.HandToCouncil{To: "Elsewhere", Permission: "the child"}} {
		if err := l.do(a); err == nil {
			t.Errorf("%s ends it", casework.ActionName(a))
		}
	}
	l.must(casework.OmbudsmanAnswered{})
	l.must(casework.Withdraw{})
}
