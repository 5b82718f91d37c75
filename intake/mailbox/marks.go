package mailbox

import (
	"regexp"
	"strings"
)

// This file holds the marks by which mailers set off what is not the sender's
// own words, in the languages that our families' phones speak.

var (
	replySubject   = regexp.MustCompile(`(?i)^\s*(re|aw|sv|odp|ynghylch|atb)\s*(\[\d+\])?\s*:`)
	forwardSubject = regexp.MustCompile(`(?i)^\s*(fw|fwd|wg|tr|pd|yml|i|rv|enc)\s*:`)

	forwardLine  = regexp.MustCompile(`(?i)^\s*(-{3,}\s*(forwarded message|neges a anfonwyd ymlaen|przekazana wiadomość|message transféré)\b.*|begin forwarded message:\s*)$`)
	originalLine = regexp.MustCompile(`(?i)^\s*-{3,}\s*(original message|original appointment|neges wreiddiol|wiadomość oryginalna|oryginalna wiadomość|reply message|ursprüngliche nachricht|message d'origine)\s*-*\s*$`)

	// A device, and no word more: "sent from my nan's phone, don't ring" is
	// something to know.
	sentFrom = regexp.MustCompile(`(?i)^\s*((sent|anfonwyd|wysłan[eo]|gesendet|envoyé|enviado)\s+(from|via|o|z|von|de(puis)?|desde|using)\s+(my |fy |mojego |meinem |mon |the |mi )?` +
		`(mail for |app )?(iphone|ipad|ipod|(samsung |huawei |xiaomi |google |nokia |motorola )?(galaxy|pixel|android|mobile|smartphone|tablet|phone|ffôn symudol|telefonu)|samsung|huawei|blackberry|windows( \d+| mail)?|outlook|yahoo mail|gmail( mobile)?|aol|proton ?mail|xfinity connect|bt mail)` +
		`( (phone|device|smartphone|mobile|tablet|app))?( (for|on|ar|dla) (ios|android|iphone|mobile|windows))?|(get|cael|pobierz) outlook (for|ar gyfer|dla) (ios|android|mac)|get bluemail for android)\s*(<[^>]*>)?\s*\.?\s*$`)

	// wrote ends the line above a quote. begins starts it.
	wrote  = regexp.MustCompile(`(?i)(\b(wrote|writes|ysgrifennodd|schrieb|escribió|escreveu|scris)\b|a écrit|a scris|napisał\(?a?\)?|написал).{0,200}:\s*$`)
	begins = regexp.MustCompile(`(?i)^\s*(on|ar|w dniu|dnia|am|le|el|em|în|pe|mon|tue|wed|thu|fri|sat|sun|pon|wt|śr|czw|pt|sob|niedz|\d)`)
	// certain is in every such line that a mailer wrote: a time, an address.
	certain = regexp.MustCompile(`\d{1,2}[:.h]\d{2}|\S@\S`)

	headerLine = regexp.MustCompile(`(?i)^[\s*]*(from|sent|date|to|cc|subject|reply-to|importance|oddi wrth|anfonwyd|dyddiad|at|pwnc|od|wysłano|data|do|dw|temat|von|gesendet|an|betreff|de|envoyé|à|objet)\s*\*?\s*:\*?\s*\S`)
	firstLine  = regexp.MustCompile(`(?i)^[\s*]*(from|oddi wrth|od|von|de|sent|date)\s*\*?\s*:`)
)

const (
	// longestMark is how long a line with a mailer's mark can be, in bytes.
	longestMark = 400
	// headersTogether are how many make a header and not a sentence.
	headersTogether = 3
)

// attribution returns how many lines from a place are "On ... wrote:", 0 if
// none. Mailers break it in two or three.
func (l *lines) attribution(at int) int {
	joined := ""
	for n := 1; n <= 3 && at+n <= len(l.all); n++ {
		line := strings.TrimSpace(l.all[at+n-1])
		if line == "" || quoted(line) || len(joined)+len(line) > longestMark {
			return 0
		}
		joined = strings.TrimSpace(joined + " " + line)
		if n == 1 && !begins.MatchString(joined) && !l.named(at, joined) {
			return 0
		}
		if strings.HasSuffix(joined, ":") && wrote.MatchString(joined) {
			return n
		}
	}
	return 0
}

// named tells whether a line is "Somebody wrote:", right above a quote.
func (l *lines) named(at int, line string) bool {
	return wrote.MatchString(line) && at+1 < len(l.all) && (quoted(l.all[at+1]) || at+2 < len(l.all) && blank(l.all[at+1]) && quoted(l.all[at+2]))
}

// headerBlock tells whether lines from a place on are the header of a mail, as
// Outlook puts it above what it quotes. Long lists of names may be broken.
func (l *lines) headerBlock(at int) bool {
	if len(l.all[at]) > longestMark || !firstLine.MatchString(l.all[at]) {
		return false
	}
	found, others := 0, 0
	for _, line := range l.all[at:min(len(l.all), at+12)] {
		switch {
		case headerLine.MatchString(line[:min(len(line), longestMark)]):
			found++
			others = 0
		case blank(line) && found < 2:
			return false
		case others == 2:
			return found >= headersTogether
		default:
			others++
		}
	}
	return found >= headersTogether
}
