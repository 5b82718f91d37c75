package mail

import (
	"html/template"
	"regexp"
	"strings"
)

// This file finds what can be tapped: telephone numbers and web addresses. The
// rules are: the emergency number is no link, a tap by accident is too easy; and
// nothing within quotes is one, for those are somebody's words, perhaps not even
// the reader's.

// span is a stretch of text, with where it leads to.
type span struct {
	Text string
	Href template.URL
}

// Whole tells whether a line is not to end within it: a number is read in one.
func (s span) Whole() bool { return strings.HasPrefix(string(s.Href), "tel:") }

// The numbers have 8 (Childline) to 11 digits at home, with the country's code
// one more.
var (
	target = regexp.MustCompile(`https?://[^\s<>"]+|\bwww\.[^\s<>"]+|\+44[\d ]+\d|\b0\d[\d ]+\d\b`)
	digits = regexp.MustCompile(`\D`)
)

const (
	fewestDigits = 8
	mostDigits   = 12
)

// spans takes a line apart at its links.
func spans(line string) (out []span) {
	for i, piece := range strings.Split(line, `"`) {
		if i > 0 {
			out = append(out, span{Text: `"`})
		}
		if i%2 == 1 {
			out = append(out, span{Text: piece})
		} else {
			out = append(out, linked(piece)...)
		}
	}
	return out
}

func linked(text string) (out []span) {
	for text != "" {
		at := target.FindStringIndex(text)
		if at == nil {
			return append(out, span{Text: text})
		}
		found := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)'")
		out = append(out, span{Text: text[:at[0]]}, span{Text: found, Href: href(found)})
		text = text[at[0]+len(found):]
	}
	return out
}

// href is where a link leads to; "" for what only looks like one. What it is
// made of, the pattern has let through.
func href(found string) template.URL {
	switch {
	case strings.HasPrefix(found, "http"):
		return template.URL(found)
	case strings.HasPrefix(found, "www."):
		return template.URL("https://" + found)
	}
	number := digits.ReplaceAllString(found, "")
	if len(number) < fewestDigits || len(number) > mostDigits {
		return ""
	}
	if found[0] == '+' {
		number = "+" + number
	}
	return template.URL("tel:" + number)
}
