package casework_test

import (
	"strings"
	"testing"

	"heard/casework"
)

// A voice note has a clock of its own: by the end of the day that people were
// told, and then each working morning until a person has heard it.
func TestWhatNobodyHasHeardIsAskedForEachMorning(t *testing.T) {
	t.Parallel()
	const friday = "2027-01-15T23:40:00Z"
	c := opened(t, friday, "sms:+447700900123")
	c, _, messages, err := c.Apply(casework.CannotHear{Code: "1234"}, hampshire, at(friday))
	if err != nil {
		t.Fatal(err)
	}
	if by, since := c.HearBy(hampshire); by != day("2027-01-18") || !since.Equal(at(friday)) {
		t.Errorf("to be heard by %s, since %s", by, since)
	}
	if got := said(messages); got != "officer officer.unheard" {
		t.Errorf("told %q", got)
	}
	if c, _, _, err = c.Apply(casework.SaidSafe{}, hampshire, at(friday)); err != nil {
		t.Fatal(err)
	}
	const late = "officer officer.unheard.late, manager manager.unheard"
	for _, step := range []struct{ at, want string }{
		{"2027-01-18T09:00:00Z", ""}, // Monday, the day itself
		{"2027-01-18T23:00:00Z", ""},
		{"2027-01-19T09:00:00Z", late},
		{"2027-01-19T09:00:00Z", ""}, // the same moment again
		{"2027-01-22T12:00:00Z", late},
		{"2027-01-23T12:00:00Z", ""}, // a Saturday
		{"2027-01-25T09:00:00Z", late},
	} {
		c, _, messages = c.Wake(hampshire, at(step.at))
		if got := said(messages); got != step.want {
			t.Errorf("%s: told %q, want %q", step.at, got, step.want)
		}
	}
	if c, _, _, err = c.Apply(casework.Heard{By: "Ola"}, hampshire, at("2027-01-25T10:00:00Z")); err != nil {
		t.Fatal(err)
	}
	if _, since := c.HearBy(hampshire); !since.IsZero() || c.Flagged(casework.FlagUnheard) {
		t.Error("it was heard, and still waits")
	}
	if _, _, messages = c.Wake(hampshire, at("2027-01-26T09:00:00Z")); strings.Contains(said(messages), "unheard") {
		t.Errorf("heard, and still told %q", said(messages))
	}
}

// said are the messages about what was not heard, as "office template".
func said(messages []casework.Message) string {
	var out []string
	for _, m := range messages {
		if strings.Contains(string(m.Says[0].Template), "unheard") {
			out = append(out, string(m.To.Office)+" "+string(m.Says[0].Template))
		}
	}
	return strings.Join(out, ", ")
}

// Silence about safety rings in office hours always, and at night as the
// council has chosen; unless a person has heard it by then.
func TestSilenceAboutSafety(t *testing.T) {
	t.Parallel()
	morning := hampshire
	p := *hampshire.Procedure
	p.Alert.SilentAtNight = "morning"
	morning.Procedure = &p
	for _, c := range []struct {
		name   string
		rules  casework.Rules
		at     string
		heard  bool
		looked string
		rings  bool
	}{
		{"by day", morning, "2027-01-15T12:00:00Z", false, "2027-01-15T12:15:00Z", true},
		{"by day, too early", morning, "2027-01-15T12:00:00Z", false, "2027-01-15T12:14:00Z", false},
		{"at night", hampshire, "2027-01-15T23:40:00Z", false, "2027-01-15T23:55:00Z", true},
		{"at night, by choice in the morning", morning, "2027-01-15T23:40:00Z", false, "2027-01-15T23:55:00Z", false},
		{"heard by a person", hampshire, "2027-01-15T12:00:00Z", true, "2027-01-15T12:15:00Z", false},
	} {
		k := opened(t, c.at, "sms:+447700900123")
		k, _, _, err := k.Apply(casework.CannotHear{Code: "1234"}, c.rules, at(c.at))
		if err == nil && c.heard {
			k, _, _, err = k.Apply(casework.Heard{By: "Ola"}, c.rules, at(c.at))
		}
		if err != nil {
			t.Fatal(err)
		}
		if k, _, _ = k.Wake(c.rules, at(c.looked)); k.Alert.Open() != c.rings {
			t.Errorf("%s: rings %v", c.name, k.Alert.Open())
		}
		if c.name == "at night, by choice in the morning" {
			if k, _, _ = k.Wake(c.rules, at("2027-01-18T09:00:00Z")); !k.Alert.Open() {
				t.Error("the morning has come, and nobody is rung")
			}
		}
	}
}
