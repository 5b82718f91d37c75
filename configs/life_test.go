package configs

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

// play does what the officers of a scenario do, each at its time. What people
// say is the conversation's to test: the first of it opens the case.
func play(t *testing.T, file string) *life {
	t.Helper()
	s, err := LoadScenario(file)
	if err != nil {
		t.Fatal(err)
	}
	var l *life
	now := s.Start
	for i, step := range s.Steps {
		switch {
		case !step.At.IsZero():
			now = step.At
		case step.Days > 0:
			now = Calendar().Add(casework.DateOf(now), casework.Span{N: step.Days, Unit: casework.WorkingDays}).Date.At(9, 0)
		default:
			now = now.Add(step.After)
		}
		if l == nil {
			l = newLife(t, s.Council, casework.Complaint, now.Format(time.RFC3339))
			l.must(casework.SetSafeContact{Safe: casework.Yes})
			if strings.Contains(s.Steps[2].Says, "1") {
				l.must(casework.WantAdvocate{Wanted: casework.Yes, Source: casework.Independent})
			}
			continue
		}
		l.until(now)
		if step.Does == "" {
			continue
		}
		a, err := casework.ParseAction(step.Does, step.With)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.do(a); err != nil {
			t.Fatalf("%s, step %d: %v", file, i+1, err)
		}
	}
	l.until(s.Until)
	return l
}

// Every council shipped has its scenario, from the first text to the Ombudsman.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for council, want := range map[string][]string{
		"bcp": {
			"acknowledge 2027-01-14 met 2027-01-12", "advocate_referral 2027-01-12 met 2027-01-12", "advocate_contact 2027-01-13 met 2027-01-15",
			"stage1 2027-01-25 met 2027-01-25", "action_1 2027-02-05 met 2027-02-05", "stage2_request 2027-02-22 met 2027-02-01",
			"stage2 2027-04-09 met 2027-04-09", "stage3_request 2027-05-12 met 2027-04-20", "panel 2027-05-25 met 2027-05-25",
			"panel_notice 2027-05-11 met 2027-04-27", "panel_report 2027-06-02 met 2027-05-28", "stage3 2027-06-20 met 2027-06-18",
			"final_response 2027-06-21 met 2027-06-18", "action_2 2027-07-02 met 2027-07-01", "ombudsman_enquiry 2027-08-09 met 2027-08-05",
		},
		"oxfordshire": {
			"acknowledge 2027-03-31 met 2027-03-30", "stage1 2027-04-09 met 2027-04-08", "stage2 2027-08-06 met 2027-08-06",
			"panel 2027-10-20 met 2027-10-20", "final_response 2027-11-17 met 2027-11-15",
		},
		"bournemouth": {
			"stage1 2018-05-25 met 2018-05-25", "stage2_request 2018-06-27 met 2018-06-19", "stage2 2018-07-24 met 2018-07-24",
			"panel_notice 2018-08-21 met 2018-08-06", "final_response 2018-10-03 met 2018-10-02",
		},
		"sefton": {
			"early 2027-05-06", "stage1 2027-05-18 held 2027-05-24 met 2027-05-24", "stage2 2027-09-01 met 2027-09-01",
			"stage3_request 2027-09-29 met 2027-09-20", "final_response 2027-11-24 met 2027-11-23",
		},
		"england-statutory": {
			"acknowledge 2027-12-23 met 2027-12-23", "stage1 2028-01-06 met 2028-01-06", "stage2_request 2028-02-08 met 2028-02-03",
			"stage2 2028-05-09 met 2028-05-08", "action_1 2028-05-31 met 2028-05-30", "stage3_request 2028-06-06 met 2028-05-16",
			"panel_notice 2028-06-14 met 2028-06-05", "panel 2028-06-28 met 2028-06-28", "panel_report 2028-07-05 met 2028-07-05",
			"final_response 2028-07-26 met 2028-07-26",
		},
		"hampshire": {
			"stage1 2027-01-19 met 2027-01-19", "action_1 2027-02-01 met 2027-02-03", "stage2_request 2027-02-18 met 2027-02-09",
			"stage2 2027-05-06 met 2027-05-06", "final_response 2027-07-27 met 2027-07-27",
		},
	} {
		t.Run(council, func(t *testing.T) {
			t.Parallel()
			l := play(t, "scenarios/"+council+".yaml")
			l.replays()
			l.uniqueKeys()
			got := l.limits()
			for _, line := range want {
				if !slices.Contains(got, line) {
					t.Errorf("there is no %q in\n%s", line, strings.Join(got, "\n"))
				}
			}
			rendered(t, l)
		})
	}
	files, err := filepath.Glob("scenarios/*.yaml")
	if err != nil || len(files) < 6 {
		t.Errorf("%d scenarios, %v", len(files), err)
	}
}

