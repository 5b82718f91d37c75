package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"heard/casework"
)

// A letter for the post has its date, its number, whom it is from, what was
// said to the letter, and who signs it.
func TestALetterIsPrintedForThePost(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2026-12-21T10:00:00Z", "hampshire")
	s.write("+447700900123", "sms", "my pa said <b>no</b> & never rang", "a sorry")
	s.does(casework.Introduce{Role: casework.Child, Name: "T"}, casework.Acknowledge{By: "Officer"})
	page := s.page("1")
	for _, want := range []string{
		"Hampshire County Council", "0300 555 1384", "Monday 21 December 2026\nYour number: HAM ", "my pa said &lt;b&gt;no&lt;/b&gt; &amp; never rang",
		"Thursday 7 January", "an advocate", "The Children&#39;s Services Complaints Team", "act posted letter=1", "<p>T</p>", "@page { size: A4",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	if file := os.Getenv("HEARD_LETTER"); file != "" {
		if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.does(casework.Posted{Letter: 1, At: s.clock.Now()})
	if page = s.page("1"); !strings.Contains(page, "Posted on 2026-12-21, taken as received on 2026-12-23.") || strings.Contains(page, "act posted") {
		t.Error("it does not say when it was posted")
	}
	record, err := s.scenarioCase(t.Context(), "hampshire", "last")
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"0", "2", "x"} {
		if err := s.printLetter(&bytes.Buffer{}, "hampshire", record, wrong); err == nil {
			t.Errorf("letter %s is printed", wrong)
		}
	}
}

// does lets an officer do things to the newest case.
func (s *street) does(actions ...casework.Action) {
	s.Helper()
	for _, a := range actions {
		record, err := s.scenarioCase(s.Context(), s.councils[0].name, "last")
		if err == nil {
			_, err = s.act(s.Context(), s.councils[0].name, record, a)
		}
		if err != nil {
			s.Fatal(err)
		}
	}
}

func (s *street) page(number string) string {
	s.Helper()
	record, err := s.scenarioCase(s.Context(), s.councils[0].name, "last")
	if err != nil {
		s.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.printLetter(&b, s.councils[0].name, record, number); err != nil {
		s.Fatal(err)
	}
	return b.String()
}
