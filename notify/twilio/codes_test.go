package twilio_test

import (
	"strconv"
	"testing"
	"time"

	"heard/notify/twilio"
)

// TestEveryCodeHasItsMannerAndItsWords holds the table to what was agreed on
// for each code: who acts, when it is said again, and that an officer is told
// what to do.
func TestEveryCodeHasItsMannerAndItsWords(t *testing.T) {
	t.Parallel()
	p, err := twilio.New(twilio.Options{Account: account, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	other := p.Explain("99999").Hint
	for code, manner := range map[int]string{
		21610: "opted out", 21211: "final", 21614: "final", 21635: "final", 30006: "final", 30003: "again",
		30004: "final", 30005: "final", 30007: "final", 30008: "again", 21408: "operator", 63016: "elsewhere",
		63024: "elsewhere", 63003: "elsewhere", 63018: "busy", 20429: "busy", 14107: "busy", 63021: "final",
		20003: "operator", 11200: "operator", 30029: "operator",
	} {
		e := p.Explain(strconv.Itoa(code))
		got := "final"
		switch {
		case e.OptedOut:
			got = "opted out"
		case e.Elsewhere:
			got = "elsewhere"
		case e.Operator:
			got = "operator"
		case e.Temporary:
			got = "busy"
		case e.Retry[0] > 0:
			got = "again"
		}
		if got != manner || e.Hint == "" || e.Hint == other {
			t.Errorf("%d is %s, with %q; want %s", code, got, e.Hint, manner)
		}
	}
	for code, want := range map[string]time.Duration{"30001": 5 * time.Minute, "63018": 5 * time.Minute, "30002": time.Hour, "21408": time.Hour, "30004": 0, "63016": 0, "99999": 0} {
		if got := p.Explain(code).Retry[0]; got != want {
			t.Errorf("%s, told after it was taken: said again after %s, want %s", code, got, want)
		}
	}
	if got := p.Explain("30003").Retry; got != [3]time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour} {
		t.Errorf("a phone that is off is tried after %v", got)
	}
}
