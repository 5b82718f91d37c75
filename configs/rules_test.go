package configs

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

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
