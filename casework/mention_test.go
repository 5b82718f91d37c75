package casework_test

import (
	"testing"

	"heard/casework"
)

func TestWhoMayBeMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		told, name string
		want       bool
	}{
		{"tom hit me", "Tom Adams", true},
		{"it was MR ADAMS again", "Tom Adams", true},
		{"Tom's in my room", "Tom Adams", true},
		{"toms in my room", "Tom Adams", true},
		{"tom-adams", "Tom Adams", true},
		{"they hit me tomorrow", "Tom Adams", false},
		{"he hits me at night, every day, even my social worker", "Duty, nights", false},
		{"a man hit me", "A", false},
		{"an officer hit me", "Officer", false},
		{"zoë did it", "Zoë Quinn", true},
		{"", "Tom Adams", false},
	} {
		if got := (casework.Case{Statement: "it began last week\n" + c.told}).Mentions(c.name); got != c.want {
			t.Errorf("%q mentions %q: %v", c.told, c.name, got)
		}
	}
	noted := casework.Case{Named: []string{"Mr Adams"}}
	if !noted.Mentions("Tom Adams") || noted.Mentions("Tom Baker") {
		t.Error("what an officer has noted does not count")
	}
	quoted := casework.Case{Alert: &casework.Alert{Reasons: []string{"adams hit me"}}} // in what a mail quotes
	if !quoted.Mentions("Tom Adams") {
		t.Error("a phrase that raised the alert does not count")
	}
}
