package sandbox

import (
	"strings"
	"unicode/utf16"
)

// The alphabet of GSM 03.38, and what needs an escape and so counts twice.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
		"ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "^{}\\[~]|€\f"
)

// Septets of one text message alone and as a part of several; the same in
// 16-bit units once a single character is not of GSM 03.38.
const (
	gsmSingle, gsmPart = 160, 153
	ucsSingle, ucsPart = 70, 67
)

// segments counts the parts that a text travels in. A character of two units
// is never cut, so a part may stay one unit short.
func segments(body string) int {
	single, part, width := gsmSingle, gsmPart, gsmWidth
	if strings.ContainsFunc(body, func(r rune) bool { return gsmWidth(r) == 0 }) {
		single, part, width = ucsSingle, ucsPart, utf16.RuneLen
	}
	total, parts, used := 0, 1, 0
	for _, r := range body {
		n := max(width(r), 1)
		total += n
		if used += n; used > part {
			parts, used = parts+1, n
		}
	}
	if total <= single {
		return 1
	}
	return parts
}

// gsmWidth is how many septets a character takes, or 0 if GSM has it not.
func gsmWidth(r rune) int {
	switch {
	case strings.ContainsRune(gsmBasic, r):
		return 1
	case strings.ContainsRune(gsmExtended, r):
		return 2
	}
	return 0
}
