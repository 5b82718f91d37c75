package mailbox

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

const (
	// maxDepth is how deep parts may stand in parts. Forwarded chains come to
	// 5 or 6; each level costs another reading of the bytes.
	maxDepth = 12
	// maxParts is how many parts of one mail are read.
	maxParts = 500
	// maxText is how much of a text is kept on its record, and again of what
	// is hidden: 64 kB are 11,000 words. The raw mail has the rest.
	maxText = 64 << 10
	// maxRead is how much of a text is looked through for quotes.
	maxRead = 16 * maxText
)

// Parse reads an email. It never fails: whatever it is given, it returns what
// could be read, with a sender and a text that may be empty. It keeps nothing
// of raw but the bytes of files.
func Parse(raw []byte) (m Mail) {
	sum := sha256.Sum256(raw)
	m = Mail{Sum: hex.EncodeToString(sum[:]), Class: Person}
	head, body := split(unwrap(raw))
	sum = sha256.Sum256(body)
	m.BodySum = hex.EncodeToString(sum[:])
	h := header(head)
	m.envelope(h)
	w := walk{mail: &m}
	top := newPart(h, body)
	written := w.read(top, 0).text
	written, m.Cut = shorten(written, maxRead, m.Cut)
	m.classify(h, top, w.reports, written)
	m.Text, m.Hidden = hide(written, m.reply(), m.forward())
	m.Text, m.Cut = shorten(m.Text, maxText, m.Cut)
	m.Hidden, m.Cut = shorten(m.Hidden, maxText, m.Cut)
	return m
}

// reply tells whether a mail answers another.
func (m *Mail) reply() bool {
	return m.InReplyTo != "" || len(m.References) > 0 || replySubject.MatchString(m.Subject)
}

// forward tells whether a mail passes another on, by its subject.
func (m *Mail) forward() bool { return forwardSubject.MatchString(m.Subject) }

// shorten cuts a text at a whole character.
func shorten(s string, limit int, cut bool) (string, bool) {
	if len(s) <= limit {
		return s, cut
	}
	end := limit
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimSpace(s[:end]), true
}
