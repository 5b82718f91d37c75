package wording

import (
	"fmt"
	"strings"
)

// part is a piece of a template: words, or a blank with its form.
type part struct {
	text  string
	blank string
	form  string
}

// The forms of a blank other than its plain one.
const (
	formPlain = ""
	formDay   = "day" // a date near today as its weekday: Friday
)

// parse takes a template's text apart at its blanks.
func parse(text string) ([]part, error) {
	var parts []part
	for text != "" {
		open := strings.IndexAny(text, "{}")
		if open < 0 {
			return append(parts, part{text: text}), nil
		}
		if text[open] == '}' {
			return nil, fmt.Errorf("a } stands without its {")
		}
		if open > 0 {
			parts = append(parts, part{text: text[:open]})
		}
		inside, rest, closed := strings.Cut(text[open+1:], "}")
		if !closed {
			return nil, fmt.Errorf("a { stands without its }")
		}
		p, err := parseBlank(inside)
		if err != nil {
			return nil, err
		}
		parts, text = append(parts, p), rest
	}
	return parts, nil
}

func parseBlank(inside string) (part, error) {
	name, form, _ := strings.Cut(inside, ":")
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return part{}, fmt.Errorf("{%s} is no blank: a name has small letters, digits and _", inside)
	}
	if form != formPlain && form != formDay {
		return part{}, fmt.Errorf("{%s}: there is no form %q: there is %s", inside, form, formDay)
	}
	return part{blank: name, form: form}, nil
}
