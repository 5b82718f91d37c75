package mail

import (
	"regexp"
	"strconv"
	"strings"
)

// This file reads plain text as a person does: an empty line ends a paragraph,
// lines that begin with 1, 2, 3 or with a dash are a list. Nothing is left out.

// block is a paragraph or a list.
type block struct {
	Lines []string // of a paragraph
	Items []item   // of a list
	Dash  bool     // a list without numbers
}

// item is one entry of a list, with the number that stands before it: people
// answer with it.
type item struct {
	Number int
	Text   string
}

var (
	numbered = regexp.MustCompile(`^(\d{1,2})[.)]? +(\S.*)$`)
	dashed   = regexp.MustCompile(`^[-*•] +(\S.*)$`)
)

// blocks takes a text apart.
func blocks(text string) []block {
	r := reader{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			r.gap = true
		} else {
			r.add(line)
			r.gap = false
		}
	}
	return r.blocks
}

// reader reads a text line by line.
type reader struct {
	blocks []block
	gap    bool // an empty line stands before this one
}

func (r *reader) add(line string) {
	if m := numbered.FindStringSubmatch(line); m != nil {
		n, _ := strconv.Atoi(m[1]) // the pattern lets digits in only
		if r.list(n == r.next(), n == 1, false, item{n, m[2]}) {
			return
		}
	}
	if m := dashed.FindStringSubmatch(line); m != nil {
		r.list(r.dashes(), true, true, item{Text: m[1]})
		return
	}
	if last := r.last(); last != nil && !r.gap && last.Lines != nil {
		last.Lines = append(last.Lines, line)
		return
	}
	r.blocks = append(r.blocks, block{Lines: []string{line}})
}

// list adds an entry to the list that stands before it, or begins one. It may
// be neither: "3 of us went".
func (r *reader) list(goesOn, begins, dash bool, i item) bool {
	switch {
	case goesOn:
		last := r.last()
		last.Items = append(last.Items, i)
	case begins:
		r.blocks = append(r.blocks, block{Items: []item{i}, Dash: dash})
	}
	return goesOn || begins
}

func (r *reader) last() *block {
	if len(r.blocks) == 0 {
		return nil
	}
	return &r.blocks[len(r.blocks)-1]
}

// next is the number with which the list at hand would go on; -1 for no list.
func (r *reader) next() int {
	if last := r.last(); last != nil && len(last.Items) > 0 && !last.Dash {
		return last.Items[len(last.Items)-1].Number + 1
	}
	return -1
}

func (r *reader) dashes() bool {
	last := r.last()
	return last != nil && last.Dash
}
