package mailbox

import (
	"regexp"
	"strings"
)

// This file holds the marks by which mailers set off what is not the sender's
// own words, in the languages that our families' phones speak.

var (
	replySubject   = regexp.MustCompile(`(?i)^\s*(re|aw|sv|odp|ynghylch|atb)\s*(\[\d+\])?\s*:`)
	forwardSubject = regexp.MustCompile(`(?i)^\s*(fw|fwd|wg|tr|pd|yml|rv)\s*:`)

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
	n := l.colon(at)
	if n == 0 {
		return 0
	}
	joined := strings.TrimSpace(strings.Join(l.all[at:at+n], " "))
	if wrote.MatchString(joined) && (begins.MatchString(joined) || n == 1 && l.named(at)) {
		return n
	}
	return 0
}

// colon returns how many lines it takes from a place to one that ends in a
// colon, if they could be a mailer's; else 0.
func (l *lines) colon(at int) int {
	size := 0
	for n := 1; n <= 3 && at+n <= len(l.all); n++ {
		line := strings.TrimSpace(l.all[at+n-1])
		size += len(line)
		switch {
		case line == "" || quoted(line) || size > longestMark:
			return 0
		case strings.HasSuffix(line, ":"):
			return n
		}
	}
	return 0
}

// named tells whether a line stands right above a quote, as "Somebody wrote:"
// does.
func (l *lines) named(at int) bool {
	next := at + 1
	if next < len(l.all) && blank(l.all[next]) {
		next++
	}
	return next < len(l.all) && quoted(l.all[next])
}

// headerBlock tells whether lines from a place on are the header of a mail, as
// Outlook puts it above what it quotes. Long lists of names may be broken.
func (l *lines) headerBlock(at int) bool {
	if len(l.all[at]) > longestMark || strings.IndexByte(l.all[at], ':') < 0 || !firstLine.MatchString(l.all[at]) {
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
