package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
)

var hampshire = casework.Rules{
	Procedure: &casework.Procedure{
		Name: "test", Prefix: "TST", Council: "Test Council", Team: "the team",
		Office: casework.Hours{From: 8*60 + 30, To: 17 * 60}, Quiet: casework.Hours{From: 21 * 60, To: 8 * 60}, Morning: 9 * 60,
		Steps: []casework.Step{
			{Name: casework.StepAcknowledge, From: casework.FromReceipt, Due: wd(4), Confidence: "A"},
			{Name: casework.StepStage1, From: casework.FromReceipt, Due: wd(10), Latest: wd(20), Confidence: "A"},
		},
		Alert: casework.AlertPolicy{Repeat: 15 * time.Minute, Outcome: time.Hour},
		Reminders: casework.Reminders{
			Officer:     whens("half time", "3 working days before", "1 working day before", "on the day", "every working day after"),
			Manager:     whens("every working day after"),
			Complainant: whens("1 working day before"),
		},
	},
	Calendar: casework.NewCalendar([]casework.Date{day("2026-12-25"), day("2026-12-28"), day("2027-01-01"), day("2027-03-26"), day("2027-03-29")}, day("2026-01-01"), day("2028-12-31"), nil),
}

func wd(n int) casework.Span { return casework.Span{N: n, Unit: casework.WorkingDays} }