func (l *life) limits() (lines []string) {
	for _, d := range l.c.Deadlines {
		line := string(d.Step) + " " + d.Due.String()
		if !d.DueHeld.IsZero() {
			line += " held " + d.DueHeld.String()
		}
		if !d.MetAt.IsZero() {
			line += " met " + casework.DateOf(d.MetAt).String()
		}
		lines = append(lines, line)
	}
	return lines
}

// rendered puts all that was said on a case into words, for each channel.
func rendered(t *testing.T, l *life) {
	t.Helper()
	c := mustWords(t)
	for _, m := range l.said {
		for _, ch := range []casework.Channel{casework.SMS, casework.Email} {
			to := readerOf(m, ch)
			if texts, err := c.Render(casework.Fill(m.Says, l.c, l.r, c.Needs), to); err != nil || len(texts) == 0 || len(texts) > 2 {
				t.Errorf("%s: %d texts, %v", m.Key, len(texts), err)
			}
		}
	}
}

// Sefton's child may have somebody else deal with it at once.
func TestSomebodyElseMayDealWithItAtOnce(t *testing.T) {
	t.Parallel()
	l := newLife(t, "sefton", casework.Complaint, "2027-05-04T17:00:00Z")
	if l.c.Stage != casework.StageEarly {
		t.Fatalf("it is at stage %s", l.c.Stage)
	}
	l.must(casework.RequestStage{What: "not my carer"})
	d, _ := l.c.Deadline(casework.StepStage1)
	if l.c.Stage != casework.Stage1 || d.Sum != "2027-05-04 + 10 WD - 0 holidays = 2027-05-18" {
		t.Errorf("stage %s, %s", l.c.Stage, d.Sum)
	}
}

// The letter that a complaint is recorded has the dates of the answer in writing,
// though it is tried to sort it out before.
func TestTheAcknowledgementHasStage1sDates(t *testing.T) {
	t.Parallel()
	l := newLife(t, "sefton", casework.Complaint, "2027-05-04T17:00:00Z")
	l.must(casework.Acknowledge{By: "A"})
	blanks := l.c.Letters[0].Says[0].Blanks
	if due, latest := blanks["due"].Date.String(), blanks["latest"].Date.String(); due != "2027-05-18" || latest != "2027-06-02" {
		t.Errorf("it says %s, at the latest %s", due, latest)
	}
}

// A call to a person meets Oxfordshire's three days; elsewhere it does not meet
// the letter that is owed.
func TestOnlyAPersonsContactMeetsTheFirstReply(t *testing.T) {
	t.Parallel()
	for council, want := range map[string]bool{"oxfordshire": true, "hampshire": false} {
		l := newLife(t, council, casework.Complaint, "2027-05-04T17:00:00Z")
		l.must(casework.Contacted{By: "A", How: "by phone"})
		if d, _ := l.c.Deadline(casework.StepAcknowledge); d.Over() != want {
			t.Errorf("%s: met is %v", council, d.Over())
		}
		l.must(casework.Acknowledge{By: "A"}) // the letter can still go
	}
}

func TestACorporateComplaintHasTheCouncilsOwnDays(t *testing.T) {
	t.Parallel()
	l := newLife(t, "sefton", casework.Complaint, "2027-05-04T17:00:00Z")
	l.must(casework.Decide{By: "A", Track: casework.Corporate, Reason: "school transport"})
	d, _ := l.c.Deadline(casework.StepStage1)
	if diff := cmp.Diff("2027-05-04 + 15 WD - 0 holidays = 2027-05-25", d.Sum); diff != "" {
		t.Error(diff)
	}
	l.must(casework.RequestStage{})
	l.must(casework.AnswerStage{Outcome: "not_upheld"})
	l.must(casework.RequestStage{})
	l.must(casework.AnswerStage{Outcome: "not_upheld"})
	if _, next := l.c.NextStage(l.r, l.now); next != casework.NextOmbudsman {
		t.Errorf("after stage 2 there is %s: a panel is for the statutory track", next)
	}
}
