package main

import (
	"context"
	"testing"
	"time"

	"heard/casework"
	"heard/store"
)

// A holiday that was proclaimed after a case was opened moves the case's dates
// at the next start, and people are told.
func TestANewHolidayMovesOpenCases(t *testing.T) {
	t.Parallel()
	s, err := setStage(newClock(time.Date(2022, 9, 8, 10, 0, 0, 0, time.UTC), false), "", "hampshire")
	if err != nil {
		t.Fatal(err)
	}
	defer s.strike()
	ctx := t.Context()
	known := s.councils[0].rules.Calendar
	// The day before it was proclaimed: 2022-09-19 was a Monday like any other.
	s.councils[0].rules.Calendar = casework.NewCalendar(nil, casework.Date{Year: 2020, Month: 1, Day: 1}, casework.Date{Year: 2022, Month: 12, Day: 31}, nil)
	if s.house, err = build(s.plan); err != nil {
		t.Fatal(err)
	}
	if err := s.store.SetMark(ctx, "hampshire", calendarMark, "old"); err != nil {
		t.Fatal(err)
	}
	in := casework.OpenCase{Reference: "HAM-4K7Q2", Council: "hampshire", Kind: casework.Complaint, ReceivedAt: s.now(), From: "email:parent@example.org", Language: "en", Statement: "nobody rings back"}
	if err := openCase(ctx, s.house, in); err != nil {
		t.Fatal(err)
	}
	before := stage1Due(t, s)
	s.councils[0].rules.Calendar = known
	if s.house, err = build(s.plan); err != nil {
		t.Fatal(err)
	}
	if err := s.newCalendar(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.quiesce(ctx); err != nil {
		t.Fatal(err)
	}
	if got, want := stage1Due(t, s), before.Add(1); before.String() != "2022-09-22" || got != want {
		t.Errorf("due on %s, then on %s, want %s", before, got, want)
	}
	if mark, err := s.store.Mark(ctx, "hampshire", calendarMark); err != nil || mark == "old" {
		t.Errorf("the mark is %q, %v", mark, err)
	}
}

func stage1Due(t *testing.T, s *stage) casework.Date {
	t.Helper()
	cases, err := s.store.Cases(t.Context(), "hampshire", "HAM-4K7Q2")
	if err != nil {
		t.Fatal(err)
	}
	d, _ := cases[0].Deadline(casework.StepStage1)
	return d.Due
}

func openCase(ctx context.Context, h *house, a casework.OpenCase) error {
	c, events, messages, err := casework.Case{}.Apply(a, h.councils[0].rules, h.now())
	if err != nil {
		return err
	}
	change := h.store.Change(a.Council, h.now())
	change.Case(store.Case{Case: c}, events)
	for _, m := range messages {
		m.Says = casework.Fill(m.Says, c, h.councils[0].rules, h.words.Needs)
		change.Say(store.NewEntry(c, m))
	}
	return h.store.Write(ctx, change)
}
