package configs

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

// This file has who may have to do with a case, and what they are told.

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
