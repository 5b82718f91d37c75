package casework_test

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heard/casework"
)

// act types an action as an officer would.
func act(t *testing.T, c casework.Case, at_, name string, args ...string) (casework.Case, error) {
	t.Helper()
	typed := map[string]string{}
	for _, a := range args {
		key, value, _ := strings.Cut(a, "=")
		typed[key] = value
	}
	a, err := casework.ParseAction(name, typed)
	if err != nil {
		return c, err
	}
	next, _, _, err := c.Apply(a, full, at(at_))
	return next, err
}

// full has every step of the law.
var full = func() casework.Rules {
	r := hampshire
	r.Procedure.Steps = append(slices.Clone(r.Procedure.Steps),
		casework.Step{Name: casework.StepStage2Request, From: casework.FromAnswerReceived, Due: wd(20)},
		casework.Step{Name: casework.StepStage2, From: casework.FromRequest, Due: wd(25), Latest: wd(65)},
		casework.Step{Name: casework.StepStage3Request, From: casework.FromAnswerReceived, Due: wd(20)},
		casework.Step{Name: casework.StepPanelNotice, From: casework.FromPanel, Due: wd(-10)},
		casework.Step{Name: casework.StepPanel, From: casework.FromRequest, Due: wd(30)},
		casework.Step{Name: casework.StepPanelReport, From: casework.FromPanel, Due: wd(5)},
		casework.Step{Name: casework.StepFinalResponse, From: casework.FromPanelReport, Due: wd(15)},
	)
	r.Procedure.Routes = []casework.Route{{Name: "court", Officer: "look"}}
	return r
}()

type did struct{ at, name, args string }

