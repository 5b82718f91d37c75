package wording

import (
	"sort"
	"strings"
	"unicode/utf8"

	"heard/casework"
)

// What one text may hold. WhatsApp takes 1,024 characters of an approved
// template and people read less; two parts are what a text message is allowed
// here, because more is seldom read and arrives out of order.
const (
	whatsAppMost = 1000 // characters
	partsMost    = 2
	window       = 4 * whatsAppMost // bytes: no text that fits is longer
)

// fits tells whether a text can be sent as it is.
func fits(text string, ch casework.Channel) bool {
	switch ch {
	case casework.Email:
		return true
	case casework.WhatsApp:
		return utf8.RuneCountInString(text) <= whatsAppMost
	}
	n, _ := Segments(text)
	return n <= partsMost
}

// split cuts a draft into texts that fit. It cuts at the end of a line or a
// sentence; where that leaves nothing, between a menu's lines, then between
// words, and only then within what should stay whole. Nothing but the space at
// a cut is lost.
func split(d *draft, ch casework.Channel) []string {
	text := d.text.String()
	var out []string
	start := 0
	for ch != casework.Email && (len(text)-start > window || !fits(text[start:], ch)) {
		cut := start + best(upTo(text[start:], window), shift(d.whole, start), ch)
		out = appendText(out, text[start:cut])
		start = cut
	}
	return appendText(out, text[start:])
}

func appendText(out []string, text string) []string {
	if text = strings.Trim(text, " \n"); text != "" {
		out = append(out, text)
	}
	return out
}

func shift(whole []span, by int) []span {
	out := make([]span, len(whole))
	for i, s := range whole {
		out[i] = span{s.from - by, s.to - by}
	}
	return out
}

// upTo is the start of a text, of at most so many bytes, in whole characters.
func upTo(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// best finds the place to cut: of the finest kind that has one, the last.
func best(text string, whole []span, ch casework.Channel) int {
	for _, kind := range []func(string, int) bool{atSentence, atMenu, atWord} {
		if cut := last(places(text, whole, kind), text, ch); cut > 0 {
			return cut
		}
	}
	if cut := last(places(text, nil, atCharacter), text, ch); cut > 0 {
		return cut
	}
	return last(places(text, nil, atAny), text, ch)
}

// last returns the last place before which the text fits, or 0. A text that
// does not fit does not fit when it is longer, so halving finds it.
func last(at []int, text string, ch casework.Channel) int {
	i := sort.Search(len(at), func(i int) bool { return !fits(text[:at[i]], ch) })
	if i == 0 {
		return 0
	}
	return at[i-1]
}

// places lists where a text may be cut in one way, outside what stays whole.
func places(text string, whole []span, kind func(string, int) bool) []int {
	var at []int
	next := 0
	for i := range text {
		for next < len(whole) && whole[next].to <= i {
			next++
		}
		inside := next < len(whole) && whole[next].from < i
		if i > 0 && !inside && kind(text, i) {
			at = append(at, i)
		}
	}
	return at
}

// atSentence: a line or a sentence ends here, and no menu is torn off its
// question.
func atSentence(text string, i int) bool {
	if text[i] == '\n' {
		return !menu(text[i+1:])
	}
	return text[i] == ' ' && strings.IndexByte(".?!", text[i-1]) >= 0
}

func atMenu(text string, i int) bool { return text[i] == '\n' }

// atWord: a space, but not one within a number such as 0800 1111.
func atWord(text string, i int) bool {
	return text[i] == ' ' && !(digit(text[i-1]) && i+1 < len(text) && digit(text[i+1]))
}

func atCharacter(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	r, _ := utf8.DecodeRuneInString(text[i:])
	return !glued(before, r)
}

// atAny is for what is no writing any more: hundreds of accents on one letter.
func atAny(string, int) bool { return true }

func digit(b byte) bool { return b >= '0' && b <= '9' }
