package conversation_test

import (
	"path/filepath"
	"strings"
	"testing"

	"heard/casework"
	"heard/conversation"
)

// TestDays reads days against a table: what somebody wrote on Monday 11
// January 2027, " | " and the first and last day that are meant, or "none".
func TestDays(t *testing.T) {
	t.Parallel()
	ls, err := conversation.LoadLexicons()
	if err != nil {
		t.Fatal(err)
	}
	today := casework.Date{Year: 2027, Month: 1, Day: 11}
	for _, line := range rows(t, []string{filepath.Join("testdata", "days.txt")}) {
		said, want, _ := strings.Cut(line, " | ")
		got := "none"
		if s, ok := ls.For("en").Days(said, today); ok {
			got = s.From.String()
			if s.To != s.From {
				got += " " + s.To.String()
			}
		}
		if got != want {
			t.Errorf("%q was read as %s, want %s", said, got, want)
		}
	}
}

// FuzzReading holds that whatever somebody sends is read.
func FuzzReading(f *testing.F) {
	ls, err := conversation.LoadLexicons()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("no, yes would be too much")
	f.Add("on 31/2 or 12.3.26, just really just really if only 2 4 u")
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range ls {
			for _, answer := range []string{string(l.YesNo(text)), string(l.Advocate(text)), string(l.Kind(text))} {
				if answer == "" {
					t.Errorf("%q has no reading", text)
				}
			}
			if s, ok := l.Days(text, casework.Date{Year: 2027, Month: 1, Day: 11}); ok && s.To.Before(s.From) {
				t.Errorf("%q ends before it begins: %v", text, s)
			}
		}
	})
}
