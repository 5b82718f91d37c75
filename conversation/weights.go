package conversation

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// This file weighs words. Phrases hear what somebody thought of; weights hear
// what nobody did: "he spits at me and pours water over me in bed" has no
// phrase of danger, but few grumbles have so many of its words so near to each
// other. The weights are fitted to the tables in testdata/danger (see
// weights_test.go), in hundredths; a person reads phrases, and nobody needs to
// read weights. They only ever add to what the phrases find.

// span is how many words are weighed together. It is about the length of a
// text; in a longer one the heaviest stretch counts, and has to weigh more. A
// letter is not weighed: some stretch of it is heavy by chance, and who writes
// much says it in a phrase.
const (
	span     = 24
	overLong = 250
	aLetter  = 45
)

// mostHeavy is how many words are told as the reason.
const mostHeavy = 4

// parseWeights reads "word 12" lines; the word "_" has what a text must weigh.
func (b *book) parseWeights(name, text string) error {
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		word, number, ok := strings.Cut(strings.TrimSpace(line), " ")
		if word == "" {
			continue
		}
		weight, err := strconv.ParseInt(number, 10, 16)
		if !ok || err != nil {
			return fmt.Errorf("%s:%d: want a word and a whole number", name, n+1)
		}
		b.heavy[word] = int16(weight)
	}
	return nil
}

// weighted gives the words that have a weight and are in no phrase a number of
// their own, behind all others, and notes the weights.
func (b *book) weighted() {
	b.enough = int(b.heavy["_"])
	b.weights = make([]int16, len(b.sets)+len(b.heavy))
	next := int32(len(b.sets))
	for _, word := range slices.Sorted(maps.Keys(b.heavy)) {
		id, ok := b.known[word]
		if !ok {
			id, next = next, next+1
			b.known[word] = id
			b.sets = append(b.sets, b.sets[0])
			b.first = append(b.first, nil)
		}
		b.weights[id] = b.heavy[word]
	}
}

// weigh gives the heaviest words of the heaviest stretch of a text, from left
// to right, if it weighs enough. What only sounds like danger, and what
// threatens the reader, weighs nothing.
func (p *phrasebook) weigh(words []word, found []heard) (heaviest []int) {
	if p.enough == 0 || len(words) > aLetter {
		return nil
	}
	for _, h := range found {
		if h.sense == harmless || h.sense == threat {
			for i := h.start; i < h.end; i++ {
				words[i].id = 0
			}
		}
	}
	sum, best, at := 0, 0, 0
	for i := range words {
		sum += int(p.weights[words[i].id])
		if i >= span {
			sum -= int(p.weights[words[i-span].id])
		}
		if sum > best {
			best, at = sum, i
		}
	}
	enough := p.enough
	if len(words) > span {
		enough += overLong
	}
	if best < enough {
		return nil
	}
	for i := max(0, at-span+1); i <= at; i++ {
		if words[i].to > words[i].from && p.weights[words[i].id] > 0 {
			heaviest = append(heaviest, i)
		}
	}
	slices.SortFunc(heaviest, func(a, b int) int {
		return int(p.weights[words[b].id]) - int(p.weights[words[a].id])
	})
	heaviest = heaviest[:min(len(heaviest), mostHeavy)]
	slices.Sort(heaviest)
	return heaviest
}