func day(s string) casework.Date {
	d, err := casework.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func whens(texts ...string) (out []casework.When) {
	for _, s := range texts {
		w, err := casework.ParseWhen(s)
		if err != nil {
			panic(err)
		}
		out = append(out, w)
	}
	return out
}

func opened(t *testing.T, received string, from casework.Address) casework.Case {
	t.Helper()
	now := at(received)
	c, _, _, err := casework.Case{}.Apply(casework.OpenCase{
		Reference: casework.NewReference("TST", [4]byte{1, 2, 3, 4}), Council: "test", Kind: casework.Complaint,
		ReceivedAt: now, From: from, Language: "en", Statement: "nobody rings back",
	}, hampshire, now)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wakeAll wakes a case whenever it is due, until a moment, and tells what was
// said to whom and when.
func wakeAll(t *testing.T, c casework.Case, until time.Time) (casework.Case, []string) {
	t.Helper()
	var said []string
	for range 1000 {
		if c.Due.IsZero() || c.Due.After(until) {
			return c, said
		}
		now := c.Due
		next, _, messages := c.Wake(hampshire, now)
		for _, m := range messages {
			said = append(said, fmt.Sprintf("%s %s %s%s", now.In(casework.London).Format("Mon 2 Jan 15:04"), m.Says[0].Template, m.To.Office, m.To.Person))
		}
		if !next.Due.After(now) && !next.Due.IsZero() {
			t.Fatalf("woken at %s it is due at %s", now, next.Due)
		}
		c = next
	}
	t.Fatal("it is woken for ever")
	return c, nil
}

func TestAnOfficerIsRemindedBeforeTheDateAndTheManagerAfterIt(t *testing.T) {
	t.Parallel()
	c := opened(t, "2027-01-13T10:00:00Z", "email:dawn@example.org")
	_, said := wakeAll(t, c, at("2027-01-21T12:00:00Z"))
	want := []string{
		"Thu 14 Jan 09:00 officer.due officer",     // acknowledge: 3 working days before
		"Fri 15 Jan 09:00 officer.due officer",     // half time
		"Mon 18 Jan 09:00 officer.due officer",     // 1 before
		"Mon 18 Jan 09:00 remind.soon complainant", // and the parent, before it is missed
		"Tue 19 Jan 09:00 officer.due officer",     // on the day
		"Wed 20 Jan 09:00 officer.overdue officer", // stage 1 has its half time too
		"Wed 20 Jan 09:00 manager.overdue manager",
		"Wed 20 Jan 09:00 officer.due officer",
		"Thu 21 Jan 09:00 officer.overdue officer",
		"Thu 21 Jan 09:00 manager.overdue manager",
	}
	if !slices.Equal(said, want) {
		t.Errorf("said\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnAcknowledgedComplaintIsNoLongerRemindedOfIt(t *testing.T) {
	t.Parallel()
	c := opened(t, "2027-01-13T10:00:00Z", "sms:+447700900123")
	c, _, _, err := c.Apply(casework.Acknowledge{By: "A"}, hampshire, at("2027-01-13T15:00:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	_, said := wakeAll(t, c, at("2027-01-20T08:00:00Z"))
	if len(said) != 0 {
		t.Errorf("said %v", said)
	}
}

// A machine that was off makes up what it missed, once.
func TestMissedRemindersAreMadeUpOnce(t *testing.T) {
	t.Parallel()
	c := opened(t, "2027-01-13T10:00:00Z", "email:dawn@example.org")
	later := at("2027-01-22T10:00:00Z")
	c, _, messages := c.Wake(hampshire, later)
	var said []string
	for _, m := range messages {
		said = append(said, string(m.To.Office)+m.To.Person+" "+string(m.Says[0].Template))
	}
	want := []string{"officer officer.overdue", "manager manager.overdue", "complainant remind.late", "officer officer.due"}
	if !slices.Equal(said, want) {
		t.Errorf("said %v, want %v", said, want)
	}
	if _, events, again := c.Wake(hampshire, later); len(events)+len(again) > 0 {
		t.Errorf("the second waking said %v", again)
	}
}

func TestWhereItIsNotKnownToBeSafeOnlyNeutralNewsAreSent(t *testing.T) {
	t.Parallel()
	c := opened(t, "2027-01-13T10:00:00Z", "sms:+447700900123")
	_, said := wakeAll(t, c, at("2027-01-18T12:00:00Z"))
	if !slices.Contains(said, "Mon 18 Jan 09:00 news complainant") {
		t.Errorf("said %v", said)
	}
}

// The clocks go forward on 28 March 2027 and back on 31 October: a morning
// stays nine o'clock in London.
func TestMorningsFollowTheClocks(t *testing.T) {
	t.Parallel()
	for received, want := range map[string]string{
		"2027-03-25T10:00:00Z": "2027-03-30T08:00:00Z", // summer: 09:00 is 08:00 UTC
		"2027-10-28T10:00:00Z": "2027-10-29T08:00:00Z",
		"2027-10-29T10:00:00Z": "2027-11-01T09:00:00Z", // winter
	} {
		c := opened(t, received, "sms:+447700900123")
		if !c.Due.Equal(at(want)) {
			t.Errorf("received %s: first due %s, want %s", received, c.Due, want)
		}
	}
}

func TestAnAlertRingsUntilSomebodyAcknowledgesIt(t *testing.T) {
	t.Parallel()
	c := opened(t, "2027-01-13T02:05:00Z", "sms:+447700900123")
	c, _, first, err := c.Apply(casework.RaiseAlert{Code: "1234", Level: casework.LevelNow, Reasons: []string{"hit me"}}, hampshire, at("2027-01-13T02:05:00Z"))
	if err != nil || len(first) != 3 || !first[0].Urgent || first[0].To.Office != casework.Duty {
		t.Fatalf("raised %v %v", first, err)
	}
	c, said := wakeAll(t, c, at("2027-01-13T03:04:00Z"))
	if len(said) != 9 || c.Alert.Tries != 4 {
		t.Errorf("in an hour it rang %v", said)
	}
	c, _, _, err = c.Apply(casework.AcknowledgeAlert{By: "D", How: "code"}, hampshire, at("2027-01-13T03:04:30Z"))
	if err != nil || c.Alert.Open() {
		t.Fatalf("%v %v", c.Alert, err)
	}
	if _, said := wakeAll(t, c, at("2027-01-13T04:04:00Z")); len(said) != 0 {
		t.Errorf("after it was acknowledged: %v", said)
	}
	idle, said := wakeAll(t, c, at("2027-01-13T04:05:00Z"))
	if len(said) != 3 || !idle.Alert.Open() || idle.Alert.Tries != 5 {
		t.Errorf("an hour later, with nothing done: %v", said)
	}
	if _, _, _, err := idle.Apply(casework.DecideAlert{By: "D", Outcome: casework.Referred}, hampshire, at("2027-01-13T04:06:00Z")); err == nil {
		t.Error("referred to nobody")
	}
	idle, _, _, err = idle.Apply(casework.DecideAlert{By: "D", Outcome: casework.Police}, hampshire, at("2027-01-13T04:06:00Z"))
	if err != nil || idle.Alert.Undecided() {
		t.Fatal(err)
	}
	if _, said := wakeAll(t, idle, at("2027-01-13T08:00:00Z")); len(said) != 0 {
		t.Errorf("after its outcome: %v", said)
	}
}
