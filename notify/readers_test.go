package notify

import (
	"slices"
	"testing"

	"heard/casework"
	"heard/store"
)

// A letter goes to the officer whose case it is, and never to somebody who is
// complained of.
func TestWhoReadsALetterToTheOffice(t *testing.T) {
	t.Parallel()
	c := Council{
		Doors: map[casework.Channel]Provider{casework.Email: nothing{}},
		Officers: []Official{
			{Name: "Officer One", Role: casework.Officer, Email: "one@example.org"},
			{Name: "Officer Two", Role: casework.Officer, Email: "two@example.org"},
			{Name: "Manager Three", Role: casework.Manager, Email: "three@example.org"},
		},
	}
	for name, k := range map[string]struct {
		letter casework.Message
		tries  int
		want   []casework.Address
	}{
		"nobody's":               {casework.Message{}, 0, []casework.Address{"email:one@example.org", "email:two@example.org"}},
		"Two's":                  {casework.Message{For: "Officer Two"}, 0, []casework.Address{"email:two@example.org"}},
		"Two's, who is away":     {casework.Message{For: "Officer Two"}, 1, []casework.Address{"email:two@example.org", "email:one@example.org"}},
		"One is complained of":   {casework.Message{Except: []string{"one"}}, 0, []casework.Address{"email:two@example.org"}},
		"both are complained of": {casework.Message{Except: []string{"Officer One", "two"}}, 0, []casework.Address{"email:three@example.org"}},
	} {
		k.letter.To.Office = casework.Officer
		if got := c.office(store.Entry{Message: k.letter, Tries: k.tries}).addresses; !slices.Equal(got, k.want) {
			t.Errorf("%s: %v, want %v", name, got, k.want)
		}
	}
}

type nothing struct{ Provider }
