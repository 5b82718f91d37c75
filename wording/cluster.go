package wording

import (
	"unicode"
	"unicode/utf8"
)

// This file finds what a reader takes for one character: a letter with its
// accents, a flag, a family of joined faces. Neither we nor Twilio cut one in
// two, when words are shortened or a message travels in parts.

const joiner = '\u200d' // makes one picture of several

// cluster returns how many bytes and how many units the first character of a
// text takes, with all that belongs to it. In GSM 03.38 each stands alone.
func cluster(text string, gsm bool) (size, width int) {
	last, size := utf8.DecodeRuneInString(text)
	width = units(last, gsm)
	for paired := false; !gsm && size < len(text); {
		r, n := utf8.DecodeRuneInString(text[size:])
		if !glued(last, r) || regional(r) && paired {
			break
		}
		paired = regional(r) // a flag has two letters; a third begins the next
		size, width, last = size+n, width+units(r, gsm), r
	}
	return size, width
}

// glued tells whether two characters are one to the eye: an accent on its
// letter, a skin colour on its hand, the parts of a family or a flag.
func glued(before, r rune) bool {
	switch {
	case r == joiner, unicode.In(r, unicode.M):
		return true
	case r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xe0020 && r <= 0xe007f: // skin colours; the flags of regions
		return true
	case before == joiner:
		return unicode.In(r, unicode.So, unicode.Sm) // a picture, not a letter
	}
	return regional(before) && regional(r)
}

func regional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
