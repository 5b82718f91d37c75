package mailbox

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/emersion/go-message"

	"heard/store"
)

// The kinds of bounce.
const (
	hard = "hard" // it will never arrive there
	soft = "soft" // it did not arrive now
)

// bounced reads what a mail server says became of a mail of ours. ok is false
// if the mail is no bounce.
func bounced(h message.Header, top part, reports []part, text string, m *Mail) (b *store.Bounce, ok bool) {
	for _, r := range reports {
		switch {
		case strings.HasSuffix(r.media, "delivery-status"):
			if b, ok = deliveryStatus(r); !ok {
				return nil, false // delivered, relayed: good news
			}
		case strings.HasSuffix(r.media, "disposition-notification"):
			if b, ok = disposition(r); !ok {
				return nil, false // read, or deleted unread by a person
			}
		}
	}
	if b == nil && !returned(h, m) {
		return nil, false
	}
	if b == nil {
		b = &store.Bounce{}
	}
	complete(b, h, text)
	b.Original = original(reports)
	return b, true
}

// fields reads a report part: groups of fields with blank lines between.
func fields(r part) []message.Header {
	var out []message.Header
	for rest := unwrap(r.data()); len(bytes.TrimSpace(rest)) > 0 && len(out) < maxParts; {
		var head []byte
		head, rest = split(rest)
		if head == nil {
			return out
		}
		out = append(out, header(head))
		rest = bytes.TrimLeft(rest, "\r\n")
	}
	return out
}

// deliveryStatus reads the first recipient of a delivery report who was not
// reached. law: RFC 3464 section 2.3
func deliveryStatus(r part) (*store.Bounce, bool) {
	groups := fields(r)
	for _, g := range groups {
		action := strings.ToLower(firstWord(g.Get("Action")))
		if action != "failed" && action != "delayed" && (action != "" || g.Get("Final-Recipient") == "") {
			continue
		}
		b := &store.Bounce{Status: firstWord(g.Get("Status")), Recipient: recipient(g.Get("Original-Recipient"))}
		if final := recipient(g.Get("Final-Recipient")); b.Recipient == "" {
			b.Recipient = final
		}
		if !aStatus.MatchString(b.Status) {
			b.Status = aStatus.FindString(g.Get("Diagnostic-Code"))
		}
		if action == "delayed" {
			b.Kind = soft
		}
		return b, true
	}
	return nil, len(groups) == 0
}

// disposition reads the refusal that Sieve sends as a receipt: deleted, and by
// a machine. Receipts that mail was read are no bounces.
func disposition(r part) (*store.Bounce, bool) {
	for _, g := range fields(r) {
		d := strings.ToLower(g.Get("Disposition"))
		if strings.Contains(d, "mdn-sent-automatically") && strings.Contains(d, "automatic-action") && strings.Contains(d, "deleted") {
			return &store.Bounce{Recipient: recipient(g.Get("Final-Recipient")), Kind: hard}, true
		}
	}
	return nil, false
}

// recipient reads "rfc822; dawn@example.org".
func recipient(field string) string {
	_, address, ok := strings.Cut(field, ";")
	if !ok {
		address = field
	}
	return strings.ToLower(anAddress.FindString(address))
}

func firstWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return f[0]
	}
	return ""
}

var (
	returnedFrom    = regexp.MustCompile(`(?i)^(mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]*)@`)
	returnedSubject = regexp.MustCompile(`(?i)^\s*(undeliver(ed|able)|delivery (status notification|failure|has failed|delayed)|mail delivery (failed|failure|subsystem)|returned mail|failure notice|automatically rejected mail|delivery to .* has failed|warning: could not send|message you sent (blocked|was not)|rejected:|heb ei gyflwyno)`)
)

// returned tells a bounce without a report for machines: it comes from a mail
// server itself, or from nobody, and says so in its subject.
func returned(h message.Header, m *Mail) bool {
	machine := nullSender(h) || returnedFrom.MatchString(m.From) || automatic(h)
	return h.Get("X-Failed-Recipients") != "" || machine && returnedSubject.MatchString(m.Subject)
}

var (
	aStatus = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)
	aReply  = regexp.MustCompile(`\b(4[25]\d|5[05]\d)[ -]`) // SMTP's own codes
)

// complete finds in the words for people what a report did not say.
func complete(b *store.Bounce, h message.Header, text string) {
	text = text[:min(len(text), 8<<10)]
	if b.Recipient == "" {
		b.Recipient = recipient(h.Get("X-Failed-Recipients"))
	}
	if b.Recipient == "" {
		b.Recipient = strings.ToLower(anAddress.FindString(text))
	}
	if b.Status == "" {
		b.Status = aStatus.FindString(text)
	}
	if b.Kind != "" {
		return
	}
	code := b.Status
	if code == "" {
		code = aReply.FindString(text)
	}
	b.Kind = hard
	if strings.HasPrefix(code, "4") {
		b.Kind = soft
	}
}

// original finds the id of the mail that came back.
func original(reports []part) string {
	for _, r := range reports {
		var h message.Header
		switch {
		case r.media == "message/rfc822" || strings.HasSuffix(r.media, "headers"):
			head, _ := split(unwrap(r.data()))
			h = header(head)
		case strings.HasSuffix(r.media, "disposition-notification"):
			for _, g := range fields(r) {
				if id := firstID(g, "Original-Message-Id"); id != "" {
					return id
				}
			}
			continue
		default:
			continue
		}
		if id := firstID(h, "Message-Id"); id != "" {
			return id
		}
	}
	return ""
}
