package wording

import (
	"fmt"
	"strings"

	"heard/casework"
)

// Problem is something wrong with the words of one variant.
type Problem struct {
	Language casework.Lang
	Template casework.Template
	Variant  Variant
	What     string
}

// Error says where the problem is and what is wrong.
func (p Problem) Error() string {
	who := strings.TrimSpace(string(p.Variant.Audience) + " " + string(p.Variant.Channel))
	if who != "" {
		who = " (" + who + ")"
	}
	return fmt.Sprintf("%s%s: %s", p.Template, who, p.What)
}

// Problems are several, in order.
type Problems []Problem

// Error has one line for each.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = fmt.Sprintf("%s: %v", p.Language, p)
	}
	return strings.Join(lines, "\n")
}
