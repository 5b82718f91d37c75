package wording

import "strings"

// typography is what word processors make of plain characters. Each has a
// plain form in GSM 03.38 that says the same.
var typography = strings.NewReplacer(
	"\u2018", "'", "\u2019", "'", "\u201a", "'", "\u2032", "'",
	"\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u2033", `"`,
	"\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2212", "-",
	"\u2026", "...", "\u2022", "-",
	"\u00a0", " ", "\u2007", " ", "\u2009", " ", "\u202f", " ",
	"\u200b", "", "\u00ad", "", "\ufeff", "",
)

// Clean writes curly quotes, dashes, ellipses and odd spaces in their plain
// form, so that a name from a council's file does not turn a text message into
// UCS-2. It is for what Heard composes; a person's own words are never cleaned.
func Clean(text string) string { return typography.Replace(text) }
