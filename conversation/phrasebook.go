package conversation

import (
	"fmt"
	"slices"
	"strings"
)

// phrasebook is the danger words of one language: phrases of sets of words,
// kept as a tree so that a place in a text is compared with all of them at
// once. Most words begin no phrase and cost one look-up.
type phrasebook struct {
	known map[string]int32 // spellings, and close misspellings, to words
	sets  [][]uint64       // by word: which sets it is in
	root  branch
	first [][]*branch // by word: where phrases that it begins go on

	weights []int16 // by word, in hundredths
	enough  int     // that a text must weigh; 0 if no words have a weight
}

// branch is a place in the tree: a phrase may end here, go on with a word of
// a set, or go on after a gap.
type branch struct {
	ends [senses]bool
	sets []int
	next []*branch
	gap  *branch
	// goesOn has a bit for each word with which a phrase goes on here.
	goesOn []uint64
}

// maxSkip is how many words ".." may stand for.
const maxSkip = 3

// book is a phrasebook while it is read.
type book struct {
	*phrasebook
	classes map[string][]string // "@who": its words
	ids     map[string]int      // sets by their words
	members [][]string          // sets' words
	plain   map[string]bool     // everyday words, never taken for a misspelling
	same    map[string]string   // other spellings of words
	heavy   map[string]int16    // weights of words
}

// parsePhrasebook reads a danger file. "@who = he she" names a set of words,
// "hit|@beat (up) me .. again" is a phrase: one of several words, one that may
// be left out, up to three of any; "_" is one of any. "^" and "$" are
// where the text begins and ends. " / " parts phrases.
func parsePhrasebook(name, text, weights string) (*phrasebook, error) {
	b := &book{
		phrasebook: &phrasebook{known: map[string]int32{}},
		classes:    map[string][]string{}, ids: map[string]int{}, plain: map[string]bool{}, heavy: map[string]int16{}, same: map[string]string{},
	}
	part := ""
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line != "" && line[0] == '[' {
			part = strings.Trim(line, "[]")
			continue
		}
		if err := b.line(part, line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
		}
	}
	if err := b.parseWeights(strings.Replace(name, "danger", "weights", 1), weights); err != nil {
		return nil, err
	}
	b.finish()
	return b.phrasebook, nil
}

var parts = map[string]sense{"danger.now": dangerNow, "danger.today": dangerToday, "danger.not": harmless, "threat.staff": threat}

func (b *book) line(part, line string) error {
	if class, words, ok := strings.Cut(line, " = "); ok && strings.HasPrefix(class, "@") {
		all, err := b.words(strings.Fields(words))
		b.classes[class] = append(b.classes[class], all...)
		return err
	}
	if part == "plain" {
		for _, w := range strings.Fields(line) {
			b.plain[w] = true
		}
		return nil
	}
	if word, others, ok := strings.Cut(line, " = "); ok && part == "same" {
		for _, o := range strings.Fields(others) {
			b.same[o] = word
		}
		return nil
	}
	s, ok := parts[part]
	if !ok && line != "" {
		return fmt.Errorf("a phrase before the first [danger.now], [danger.today], [danger.not] or [threat.staff]")
	}
	for _, phrase := range strings.Split(line, " / ") {
		if err := b.phrase(s, strings.Fields(phrase)); err != nil {
			return err
		}
	}
	return nil
}

// words spells out classes.
func (b *book) words(of []string) (all []string, err error) {
	for _, w := range of {
		if !strings.HasPrefix(w, "@") {
			all = append(all, strings.ReplaceAll(w, "'", ""))
			continue
		}
		members, ok := b.classes[w]
		if !ok {
			return nil, fmt.Errorf("there is no %s above this line", w)
		}
		all = append(all, members...)
	}
	return all, nil
}

// phrase adds a phrase in each of its forms.
func (b *book) phrase(s sense, elements []string) error {
	if len(elements) == 0 {
		return nil
	}
	at := []*branch{&b.root}
	for i, e := range elements {
		skip := strings.HasPrefix(e, "(")
		if (i == 0 || i == len(elements)-1) && (skip || e == ".." || e == "_") {
			return fmt.Errorf("%q: a phrase starts and ends with a word that must be there", strings.Join(elements, " "))
		}
		var on []*branch
		for _, from := range at {
			to, err := b.step(from, strings.Trim(e, "()"))
			if err != nil {
				return err
			}
			on = append(on, to)
		}
		if skip {
			on = append(on, at...)
		}
		at = on
	}
	for _, end := range at {
		end.ends[s] = true
	}
	return nil
}

// step goes on from a branch by one element.
func (b *book) step(from *branch, element string) (*branch, error) {
	if element == ".." {
		if from.gap == nil {
			from.gap = &branch{}
		}
		return from.gap, nil
	}
	id := 0 // the set of all words
	if element != "_" {
		words, err := b.words(strings.Split(element, "|"))
		if err != nil {
			return nil, err
		}
		id = b.set(words)
	}
	if i := slices.Index(from.sets, id); i >= 0 {
		return from.next[i], nil
	}
	to := &branch{}
	from.sets, from.next = append(from.sets, id), append(from.next, to)
	return to, nil
}

// set numbers a set of words. The set 0 has all.
func (b *book) set(words []string) int {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	key := strings.Join(words, " ")
	id, ok := b.ids[key]
	if !ok {
		b.members = append(b.members, words)
		id = len(b.members)
		b.ids[key] = id
	}
	return id
}