func caseAfter(t *testing.T, done ...did) casework.Case {
	t.Helper()
	c, _, _, err := casework.Case{}.Apply(casework.OpenCase{
		Reference: casework.NewReference("TST", [4]byte{1, 2, 3, 4}), Kind: casework.Complaint,
		ReceivedAt: at("2027-01-11T10:00:00Z"), From: "sms:+447700900123", Statement: "x",
	}, full, at("2027-01-11T10:00:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range done {
		if c, err = act(t, c, d.at+"T10:00:00Z", d.name, split(d.args)...); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func split(args string) []string {
	if args == "" {
		return nil
	}
	return strings.Split(args, "|")
}

var (
	answered1 = did{"2027-01-20", "answer", "outcome=upheld"}
	asked2    = did{"2027-02-01", "request_stage", "by=Jo"}
	answered2 = did{"2027-03-01", "answer", "outcome=upheld"}
	asked3    = did{"2027-03-02", "request_stage", "by=Jo"}
	convened  = did{"2027-03-03", "convene_panel", "on=2027-03-24"}
)

// What is wrong is said, with what to do, and nothing changes.
func TestAnActionThatDoesNotFitSaysWhy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		done             []did
		at, action, args string
		want             string
	}{
		{nil, "2027-01-12", "acknowledge", "at=2027-01-14", "2027-01-14 is in the future"},
		{nil, "2027-01-12", "acknowledge", "at=2027-01-10", "before the complaint came (2027-01-11)"},
		{[]did{{"2027-01-12", "acknowledge", ""}}, "2027-01-13", "acknowledge", "", "it was acknowledged on 2027-01-12"},
		{nil, "2027-01-12", "assign", "", "say who: to=NAME"},
		{nil, "2027-01-12", "decide", "", "say what it is"},
		{nil, "2027-01-12", "decide", "kind=moan", `"moan" is no kind`},
		{nil, "2027-01-12", "decide", "kind=comment", "say why"},
		{nil, "2027-01-12", "early_resolution", "solved=true", "not at the early stage"},
		{nil, "2027-01-12", "extend", "until=2027-02-01", "say why"},
		{nil, "2027-01-12", "extend", "until=2027-01-20|reason=x", "no later than it is due (2027-01-25)"},
		{nil, "2027-01-12", "extend", "until=2027-02-09|reason=x", "after the last date, 2027-02-08"},
		{nil, "2027-01-12", "extend", "until=2027-02-06|reason=x", "not a working day: take 2027-02-08"},
		{nil, "2027-01-12", "extend", "step=panel|until=2027-02-03|reason=x", "nothing is owed"},
		{nil, "2027-01-12", "hold_for_advocate", "", "nobody asked for an advocate"},
		{[]did{{"2027-01-12", "hold_for_court", "reason=x"}}, "2027-01-13", "hold_for_advocate", "agreed=true", "on hold for court"},
		{nil, "2027-01-12", "take_up_again", "", "not on hold for a court"},
		{nil, "2027-01-12", "advocate_referred", "", "no advocate is wanted"},
		{nil, "2027-01-12", "answer", "outcome=good", `outcome "good": say one of upheld`},
		{nil, "2027-01-12", "answer", "outcome=upheld|how=pigeon", "say one of email"},
		{nil, "2027-01-12", "answer", "outcome=upheld|received=2027-01-11", "cannot be received on"},
		{nil, "2027-01-12", "answer", "outcome=upheld|actions=ring them", "is no agreed action"},
		{nil, "2027-01-12", "answer", "outcome=upheld|actions=ring / Jo / 2027-01-31", "2027-01-31 is not a working day"},
		{[]did{answered1}, "2027-01-21", "answer", "outcome=upheld", "stage 1 was answered on 2027-01-20"},
		{nil, "2027-01-12", "request_stage", "", "use straight_to_stage2"},
		{[]did{answered1}, "2027-01-21", "request_stage", "on=2027-01-22", "in the future"},
		{[]did{answered1}, "2027-01-21", "request_stage", "on=2027-01-15", "before the answer (2027-01-20)"},
		{[]did{answered1}, "2027-01-21", "request_stage", "stage=3", "the next stage is 2, not 3"},
		{nil, "2027-01-12", "straight_to_stage2", "", "both sides must agree"},
		{nil, "2027-01-12", "appoint", "investigator=A", "at stage 1, not 2"},
		{[]did{answered1, asked2}, "2027-02-02", "appoint", "investigator=A B|independent=a b", "cannot be the independent person too"},
		{[]did{{"2027-01-12", "assign", "to=Sam"}, answered1, asked2}, "2027-02-02", "appoint", "independent=Sam", "is not independent"},
		{[]did{answered1, asked2}, "2027-02-02", "not_accepted", "reason=x", "asked for in time and cannot be refused"},
		{[]did{answered1, asked2, answered2, asked3}, "2027-03-03", "convene_panel", "on=2027-03-12", "the notice had to go by 2027-02-26"},
		{[]did{answered1, asked2, answered2, asked3}, "2027-03-03", "convene_panel", "on=2027-04-20", "after the last day, 2027-04-15"},
		{[]did{answered1, asked2, answered2, asked3}, "2027-03-03", "convene_panel", "on=2027-03-27", "not a working day: take 2027-03-30"},
		{[]did{answered1, asked2, answered2, asked3}, "2027-03-03", "convene_panel", "on=2027-03-24|members=A,B", "three people: 2 are named"},
		{[]did{answered1, asked2, {"2027-02-02", "appoint", "independent=Ida Low"}, answered2, asked3}, "2027-03-03", "convene_panel", "on=2027-03-24|members=A,B,Ida Low", "may not sit on the panel"},
		{[]did{answered1, asked2, answered2, asked3, convened}, "2027-03-10", "panel_report", "", "the panel meets on 2027-03-24"},
		{[]did{answered1, asked2, answered2, asked3, convened}, "2027-03-24", "final_answer", "outcome=upheld", "has not reported yet"},
		{[]did{answered1, asked2, answered2, asked3}, "2027-03-24", "answer", "outcome=upheld", "it is final_answer"},
		{nil, "2027-01-12", "close", "reason=x", "acknowledge is still owed"},
		{nil, "2027-01-12", "reopen", "reason=x", "it is open"},
		{[]did{{"2027-01-12", "withdraw", ""}}, "2027-01-13", "answer", "outcome=upheld", "reopen it first"},
		{nil, "2027-01-12", "ombudsman_enquiry", "until=2027-01-09", "has passed"},
		{nil, "2027-01-12", "action_done", "number=1", "there is no agreed action 1"},
		{nil, "2027-01-12", "add_person", "role=wizard|name=A", `"wizard" is no role`},
		{nil, "2027-01-12", "add_person", "role=advocate|name=A|address=a@b", `"a@b" is no address`},
		{nil, "2027-01-12", "link", "to=TST 2345", "not quite a case reference"},
		{nil, "2027-01-12", "flag_route", "route=moon", "there are: court"},
		{nil, "2027-01-12", "hand_to_council", "to=Elsewhere", "permission=WHO"},
		{nil, "2027-01-12", "posted", "letter=1", "there is no letter 1"},
		{nil, "2027-01-12", "answer", "outcom=upheld", `no argument "outcom"; it has: actions, at, by`},
		{nil, "2027-01-12", "anser", "", `there is no action "anser"`},
	} {
		before := caseAfter(t, c.done...)
		after, err := act(t, before, c.at+"T11:00:00Z", c.action, split(c.args)...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.action, c.args, err, c.want)
		}
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%s %s: refused, and yet the case changed", c.action, c.args)
		}
	}
}

