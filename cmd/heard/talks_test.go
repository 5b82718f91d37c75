package main

import (
	"regexp"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/sandbox"
)

// spoken is one turn of a talk: what is said, and every text that answers it.
type spoken struct {
	said    string
	answers []string // masked
	urgent  bool     // a text of it may come twice rather than not at all
}

// The talks that the tests hold by hundreds: one by the questions in order,
// one that says several things at once, one in danger, one only of thanks.
var talks = [][]string{
	{"my social worker never turns up", "i want a new one", "2", "1", "skip", "1", "when"},
	{"they moved me and i want to go back and yes to an advocate", "1", "3", "not after 8", "skip", "1", "when", "and my bike is still there"},
	{"my carer shouts all the time", "i want to move", "he hit me again", "2", "skip", "thanks"},
	{"hiya", "my allowance is 3 months late", "skip", "skip", "when"},
}

// A masked text has no reference, no date and no code in it: they differ
// between runs.
var (
	references = regexp.MustCompile(`\b[A-Z]{2,4}[ -][2-9][2-9A-Z]{2} ?[2-9A-Z]{2}\b|` +
		`\b[A-Z]( [A-Z]){1,3}, [2-9] [2-9A-Z] [2-9A-Z], [2-9A-Z] [2-9A-Z]\b`) // as a call says it
	codes = regexp.MustCompile(`text back (\d{4})`)
	dates = regexp.MustCompile(`\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* \d{1,2} [A-Z][a-z]+\b`)
)

func mask(text string) string {
	text = references.ReplaceAllString(text, "REF")
	return codes.ReplaceAllString(dates.ReplaceAllString(text, "DATE"), "CODE")
}

// hold has each talk once, undisturbed, in a house of its own, and tells how
// it goes.
func hold(t *testing.T) [][]spoken {
	t.Helper()
	lexicon, err := conversation.LoadLexicon("en")
	if err != nil {
		t.Fatal(err)
	}
	s, err := setStage(newClock(time.Now(), false), "", "hampshire")
	if err != nil {
		t.Fatal(err)
	}
	defer s.strike()
	out := make([][]spoken, len(talks))
	for n, talk := range talks {
		from := person(n)
		for _, said := range talk {
			level, _ := lexicon.Danger(said)
			turn := spoken{said: said, urgent: level == casework.LevelNow}
			turn.answers = s.hear(t, from, said)
			if len(turn.answers) == 0 {
				t.Fatalf("%q is not answered", said)
			}
			out[n] = append(out[n], turn)
		}
	}
	return out
}

// hear lets a person say something by text and gives the answers, masked.
func (s *stage) hear(t *testing.T, from, said string) (answers []string) {
	t.Helper()
	seen := len(s.sandbox.Messages())
	s.clock.Set(s.clock.Now().Add(time.Second))
	status, err := s.sandbox.Inbound(t.Context(), sandbox.Message{From: from, To: s.councils[0].numbers[0], Body: said})
	if err != nil || status != 200 {
		t.Fatalf("%q: answered %d, %v", said, status, err)
	}
	if err := s.quiesce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, m := range s.sandbox.Since(seen) {
		if m.To == from {
			answers = append(answers, mask(m.Body))
		}
	}
	return answers
}
