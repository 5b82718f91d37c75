package conversation

// This file finds phrases in a text. All phrases of a language stand in one
// tree of words, so that a text is walked once, whatever is asked of it.

// tree is one node: the phrases that end here, by meaning, and the words that
// may follow.
type tree struct {
	ends []string
	next map[string]*tree
	any  *tree // one word, whichever
	gap  *tree // up to maxGap words
}

// maxGap is how many words ".." may stand for.
const maxGap = 3

// add puts a phrase into the tree.
func (n *tree) add(words []string, meaning string) {
	for _, w := range words {
		n = n.child(w)
	}
	n.ends = append(n.ends, meaning)
}

func (n *tree) child(w string) *tree {
	switch w {
	case "_":
		return grown(&n.any)
	case "..":
		return grown(&n.gap)
	}
	if n.next == nil {
		n.next = map[string]*tree{}
	}
	if n.next[w] == nil {
		n.next[w] = &tree{}
	}
	return n.next[w]
}

func grown(n **tree) *tree {
	if *n == nil {
		*n = &tree{}
	}
	return *n
}

// match is where a phrase was found: tokens[start:end].
type match struct {
	meaning    string
	start, end int
}

func (m match) words() int { return m.end - m.start }

// walk notes in found every phrase that begins where it was called first and
// goes on at i, the longest of each meaning.
func (n *tree) walk(toks []token, i int, found []match) []match {
	for _, meaning := range n.ends {
		found = longest(found, meaning, i)
	}
	if n.gap != nil {
		for skip := 0; skip <= maxGap && i+skip <= len(toks); skip++ {
			found = n.gap.walk(toks, i+skip, found)
		}
	}
	if i >= len(toks) {
		return found
	}
	if next := n.next[toks[i].same]; next != nil {
		found = next.walk(toks, i+1, found)
	}
	if n.any != nil {
		found = n.any.walk(toks, i+1, found)
	}
	return found
}

func longest(found []match, meaning string, end int) []match {
	for k := range found {
		if found[k].meaning == meaning {
			found[k].end = max(found[k].end, end)
			return found
		}
	}
	return append(found, match{meaning: meaning, end: end})
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

// at returns the longest phrase of some meanings that begins at a word. What
// begins there is looked up once and kept with the word.
func (l *Lexicon) at(toks []token, i int, meanings []string) (best match, ok bool) {
	t := &toks[i]
	if !t.walked {
		t.walked = true
		if n := l.root.next[t.same]; n != nil {
			t.found = n.walk(toks, i+1, nil)
		}
	}
	for _, meaning := range meanings {
		for _, m := range t.found {
			if m.meaning == meaning && m.end > best.end {
				best = match{meaning, i, m.end}
			}
		}
	}
	return best, best.end > 0
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