func TestAnActionAtTheWrongTimeIsKnownAsOne(t *testing.T) {
	t.Parallel()
	if _, err := act(t, caseAfter(t, answered1), "2027-01-21T10:00:00Z", "answer", "outcome=upheld"); !errors.Is(err, casework.ErrWrongTime) {
		t.Error(err)
	}
}

// By post an answer is received two working days later, unless somebody knows
// better; the window runs from there.
func TestTheWindowRunsFromWhenTheAnswerCame(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"outcome=upheld":                              "2027-02-17",
		"outcome=upheld|how=post":                     "2027-02-19",
		"outcome=upheld|how=post|received=2027-01-28": "2027-02-25",
	} {
		c := caseAfter(t, did{"2027-01-20", "answer", args})
		if d, _ := c.Deadline(casework.StepStage2Request); d.Due.String() != want {
			t.Errorf("%s: until %s, want %s", args, d.Due, want)
		}
	}
}

// Late requests run and are flagged; an officer may decide, no machine does.
func TestALateRequestRunsAndIsFlagged(t *testing.T) {
	t.Parallel()
	c := caseAfter(t, answered1, did{"2027-02-18", "request_stage", ""})
	if !c.Flagged(casework.FlagLateRequest) || c.Stage != casework.Stage2 {
		t.Errorf("stage %s, flags %v", c.Stage, c.Flags)
	}
	if _, err := act(t, c, "2027-02-19T10:00:00Z", "not_accepted", "reason=too late"); err != nil {
		t.Error(err)
	}
}

// What nobody can do is to take a request away.
func TestARequestCannotBeTakenAway(t *testing.T) {
	t.Parallel()
	c := caseAfter(t, answered1, asked2, did{"2027-02-02", "withdraw", "by=Jo"}, did{"2027-02-03", "reopen", "reason=x"})
	if len(c.Requests) != 1 || c.Requests[0].Stage != casework.Stage2 || c.Stage != casework.Stage2 {
		t.Errorf("%+v at stage %s", c.Requests, c.Stage)
	}
}

func FuzzParseAction(f *testing.F) {
	for _, name := range casework.ActionNames() {
		f.Add(name, "by", "Jo", "at", "2027-01-12")
	}
	f.Add("answer", "outcome", "upheld", "actions", "a / b / 2027-02-01; c / d / 2027-02-02")
	f.Add("convene_panel", "on", "2027-03-24", "members", "A, B, C")
	c := casework.Case{}
	c, _, _, err := c.Apply(casework.OpenCase{Reference: "TST-23456", Kind: casework.Complaint, ReceivedAt: at("2027-01-11T10:00:00Z")}, full, at("2027-01-11T10:00:00Z"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, key, value, key2, value2 string) {
		a, err := casework.ParseAction(name, map[string]string{key: value, key2: value2})
		if err != nil {
			return
		}
		rec, err := casework.Record(a)
		if err != nil {
			t.Fatalf("%+v cannot be written down: %v", a, err)
		}
		again, err := rec.Action()
		if err != nil {
			t.Fatal(err)
		}
		second, err := casework.Record(again)
		if err != nil {
			t.Fatal(err)
		}
		if third, _ := second.Action(); !reflect.DeepEqual(again, third) {
			t.Errorf("%s became %s", rec.Args, second.Args)
		}
		next, _, _, err := c.Apply(a, full, at("2027-01-12T10:00:00Z"))
		if err == nil && next.Status == casework.Open && next.Due.IsZero() {
			t.Errorf("after %+v nothing is due", a)
		}
		if _, err := json.Marshal(next); err != nil {
			t.Error(err)
		}
	})
}

func TestEveryActionHasItsName(t *testing.T) {
	t.Parallel()
	for _, name := range casework.ActionNames() {
		a, err := (casework.Recorded{Name: name, Args: json.RawMessage("{}")}).Action()
		if err != nil || casework.ActionName(a) != name {
			t.Errorf("%s is %T, %v", name, a, err)
		}
	}
	if names := casework.ActionNames(); !slices.IsSorted(names) || len(names) != len(maps.Collect(slices.All(names))) {
		t.Error("names are not in order")
	}
}
