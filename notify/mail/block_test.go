package mail

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestATextIsReadAsAPersonDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []block
	}{
		{"nothing", " \n\n", nil},
		{"paragraphs", "a\nb\n\n \nc", []block{{Lines: []string{"a", "b"}}, {Lines: []string{"c"}}}},
		{"a menu", "Which?\n1 yes\n2 no", []block{{Lines: []string{"Which?"}}, {Items: []item{{1, "yes"}, {2, "no"}}}}},
		{"questions apart", "1. a\n\n2. b\n\nc", []block{{Items: []item{{1, "a"}, {2, "b"}}}, {Lines: []string{"c"}}}},
		{"two menus", "1 a\n2 b\n1 c", []block{{Items: []item{{1, "a"}, {2, "b"}}}, {Items: []item{{1, "c"}}}}},
		{"a number that is no list", "a\n3 of us\n2. then", []block{{Lines: []string{"a", "3 of us", "2. then"}}}},
		{"a line after a list", "1 a\nb\n2 c", []block{{Items: []item{{1, "a"}}}, {Lines: []string{"b", "2 c"}}}},
		{"dashes", "- a\n\n* b\n• c\n-d", []block{{Dash: true, Items: []item{{Text: "a"}, {Text: "b"}, {Text: "c"}}}, {Lines: []string{"-d"}}}},
		{"nought", "0 days\n00 more", []block{{Lines: []string{"0 days", "00 more"}}}},
		{"a year", "2027 was it", []block{{Lines: []string{"2027 was it"}}}},
	} {
		if diff := cmp.Diff(c.want, blocks(c.text)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestWhatCanBeTappedIsALink(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Ring 0300 555 1384.":                      "tel:03005551384",
		"Childline 0800 1111, free":                "tel:08001111",
		"0300 061 0614":                            "tel:03000610614",
		"from abroad +44 20 7946 0000":             "tel:+442079460000",
		"see www.lgo.org.uk.":                      "https://www.lgo.org.uk",
		"(https://example.org/a?b=c&d)":            "https://example.org/a?b=c&d",
		"Ring 999 now":                             "",
		"text SHOUT to 85258":                      "",
		"by Wednesday 27 January 2027":             "",
		"HAM 2X8 K4, 07":                           "",
		`You said: "ring 07700 900123"`:            "",
		`"see https://evil.example" and so on`:     "",
		"0800 1111 2222 3333 4444":                 "",
		"javascript://example.org":                 "",
		"complaints@hants.example":                 "",
		"call 07700900123 or not":                  "tel:07700900123",
		"x0300 555 1384":                           "",
		`it was "so" and the number 0300 555 1384`: "tel:03005551384",
	} {
		got, all := "", ""
		for _, s := range spans(text) {
			got += string(s.Href)
			all += s.Text
		}
		if got != want || all != text {
			t.Errorf("%q: %q, all %q", text, got, all)
		}
	}
}
