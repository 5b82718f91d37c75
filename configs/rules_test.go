package configs

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

func instantOf(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := casework.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// "Not happy" before an answer, after one, after the last date, and after all.
func TestNotHappy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, council, at string
		before            []casework.Action
		stage             casework.Stage
		next              casework.Next
	}{
		{"before an answer", "bcp", "2027-01-20", nil, "", casework.NextMore},
		{"after ten days and no answer", "bcp", "2027-01-26", nil, "", casework.NextMore},
		{"on the last day", "bcp", "2027-02-08", nil, "", casework.NextMore},
		{"after the last day", "bcp", "2027-02-09", nil, casework.Stage2, casework.NextRequest},
		{"after the answer", "bcp", "2027-01-13", []casework.Action{answer("upheld")}, casework.Stage2, casework.NextRequest},
		{"long after the window", "bcp", "2027-12-01", []casework.Action{answer("upheld")}, casework.Stage2, casework.NextRequest},
		{"closed after the answer", "bcp", "2027-02-01", []casework.Action{answer("upheld"), casework.CloseCase{Reason: "x"}}, casework.Stage2, casework.NextRequest},
		{"within stage 2", "bcp", "2027-02-01", []casework.Action{answer("upheld"), casework.RequestStage{}}, "", casework.NextMore},
		{"after stage 2", "bcp", "2027-02-01", []casework.Action{answer("upheld"), casework.RequestStage{}, answer("upheld")}, casework.Stage3, casework.NextRequest},
		{"refused", "bcp", "2027-02-01", []casework.Action{casework.NotAccepted{Reason: "x"}}, casework.StageOmbudsman, casework.NextOmbudsman},
		{"after an early answer", "sefton", "2027-01-13", []casework.Action{casework.EarlyResolution{Solved: true}}, casework.Stage1, casework.NextRequest},
		{"on hold, after the last day", "bcp", "2027-02-09", []casework.Action{casework.HoldForAdvocate{Agreed: true}}, casework.Stage2, casework.NextRequest},
		{"hampshire after 60", "hampshire", "2027-04-10", []casework.Action{answer("upheld"), casework.RequestStage{}}, casework.Stage3, casework.NextRequest},
	} {
		l := newLife(t, c.council, casework.Complaint, "2027-01-11T10:00:00Z")
		for _, a := range c.before {
			l.must(a)
		}
		stage, next := l.c.NextStage(l.r, instantOf(t, c.at))
		if stage != c.stage || next != c.next {
			t.Errorf("%s: %s %q, want %s %q", c.name, next, stage, c.next, c.stage)
		}
	}
}

func answer(outcome string) casework.Action { return casework.AnswerStage{Outcome: outcome} }

// The funeral of 19 September 2022 was proclaimed ten days ahead.
func TestAHolidayProclaimedLateMovesOpenCasesAndIsTold(t *testing.T) {
	t.Parallel()
	l := newLife(t, "hampshire", casework.Complaint, "2022-09-07T10:00:00Z")
	l.must(casework.SetSafeContact{Safe: casework.Yes})
	listed, _, _, err := listedHolidays(bankHolidays)
	if err != nil {
		t.Fatal(err)
	}
	before := slices.DeleteFunc(slices.Clone(listed), func(d casework.Date) bool { return d == day(t, "2022-09-19") })
	from, to := day(t, "2011-01-01"), day(t, "2028-12-31")
	l = &life{t: t, r: l.r, now: l.now}
	l.r.Calendar = casework.NewCalendar(before, from, to, nil)
	l.must(casework.OpenCase{Reference: "HAM-23456", Council: "hampshire", Kind: casework.Complaint, ReceivedAt: l.now, From: "sms:+447700900123", Statement: "x"})
	l.must(casework.SetSafeContact{Safe: casework.Yes})
	if d, _ := l.c.Deadline(casework.StepStage1); d.Due != day(t, "2022-09-21") {
		t.Fatalf("before: %s", d.Sum)
	}
	l.until(instantOf(t, "2022-09-09"))
	l.r.Calendar = casework.NewCalendar(listed, from, to, nil)
	said := len(l.said)
	next, events, messages := l.c.Wake(l.r, l.now)
	if len(events) == 0 || events[0].What != "the calendar changed: stage1 moved from 2022-09-21 to 2022-09-22" {
		t.Errorf("it is logged as %+v", events)
	}
	var told []string
	for _, m := range messages {
		told = append(told, string(m.To.Office)+m.To.Person+" "+string(m.Says[0].Template))
	}
	for _, want := range []string{"officer officer.moved", "complainant letter.moved"} {
		if !slices.Contains(told, want) {
			t.Errorf("told %v, not %s", told, want)
		}
	}
	l.c = next
	l.took(events, messages)
	if d, _ := l.c.Deadline(casework.StepStage1); d.Due != day(t, "2022-09-22") || !strings.Contains(d.Sum, "1 holiday") {
		t.Errorf("after: %s", d.Sum)
	}
	if _, again, more := l.c.Wake(l.r, l.now); len(again)+len(more) > 0 {
		t.Errorf("it is told twice: %v", again)
	}
	if len(l.said) == said {
		t.Error("nothing was said")
	}
	l.replays()
}

