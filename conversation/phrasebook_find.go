package conversation

import (
	"unicode"
	"unicode/utf8"
)

// word is one word of a text: which one it is, where it stands, and whether a
// sentence ends before it.
type word struct {
	id       int32
	from, to int32
	stop     bool
}

// maxLetters is how many bytes of a word are compared; no word of a phrase has
// more.
const maxLetters = 32

// scan takes a text apart into words. Letters count in either case; an
// apostrophe, a joiner that cannot be seen and a letter drawn out do not. "^"
// stands before the first word and "$" behind the last.
func (p *phrasebook) scan(text string) []word {
	out := make([]word, 0, len(text)/4+8)
	out = append(out, word{id: p.known["^"], stop: true})
	var buf [maxLetters]byte
	n, from, stop := 0, -1, true
	end := func(to int) {
		if from >= 0 {
			out = append(out, word{p.spelled(buf[:n]), int32(from), int32(to), stop})
			n, from, stop = 0, -1, false
		}
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			switch ascii[c] {
			case letter:
				if from < 0 {
					from = i
				}
				if n < maxLetters && (n < 2 || buf[n-1] != c|0x20 || buf[n-2] != c|0x20 || c < 'A') {
					buf[n] = c | lower[c]
					n++
				}
			case quote:
			default:
				end(i)
				stop = stop || ascii[c] == full
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if from < 0 {
				from = i
			}
			if r = unicode.ToLower(r); n+utf8.UTFMax <= maxLetters {
				n += utf8.EncodeRune(buf[n:], r)
			}
		case joins(r):
		case unicode.IsSymbol(r):
			end(i)
			out = append(out, word{p.known[text[i:i+size]], int32(i), int32(i + size), stop})
			stop = false
		default:
			end(i)
		}
		i += size
	}
	end(len(text))
	return append(out, word{p.known["$"], int32(len(text)), int32(len(text)), true})
}

// joins tells whether a sign stands inside words: an apostrophe as phones write
// it, a mark that cannot be seen.
func joins(r rune) bool {
	return apostrophe(r) || r == 0x00ad || r >= 0x200b && r <= 0x200d || r == 0xfe0f || r == 0xfeff || unicode.Is(unicode.Mn, r)
}

type sign uint8

const (
	between sign = iota
	letter
	quote
	full // ends a sentence
)

var ascii, lower = func() (kinds [utf8.RuneSelf]sign, low [utf8.RuneSelf]byte) {
	for c := range kinds {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '@':
			kinds[c] = letter
		case 'A' <= c && c <= 'Z':
			kinds[c], low[c] = letter, 0x20
		case c == '\'', c == '`':
			kinds[c] = quote
		case c == '.', c == '!', c == '?', c == '\n', c == ';':
			kinds[c] = full
		}
	}
	return kinds, low
}()

// spelled finds a word by its spelling, else as it is with no letter doubled.
func (p *phrasebook) spelled(w []byte) int32 {
	if id, ok := p.known[string(w)]; ok {
		return id
	}
	var buf [maxLetters]byte
	n := 0
	for i, c := range w {
		if i == 0 || c != w[i-1] {
			buf[n] = c
			n++
		}
	}
	if n == len(w) {
		return 0
	}
	return p.known[string(buf[:n])]
}

// find gives every phrase in some words from left to right, of those that
// start at one place and mean the same the longest.
func (p *phrasebook) find(words []word) (all []heard) {
	for i := range words {
		if len(p.first[words[i].id]) == 0 {
			continue
		}
		var ends [senses]int
		next := 0
		if i+1 < len(words) {
			next = int(words[i+1].id)
		}
		for _, b := range p.first[words[i].id] {
			if b.gap != nil || b.ends != [senses]bool{} || has(b.goesOn, next) {
				p.follow(b, words, i+1, &ends)
			}
		}
		for s, end := range ends {
			if end > 0 {
				all = append(all, heard{sense(s), i, end})
			}
		}
	}
	return all
}

// follow notes where the phrases of a branch end if they go on at a word.
func (p *phrasebook) follow(b *branch, words []word, i int, ends *[senses]int) {
	for s, here := range b.ends {
		if here {
			ends[s] = max(ends[s], i)
		}
	}
	if i >= len(words) {
		return
	}
	p.step(b, words, i, ends)
	if b.gap == nil {
		return
	}
	for skip := 0; skip <= maxSkip && i+skip < len(words); skip++ {
		if skip > 0 && words[i+skip].stop {
			return // nothing is left out across the end of a sentence
		}
		p.step(b.gap, words, i+skip, ends)
	}
}

func (p *phrasebook) step(b *branch, words []word, i int, ends *[senses]int) {
	id := words[i].id
	if !has(b.goesOn, int(id)) {
		return // as at most places
	}
	bits := p.sets[id]
	for n, set := range b.sets {
		if has(bits, set) {
			p.follow(b.next[n], words, i+1, ends)
		}
	}
}
