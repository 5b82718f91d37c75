package conversation

import (
	"slices"
	"strings"
)

// This file reads two words as one: "do not" as "dont", "some one" as
// "someone". Texts and phrases are treated alike, so that a phrase needs to
// stand in a lexicon only once.

// fused returns what two words are as one.
func (l *Lexicon) fused(a, b spelling) (string, bool) {
	if b.use&fusesBack == 0 {
		return "", false
	}
	one, ok := l.fuses[[2]string{a.same, b.same}]
	return one, ok
}

// fuse takes "dont = do not": two words that are read as one.
func (p *lexiconParser) fuse(line string) {
	one, two, _ := strings.Cut(line, " = ")
	for _, pair := range strings.Split(two, " / ") {
		if a, b, ok := strings.Cut(pair, " "); ok {
			p.fuses[[2]string{a, b}] = one
			p.mark(fusesBack, b)
		}
	}
}

// fused returns what two words of a phrase are as one.
func (p *lexiconParser) fused(a, b string) (string, bool) {
	b = p.usual(b)
	return p.Lexicon.fused(spelling{same: p.usual(a)}, spelling{same: b, use: p.use[b]})
}

// addForms adds a phrase as it stands and, where its words may be one with
// their neighbours, each form that it stands for.
func (p *lexiconParser) addForms(meaning, phrase string) error {
	groups := groupsOf(phrase)
	for i, g := range groups {
		groups[i] = p.fuseWithin(g)
	}
	if !p.fusesAcross(groups) {
		return p.add(meaning, groups)
	}
	for _, words := range spelledOut(groups) {
		if err := p.add(meaning, p.fuseAll(words)); err != nil {
			return err
		}
	}
	return nil
}

// fuseWithin fuses the words of each choice of a group.
func (p *lexiconParser) fuseWithin(group string) string {
	if !strings.Contains(group, " ") {
		return group
	}
	all := choices(strings.Trim(group, "()<>"))
	texts := make([]string, len(all))
	for i, words := range all {
		texts[i] = strings.Join(p.fuseAll(words), " ")
	}
	return group[:1] + strings.Join(texts, "|") + group[len(group)-1:]
}

// fuseAll makes one word of each two that are.
func (p *lexiconParser) fuseAll(words []string) []string {
	var out []string
	for _, w := range words {
		if n := len(out); n > 0 {
			if one, ok := p.fused(out[n-1], w); ok {
				out[n-1] = one
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

// fusesAcross tells whether a word of one group of a phrase may be one with a
// word of the next.
func (p *lexiconParser) fusesAcross(groups []string) bool {
	var ends []string // with which words what comes before may end
	for _, g := range groups {
		var next []string
		for _, c := range choices(strings.Trim(g, "()<>")) {
			if p.use[p.usual(c[0])]&fusesBack != 0 && slices.ContainsFunc(ends, func(end string) bool {
				_, ok := p.fused(end, c[0])
				return ok
			}) {
				return true
			}
			next = append(next, c[len(c)-1])
		}
		if g[0] == '(' {
			next = append(next, ends...)
		}
		ends = next
	}
	return false
}

// spelledOut is the words of every phrase that some groups stand for.
func spelledOut(groups []string) [][]string {
	out := [][]string{nil}
	for _, g := range groups {
		var longer [][]string
		for _, before := range out {
			for _, c := range choices(strings.Trim(g, "()<>")) {
				longer = append(longer, append(before[:len(before):len(before)], c...))
			}
			if g[0] == '(' {
				longer = append(longer, before)
			}
		}
		out = longer
	}
	return out
}