// A case keeps the limits that it was opened under, whichever way they change.
func TestAChangedFileChangesNoOpenCase(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	p, err := Procedure(write(t, "mine.yaml", `name: bcp
extends: bcp
steps:
  stage1: {from: receipt, due: 15 working days, latest: 30 working days, source: new, confidence: A}
  stage2_request: {from: answer_received, due: 5 working days, source: new, confidence: A}
  stage2: {from: request, due: 40 working days, latest: 90 working days, source: new, confidence: A}
  panel: none
`))
	if err != nil {
		t.Fatal(err)
	}
	l.r.Procedure = &p
	l.must(casework.Describe{Text: "and more"})
	l.must(answer("upheld"))
	l.must(casework.RequestStage{})
	l.must(answer("upheld"))
	l.must(casework.RequestStage{})
	want := []string{"stage1 2027-01-25", "stage2_request 2027-02-08", "stage2 2027-02-15", "panel 2027-02-22"}
	got := strings.Join(l.limits(), "\n")
	for _, line := range want {
		if !strings.Contains(got, line) {
			t.Errorf("there is no %q in\n%s", line, got)
		}
	}
}

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

// Whoever is complained of has nothing to do with the case.
func TestNobodyWhoIsComplainedOfHasTheCase(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(casework.Assign{To: "Chris Dale"})
	l.must(casework.NamePerson{Name: "miss dale"})
	if l.c.Assigned != "" || !l.c.Flagged(casework.FlagNamed) {
		t.Errorf("assigned to %q", l.c.Assigned)
	}
	for _, a := range []casework.Action{
		casework.Assign{To: "Chris Dale"}, casework.AgreeAction{What: "x", Owner: "C. Dale", Date: day(t, "2027-02-01")},
		casework.AdvocateAppointed{Name: "Dale"},
	} {
		if err := l.do(a); err == nil || !strings.Contains(err.Error(), "named in the complaint") {
			t.Errorf("%s: %v", casework.ActionName(a), err)
		}
	}
	l.must(casework.Assign{To: "Sam Field"})
	l.until(instantOf(t, "2027-02-01"))
	for _, m := range l.said[len(l.said)-3:] {
		if m.To.Office != "" && !slices.Contains(m.Except, "miss dale") {
			t.Errorf("%s may reach who is named", m.Key)
		}
	}
}

