package conversation

import (
	"fmt"
	"slices"
	"strings"
)

// lexiconParser reads a lexicon file.
type lexiconParser struct {
	*Lexicon
	root    tree
	same    map[string]string // other spellings of a word
	use     map[string]wordUse
	ids     map[string]int32 // the words that phrases have
	words   []string         // by id; no phrase has the first
	numbers map[string]int   // of sets, by their words
	members [][]int32        // of sets
	grown   map[growth][]*tree
}

// growth is how the tree grew at a place: by one group of a phrase. The same
// group leads on to the same places.
type growth struct {
	from  *tree
	group string
}

func parseLexicon(name, text string) (*Lexicon, error) {
	p := lexiconParser{
		Lexicon: &Lexicon{known: map[string]spelling{}, slips: map[string]string{}, fuses: map[[2]string]string{}},
		same:    map[string]string{}, use: map[string]wordUse{}, ids: map[string]int32{}, words: []string{""},
		numbers: map[string]int{}, grown: map[growth][]*tree{},
	}
	meaning := ""
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case line[0] == '[':
			meaning = strings.Trim(line, "[]")
		case meaning == "":
			return nil, fmt.Errorf("%s:%d: a phrase before the first [meaning]", name, n+1)
		case p.aboutWords(meaning, line):
		default:
			for _, phrase := range strings.Split(line, " / ") {
				if err := p.addForms(meaning, phrase); err != nil {
					return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
				}
			}
		}
	}
	p.finish()
	return p.Lexicon, nil
}

// aboutWords takes a line that is about words rather than a line of phrases.
func (p *lexiconParser) aboutWords(meaning, line string) bool {
	switch meaning {
	case "same":
		p.spellings(line)
	case "one":
		p.fuse(line)
	case "sounds":
		meant, heard, _ := strings.Cut(line, " = ")
		p.sounds = append(p.sounds, sound{heard, meant})
	case "light":
		p.mark(lightWord, strings.Fields(line)...)
	case "after to":
		p.mark(afterTo, strings.Fields(line)...)
	default:
		return false
	}
	return true
}

// mark notes what more some words are than words of phrases.
func (p *lexiconParser) mark(use wordUse, words ...string) {
	for _, w := range words {
		w = p.usual(w)
		p.use[w] |= use
		p.id(w)
	}
}

// usual is a word of a phrase in its usual spelling.
func (p *lexiconParser) usual(w string) string {
	w = plain(w)
	if s, ok := p.same[w]; ok {
		return s
	}
	return w
}

// spellings takes "you = u yu yew": words that are read as the first.
func (p *lexiconParser) spellings(line string) {
	word, others, _ := strings.Cut(line, " = ")
	for _, o := range strings.Fields(others) {
		p.same[plain(o)] = plain(word)
	}
}

// add takes "he|she|they hit|hits me" as all the phrases it stands for. What
// stands in (round brackets) may be left out; <these|or these words> hold
// choices of several words.
func (p *lexiconParser) add(meaning string, groups []string) error {
	at := []*tree{&p.root}
	for _, group := range groups {
		var on []*tree
		for _, from := range at {
			on = append(on, p.grow(from, strings.Trim(group, "()<>"))...)
		}
		if group[0] == '(' {
			on = append(on, at...)
		}
		at = on
	}
	if slices.Contains(at, &p.root) || p.root.any != nil || p.root.gap != nil {
		return fmt.Errorf("%q: a phrase must start with a word", strings.Join(groups, " "))
	}
	for _, end := range at {
		if !slices.Contains(end.ends, meaning) {
			end.ends = append(end.ends, meaning)
		}
	}
	return nil
}

// groupsOf splits a phrase at its spaces, but not within brackets.
func groupsOf(phrase string) []string {
	depth := 0
	return strings.FieldsFunc(phrase, func(r rune) bool {
		switch r {
		case '(', '<':
			depth++
		case ')', '>':
			depth--
		}
		return r == ' ' && depth == 0
	})
}

// choices are what one group of a phrase may stand for, each some words.
func choices(group string) [][]string {
	var out [][]string
	for _, c := range strings.Split(group, "|") {
		if c != "" {
			out = append(out, strings.Fields(c))
		}
	}
	return out
}

// grow goes on from a place by any choice of a group. All lead to one place,
// but for those that end with "_" or "..".
func (p *lexiconParser) grow(from *tree, group string) []*tree {
	key := growth{from, group}
	if on, ok := p.grown[key]; ok {
		return on
	}
	to := &tree{}
	var on []*tree
	var alone []int32
	all := choices(group)
	for _, words := range all {
		at, last := from, words[len(words)-1]
		for _, w := range words[:len(words)-1] {
			at = p.grow(at, w)[0]
		}
		switch {
		case last == "_":
			on = append(on, grown(&at.any))
		case last == "..":
			on = append(on, grown(&at.gap))
		case len(words) == 1:
			alone = append(alone, p.id(last))
		default:
			at.next = append(at.next, step{p.set(p.id(last)), to})
		}
	}
	if len(alone) > 0 {
		from.next = append(from.next, step{p.set(alone...), to})
	}
	if len(on) < len(all) {
		on = append(on, to)
	}
	p.grown[key] = on
	return on
}

func grown(n **tree) *tree {
	if *n == nil {
		*n = &tree{}
	}
	return *n
}

// id numbers a word, in its usual spelling.
func (p *lexiconParser) id(w string) int32 {
	w = p.usual(w)
	id, ok := p.ids[w]
	if !ok {
		id = int32(len(p.words))
		p.ids[w] = id
		p.words = append(p.words, w)
		p.learn(w)
	}
	return id
}

// set numbers a set of words.
func (p *lexiconParser) set(words ...int32) int {
	slices.Sort(words)
	key := fmt.Sprint(words)
	n, ok := p.numbers[key]
	if !ok {
		n = len(p.members)
		p.numbers[key] = n
		p.members = append(p.members, words)
	}
	return n
}

// finish notes for each word which sets it is in and which phrases it begins.
func (p *lexiconParser) finish() {
	for _, w := range p.words[1:] {
		p.known[w] = spelling{w, p.ids[w], p.use[w]}
	}
	for other, w := range p.same {
		p.known[other] = spelling{w, p.ids[w], p.use[w]}
	}
	p.sets = make([][]uint64, len(p.words))
	p.first = make([][]*tree, len(p.words))
	for w := range p.sets {
		p.sets[w] = make([]uint64, len(p.members)/64+1)
	}
	for set, words := range p.members {
		for _, w := range words {
			p.sets[w][set/64] |= 1 << (set % 64)
		}
	}
	for _, s := range p.root.next {
		for _, w := range p.members[s.set] {
			p.first[w] = append(p.first[w], s.to)
		}
	}
	p.sum(&p.root)
}

// sum notes at each place the words with which any phrase goes on.
func (p *lexiconParser) sum(at *tree) {
	if at.goesOn != nil {
		return
	}
	at.goesOn = make([]uint64, len(p.words)/64+1)
	for _, s := range at.next {
		for _, w := range p.members[s.set] {
			at.goesOn[w/64] |= 1 << (w % 64)
		}
		p.sum(s.to)
	}
	for _, n := range []*tree{at.any, at.gap} {
		if n != nil {
			p.sum(n)
		}
	}
}
