package configs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one thing wrong in a file. Line and column count from 1.
type Error struct {
	File   string
	Line   int
	Column int
	What   string // what is wrong, and what was meant
}

// Error reads like "hampshire.yaml:12:5: there is no ...".
func (e Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.What
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.What)
}

// Errors are all things wrong, in the order in which they stand in the file.
type Errors []Error

// Error has one line for each.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// doc is a file while it is read. Readers go on after an error, so that all
// are found at once.
type doc struct {
	file  string
	wrong []Error
}

func (d *doc) fail(n *node, format string, args ...any) {
	d.wrong = append(d.wrong, Error{d.file, n.line, n.column, fmt.Sprintf(format, args...)})
}

// err returns what was wrong, or nil.
func (d *doc) err() error {
	if len(d.wrong) == 0 {
		return nil
	}
	slices.SortStableFunc(d.wrong, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return Errors(d.wrong)
}

// meant guesses which of the known words somebody meant, or lists them where
// none is near.
func meant(word string, known []string) string {
	best, least := "", min(max(2, len(word)/3)+1, len(word))
	for _, k := range known {
		if n := distance(strings.ToLower(word), strings.ToLower(k)); n < least {
			best, least = k, n
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "there is " + strings.Join(known, ", ") + "."
}

// distance counts the letters to change, add or leave out, or neighbours to
// swap, to make b of a.
func distance(a, b string) int {
	two, one := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := one[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, one[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], two[j-1]+1)
			}
		}
		two, one = one, row
	}
	return one[len(b)]
}