// Copies go only where permission was given, and only to that person.
func TestAnAdvocateGetsCopiesWithPermission(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	if err := l.do(casework.AddPerson{Role: "advocate", Name: "N", Address: "email:n@example.org", May: []string{"letters"}}); err == nil {
		t.Error("letters go without permission")
	}
	l.must(casework.AddPerson{Role: "advocate", Name: "N", Address: "email:n@example.org", May: []string{"letters"}, PermissionBy: "the child", PermissionOn: day(t, "2027-01-11")})
	l.must(casework.Acknowledge{})
	last := l.said[len(l.said)-1]
	if last.To.Person != "advocate" || last.Says[0].Template != "letter.copy" {
		t.Errorf("last was said %+v", last)
	}
	if diff := cmp.Diff([]casework.Address{"email:n@example.org"}, l.c.Reach("advocate")); diff != "" {
		t.Error(diff)
	}
	if got := l.c.Reach("somebody"); got != nil {
		t.Errorf("somebody is reached at %v", got)
	}
}

// What may belong elsewhere is flagged by people's own words and an officer is
// asked; the complaint is open and its clocks run.
func TestRoutesAreHeardInPeoplesWords(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"the child protection conference was a joke":                      "route_conference",
		"They cancelled two Child-Protection conferences.":                "route_conference",
		"my EHCP is late and so is the school transport":                  "route_other_service",
		"the staff in my children\u2019s home shout":                      "route_ofsted",
		"the judge said I can see him, she says no":                       "route_court",
		"it was 3 years ago but it still hurts":                           "route_over_one_year",
		"I'm a neighbour and I worry about them":                          "route_interest",
		"I write on behalf of my grandson":                                "route_consent",
		"my old council took my laptop":                                   "route_other_council",
		"my sw never comes and my teacher says so too":                    "",
		"nobody is hearing me, they moved to a new office, last week too": "",
		"he courted trouble":                                              "",
	} {
		l := newLife(t, "england-statutory", casework.Complaint, "2027-01-11T10:00:00Z")
		l.must(casework.Describe{Text: said})
		l.must(casework.Describe{Text: said}) // and only once
		var flags []string
		for _, f := range l.c.Flags {
			flags = append(flags, string(f))
		}
		tasks := slices.DeleteFunc(slices.Clone(l.said), func(m casework.Message) bool { return m.Says[0].Template != "officer.route" })
		if got := strings.Join(flags, " "); got != want || len(tasks) != len(flags) {
			t.Errorf("%q: %q and %d tasks, want %q", said, got, len(tasks), want)
		}
		if d, ok := l.c.Deadline(casework.StepStage1); !ok || d.Over() {
			t.Errorf("%q stops the clock", said)
		}
		l.replays()
	}
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

// Who is taken off a case, or has no permission any more, gets nothing more.
func TestPermissionCanBeTakenBack(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	advocate := casework.AddPerson{Role: "advocate", Name: "N", Address: "email:n@example.org", May: []string{"letters"}, PermissionBy: "the child", PermissionOn: day(t, "2027-01-11")}
	l.must(advocate)
	if err := l.do(casework.WithdrawPermission{ID: "advocate"}); err == nil {
		t.Error("nobody took it back")
	}
	l.must(casework.WithdrawPermission{ID: "advocate", WithdrawnBy: "the child"})
	l.must(casework.Acknowledge{})
	if l.said[len(l.said)-1].To.Person == "advocate" || l.c.Reach("advocate") != nil {
		t.Error("the advocate is still written to")
	}
	l.must(advocate)
	l.must(casework.RemovePerson{ID: "advocate"})
	if len(l.c.People) != 0 {
		t.Errorf("there is still %+v", l.c.People)
	}
	if err := l.do(casework.RemovePerson{ID: "advocate"}); err == nil {
		t.Error("somebody is removed twice")
	}
	l.replays()
}

// Where it is not safe to text, a person has the task of finding another way.
func TestWhereItIsNotSafeAPersonFindsAnotherWay(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(casework.SetSafeContact{Safe: casework.No})
	l.must(casework.SetSafeContact{Other: "ring my school"})
	tasks := 0
	for _, m := range l.said {
		if m.Says[0].Template == "officer.other_way" {
			tasks++
		}
	}
	if tasks != 1 || !l.c.Flagged(casework.FlagCannotText) {
		t.Errorf("%d tasks, flags %v", tasks, l.c.Flags)
	}
	l.must(casework.SetSafeContact{Safe: casework.Sometimes, NotAfter: "16:00"})
	if l.c.Flagged(casework.FlagCannotText) {
		t.Error("it is safe at some times, and still flagged")
	}
}

