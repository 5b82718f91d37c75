package conversation

import "slices"

// This file finds phrases in a text. All phrases of a language stand in one
// tree, so that a text is walked once, whatever is asked of it.

// tree is one place in phrases: those that end here, by meaning, and how others
// go on. A step takes any word of a set, so that "he|she|they hit|hits me" is
// three places and not six phrases.
type tree struct {
	ends   []string
	next   []step
	any    *tree    // one word, whichever
	gap    *tree    // up to maxGap words
	goesOn []uint64 // a bit for each word that next has
}

// step goes on with a word of a set.
type step struct {
	set int
	to  *tree
}

// maxGap is how many words ".." may stand for.
const maxGap = 3

// match is where a phrase was found: tokens[start:end].
type match struct {
	meaning    string
	start, end int
}

func (m match) words() int { return m.end - m.start }

// maxLight is how many light words may stand within a phrase.
const maxLight = 2

// walk notes in found every phrase that begins where it was called first and
// goes on at i. light is how many light words may yet stand within it.
func (l *Lexicon) walk(n *tree, toks []token, i, light int, found []match) []match {
	for _, meaning := range n.ends {
		if m := (match{meaning: meaning, end: i}); !slices.Contains(found, m) {
			found = append(found, m)
		}
	}
	return l.on(n, toks, i, light, found)
}

// on goes on from a place. A light word ("just") may stand between any two of a
// phrase.
func (l *Lexicon) on(n *tree, toks []token, i, light int, found []match) []match {
	if n.gap != nil {
		for skip := 0; skip <= maxGap && i+skip <= len(toks); skip++ {
			found = l.walk(n.gap, toks, i+skip, light, found)
		}
	}
	if i >= len(toks) {
		return found
	}
	if n.any != nil {
		found = l.walk(n.any, toks, i+1, light, found)
	}
	if light > 0 && toks[i].use&lightWord != 0 && len(n.next) > 0 {
		found = l.on(n, toks, i+1, light-1, found)
	}
	id := toks[i].id
	if !has(n.goesOn, int(id)) {
		return found // as at most places
	}
	for _, s := range n.next {
		if has(l.sets[id], s.set) {
			found = l.walk(s.to, toks, i+1, light, found)
		}
	}
	return found
}

// find returns the phrases of some meanings in a text, from left to right, at
// each place the longest; of equally long ones that of the meaning named first.
func (l *Lexicon) find(toks []token, meanings ...string) []match {
	var out []match
	for i := 0; i < len(toks); {
		best, ok := l.at(toks, i, meanings)
		if !ok {
			i++
			continue
		}
		out = append(out, best)
		i = best.end
	}
	return out
}

// at returns the longest phrase of some meanings that begins at a word and ends
// within the words given. What begins at a word is looked up once, in the whole
// text, and kept with it.
func (l *Lexicon) at(toks []token, i int, meanings []string) (best match, ok bool) {
	t := &toks[i]
	if !t.walked {
		t.walked, t.found = true, l.from(toks[i:min(i+t.left, cap(toks))])
	}
	end, first := 0, 0
	for _, m := range t.found {
		if m.end < end || i+m.end > len(toks) {
			continue
		}
		if k := slices.Index(meanings, m.meaning); k >= 0 && (m.end > end || k < first) {
			best, end, first = match{m.meaning, i, i + m.end}, m.end, k
		}
	}
	return best, end > 0
}

// mostFound is how many phrases begin at most words.
const mostFound = 4

// from returns the phrases that a text begins with, their ends counted from
// its start.
func (l *Lexicon) from(toks []token) (found []match) {
	first := l.first[toks[0].id]
	if len(first) > 0 {
		found = make([]match, 0, mostFound)
	}
	for _, n := range first {
		found = l.walk(n, toks, 1, maxLight, found)
	}
	return found
}

// has tells whether a text has a phrase of a meaning.
func (l *Lexicon) has(toks []token, meanings ...string) bool {
	for i := range toks {
		if _, ok := l.at(toks, i, meanings); ok {
			return true
		}
	}
	return false
}

// begins tells whether a text begins with a phrase of a meaning, and where
// that ends.
func (l *Lexicon) begins(toks []token, meanings ...string) (end int, ok bool) {
	if len(toks) == 0 {
		return 0, false
	}
	m, ok := l.at(toks, 0, meanings)
	return m.end, ok
}

// is tells whether a text is nothing but phrases of some meanings. A question
// mark, which people put behind anything, does not count.
func (l *Lexicon) is(toks []token, meanings ...string) bool {
	some := false
	for i := 0; i < len(toks); {
		m, ok := l.at(toks, i, meanings)
		switch {
		case ok:
			i, some = m.end, true
		case toks[i].word == "?":
			i++
		default:
			return false
		}
	}
	return some
}
