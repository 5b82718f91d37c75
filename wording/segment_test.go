package wording

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestSegments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		n          int
		gsm        bool
	}{
		{"nothing is one", "", 1, true},
		{"160 septets are one", strings.Repeat("a", 160), 1, true},
		{"161 are two", strings.Repeat("a", 161), 2, true},
		{"306 are two", strings.Repeat("a", 306), 2, true},
		{"307 are three", strings.Repeat("a", 307), 3, true},
		{"a pound is plain", strings.Repeat("£", 160), 1, true},
		{"a euro counts twice", strings.Repeat("€", 80), 1, true},
		{"81 euros are two", strings.Repeat("€", 81), 2, true},
		{"an escape stays with its character", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 151), 2, true},
		{"so a part may stay one short", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3, true},
		{"70 units are one", strings.Repeat("’", 70), 1, false},
		{"71 are two", strings.Repeat("’", 71), 2, false},
		{"134 are two", strings.Repeat("’", 134), 2, false},
		{"135 are three", strings.Repeat("’", 135), 3, false},
		{"an emoji is two units", strings.Repeat("😀", 35), 1, false},
		{"36 of them are two texts", strings.Repeat("😀", 36), 2, false},
		{"a pair is not cut: 33 fit a part of 67", strings.Repeat("😀", 66), 2, false},
		{"the 67th is in a third", strings.Repeat("😀", 67), 3, false},
		{"one curly quote turns all", strings.Repeat("a", 70) + "’", 2, false},
		{"a backtick is not GSM", "`", 1, false},
		{"a tab is not GSM", "\t", 1, false},
		{"a form feed is", "\f", 1, true},
		{"a line end is one", strings.Repeat("\n", 160), 1, true},
		{"broken UTF-8 is counted as it is shown", "\xff", 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if n, gsm := Segments(c.text); n != c.n || gsm != c.gsm {
				t.Errorf("got %d, GSM %t; want %d, %t", n, gsm, c.n, c.gsm)
			}
		})
	}
}

// TestSegmentsAreTwiliosOwn holds the count to Twilio's calculator: the table was
// made with its sms-segments-calculator 1.3.0, smart encoding off. It has what
// stands on the edges of parts, and texts at random.
func TestSegmentsAreTwiliosOwn(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/segments.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows := 0
	for lines := json.NewDecoder(file); lines.More(); rows++ {
		var row struct {
			Name, Text string
			Segments   int
			GSM        bool
		}
		if err := lines.Decode(&row); err != nil {
			t.Fatal(err)
		}
		if n, gsm := Segments(row.Text); n != row.Segments || gsm != row.GSM {
			t.Errorf("%s: %d, GSM %t; Twilio counts %d, GSM %t, of %q", row.Name, n, gsm, row.Segments, row.GSM, row.Text)
		}
	}
	if rows < 100 {
		t.Errorf("only %d rows", rows)
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	const typed = "“Don’t” – wait… 10\u00a0am • a\u200bb"
	if got, want := Clean(typed), `"Don't" - wait... 10 am - ab`; got != want || !GSM(got) {
		t.Errorf("got %s, want %s", got, want)
	}
	const plain = "It's 8pm.\n1 yes"
	if got := Clean(plain); got != plain {
		t.Errorf("plain words became %s", got)
	}
}

func TestGrade(t *testing.T) {
	t.Parallel()
	// The figures are of the formula, worked out by hand.
	for text, want := range map[string]float64{
		"":                              0,
		"0800 1111":                     0,
		"The cat sat on the mat.":       0.39*6 + 11.8*1 - 15.59,
		"Ring 999. We can help you.":    0.39*5/2 + 11.8*1 - 15.59,
		"It is about an investigation.": 0.39*5 + 11.8*10/5 - 15.59,
	} {
		if got := Grade(text); got < want-0.01 || got > want+0.01 {
			t.Errorf("%q: grade %.2f, want %.2f", text, got, want)
		}
	}
	hard := "Representations shall be adjudicated pursuant to the statutory complaints procedure following independent investigation."
	if Grade(hard) < 12 {
		t.Errorf("council prose has grade %.1f", Grade(hard))
	}
}

func TestSyllables(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]int{
		"a": 1, "the": 1, "cat": 1, "made": 1, "makes": 1, "asked": 1, "voices": 2, "wanted": 2,
		"table": 2, "whole": 1, "advocate": 3, "computer": 3, "people": 2, "free": 1, "can't": 1, "Ombudsman": 3,
	} {
		if got := syllables(word); got != want {
			t.Errorf("%s: %d, want %d", word, got, want)
		}
	}
}
