package wording

import (
	"strings"
	"unicode"
)

// How much of a person's own words is read back to them. The case keeps all.
const (
	textQuote = 60  // septets, in a text message
	mailQuote = 400 // in a mail
)

// quote puts a person's words in straight quotes, cut at a word after so many
// septets. What is cut shows "...". The words themselves are never changed:
// a text that carries an emoji travels as UCS-2 and has room for less, so it
// is given a smaller limit (see Render) rather than other characters.
func quote(words string, limit int) string {
	words = oneLine(words)
	end := cutAt(words, limit)
	if end == len(words) {
		return `"` + words + `"`
	}
	return `"` + strings.TrimRightFunc(words[:end], unicode.IsSpace) + `..."`
}

// oneLine is the words as they are read on one line: lines and runs of space
// become a space, and characters that are never seen but could garble the rest
// of the text (controls, marks that turn the direction of writing) are left
// out.
func oneLine(words string) string {
	words = strings.ToValidUTF8(words, "\ufffd")
	words = strings.Join(strings.Fields(words), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, words)
}

// cutAt returns where to cut the words so that they cost at most limit units:
// at the end of a word if there is one, else between two characters.
func cutAt(words string, limit int) int {
	gsm, used, lastWord, lastSafe := GSM(words), 0, 0, 0
	var before rune
	for i, r := range words {
		if !glued(before, r) {
			lastSafe = i
		}
		if r == ' ' {
			lastWord = i
		}
		if used += units(r, gsm); used > limit {
			if lastWord > 0 {
				return lastWord
			}
			return lastSafe
		}
		before = r
	}
	return len(words)
}
