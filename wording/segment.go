package wording

import (
	"strings"
	"unicode/utf16"
)

// The alphabet of GSM 03.38, and its extension, of which each character takes
// an escape and so two septets.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
		"ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "^{}\\[~]|€\f"
)

// What one text message holds alone, and as a part of several, which lose 7
// septets or 3 units to the header that joins them.
const (
	gsmSingle, gsmPart = 160, 153 // septets
	ucsSingle, ucsPart = 70, 67   // 16-bit units
)

// septets has the cost of every character that GSM 03.38 knows.
var septets = func() map[rune]int {
	m := map[rune]int{}
	for _, r := range gsmBasic {
		m[r] = 1
	}
	for _, r := range gsmExtended {
		m[r] = 2
	}
	return m
}()

// GSM tells whether a text can be sent in GSM 03.38. One character outside it
// turns the whole message into UCS-2, which has room for less than half.
func GSM(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return septets[r] == 0 })
}

// Segments counts the parts in which a text message travels and is paid for,
// as Twilio does, and tells whether it is GSM 03.38. An escape stays with its
// character, and what a reader takes for one character is in one part.
func Segments(text string) (n int, gsm bool) {
	single, part, gsm := gsmSingle, gsmPart, GSM(text)
	if !gsm {
		single, part = ucsSingle, ucsPart
	}
	total, used, n := 0, 0, 1
	for len(text) > 0 {
		size, width := cluster(text, gsm)
		text = text[size:]
		total += width
		if used += width; used > part {
			n, used = n+1, width
		}
	}
	if total <= single {
		return 1, gsm
	}
	return n, gsm
}

// units is what a character costs. A byte that is no UTF-8 counts as the
// replacement character it will be sent as.
func units(r rune, gsm bool) int {
	if gsm {
		return septets[r]
	}
	return max(utf16.RuneLen(r), 1)
}
