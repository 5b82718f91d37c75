package conversation

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word, number or sign of a text, as it is compared (lower case,
// no apostrophes, letters not drawn out) and where it stood.
type token struct {
	word       string  // as it was written
	spelling           // in its usual spelling
	start, end int     // bytes of the original
	stop       bool    // a sentence or clause ends before it
	left       int     // words of the text from here on
	walked     bool    // found is known
	found      []match // what begins here: ends count from here
}

// maxTokens bounds what one message can cost; the rest of a longer one is
// kept, but not read by the machine.
const maxTokens = 1000

// tokens splits a text as people type it. Whatever is neither letter, digit
// nor white space only separates, but signs outside ASCII (emoji) and question
// marks are words of their own.
func (l *Lexicon) tokens(text string) []token {
	out := make([]token, 0, min(len(text)/4+1, maxTokens))
	stop := true
	for i := 0; i < len(text) && len(out) < maxTokens; {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case wordRune(r):
			end := wordEnd(text, i)
			word := plain(text[i:end])
			out = l.put(out, token{word: word, spelling: l.usual(word), start: i, end: end, stop: stop})
			stop, i = false, end
			continue
		case r == '?' || r > 0x2000 && unicode.IsSymbol(r):
			sign := text[i : i+size]
			out = append(out, token{word: sign, spelling: l.usual(sign), start: i, end: i + size, stop: stop})
			stop = false
		case strings.ContainsRune(".!,;:\n", r):
			stop = true
		}
		i += size
	}
	for i := range out {
		out[i].left = len(out) - i
	}
	return out
}

// put adds a word. "do not" becomes one word as "dont" is, and "up 2 u" has a
// "to" in it.
func (l *Lexicon) put(toks []token, t token) []token {
	if len(toks) == 0 || t.stop {
		return append(toks, t)
	}
	last := &toks[len(toks)-1]
	if one, ok := l.fused(last.spelling, t.spelling); ok {
		last.word, last.spelling, last.end = one, l.usual(one), t.end
		return toks
	}
	if spelled := digitWords[last.word]; spelled != "" && !last.stop && t.use&afterTo != 0 {
		last.spelling = l.usual(spelled)
	}
	return append(toks, t)
}

// digitWords are digits that stand for a word of their sound.
var digitWords = map[string]string{"2": "to", "4": "for"}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordEnd finds where a word ends; an apostrophe between letters belongs to it.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			if !apostrophe(r) || !unicode.IsLetter(next) {
				return i
			}
		}
		i += size
	}
	return i
}

func apostrophe(r rune) bool { return r == '\'' || r == '\u2019' || r == '\u2018' || r == '`' }

// plain lowers a word, drops apostrophes and shortens letters drawn out to
// three or more: "Don't" is "dont", "nooooo" is "no", "proszę" is "prosze".
func plain(word string) string {
	if plainAlready(word) {
		return word
	}
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range strings.ToLower(word) {
		if apostrophe(r) {
			continue
		}
		r = unaccented(r)
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run >= 3 && unicode.IsLetter(r) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unaccented is a letter of Polish as most people text it.
func unaccented(r rune) rune {
	switch r {
	case 'ą':
		return 'a'
	case 'ć':
		return 'c'
	case 'ę':
		return 'e'
	case 'ł':
		return 'l'
	case 'ń':
		return 'n'
	case 'ó':
		return 'o'
	case 'ś':
		return 's'
	case 'ź', 'ż':
		return 'z'
	}
	return r
}

// plainAlready tells whether a word needs nothing done, as most do.
func plainAlready(word string) bool {
	for i := range len(word) {
		c := word[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') || i >= 2 && c == word[i-1] && c == word[i-2] {
			return false
		}
	}
	return true
}

func joined(toks []token) string {
	words := make([]string, len(toks))
	for i, t := range toks {
		words[i] = t.word
	}
	return strings.Join(words, " ")
}