// Who may know the dates gets them and nothing else.
func TestWhoMayKnowTheDatesGetsNoMore(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(casework.AddPerson{Role: "carer", Name: "C", Address: "email:c@example.org", May: []string{"dates"}, PermissionBy: "the child", PermissionOn: day(t, "2027-01-11")})
	l.must(casework.Acknowledge{})
	l.must(casework.FreezeAsked{What: "the move"}) // a letter without a date
	var got []string
	for _, m := range l.said {
		if m.To.Person == "carer" {
			got = append(got, string(m.Says[0].Template)+" "+m.Says[0].Blanks["due"].Date.String())
		}
	}
	if diff := cmp.Diff([]string{"letter.dates 2027-01-25"}, got); diff != "" {
		t.Error(diff)
	}
	rendered(t, l)
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

// A case of the first release still loads, and goes on.
func TestACaseOfBeforeStillLoads(t *testing.T) {
	t.Parallel()
	const old = `{"reference":"BCP-4K7Q2","council":"bcp","procedure":"bcp@1","kind":"complaint","status":"open","stage":"1",
	"received_at":"2027-01-11T10:00:00Z","opened_at":"2027-01-11T10:00:00Z","statement":"x","outcome":"","advocate":{"wanted":"unasked","share":"unasked"},
	"complainant":{},"contacted_by":{"role":"self"},"on_behalf_of":"","safe_contact":{"safe":"unasked"},"language":"en","flags":[],
	"deadlines":[{"step":"stage1","start":"2027-01-11","span":"10 working days","outer":"20 working days","due":"2027-01-25","latest":"2027-02-08","sum":"","reminded":"2027-01-11T10:00:00Z"}],
	"contacts":["sms:+447700900123"]}`
	l := &life{t: t, r: casework.Rules{Procedure: mustProcedure(t, "bcp"), Calendar: Calendar()}, now: instantOf(t, "2027-01-25")}
	if err := json.Unmarshal([]byte(old), &l.c); err != nil {
		t.Fatal(err)
	}
	l.must(answer("upheld"))
	l.must(casework.RequestStage{})
	if d, ok := l.c.Deadline(casework.StepStage2); !ok || d.Due != day(t, "2027-03-01") {
		t.Errorf("stage 2 is %+v", d)
	}
	l.until(instantOf(t, "2027-06-01"))
}

// A council that nobody has seen is a file, and nothing else.
func TestANewCouncilIsAFile(t *testing.T) {
	t.Parallel()
	p, err := Procedure("testdata/newtown.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l := &life{t: t, r: casework.Rules{Procedure: &p, Calendar: Calendar()}, now: instantOf(t, "2026-12-23T10:00:00Z")}
	l.must(casework.OpenCase{Reference: "NEW-23456", Council: p.Name, Kind: casework.Concern, ReceivedAt: l.now, From: "email:a@example.org", Statement: "x"})
	l.must(casework.Contacted{})
	l.until(instantOf(t, "2027-01-08"))
	if l.c.Stage != casework.Stage1 {
		t.Errorf("stage %s", l.c.Stage)
	}
	l.must(answer("not_upheld"))
	l.must(casework.RequestStage{})
	l.must(casework.FlagRoute{Route: "academy"})
	want := []string{
		"acknowledge 2026-12-24 met 2026-12-23", "early 2027-01-04", "stage1 2027-01-13 met 2027-01-08",
		"stage2_request 2027-02-08 met 2027-01-08", "stage2 2027-02-05",
	}
	for _, line := range want {
		if !slices.Contains(l.limits(), line) {
			t.Errorf("there is no %q in\n%s", line, strings.Join(l.limits(), "\n"))
		}
	}
	l.replays()
}
