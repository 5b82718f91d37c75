package mail

import (
	"errors"
	"net/textproto"
	"strings"
	"time"
	"unicode"

	"github.com/jordan-wright/email"

	"heard/casework"
	"heard/notify"
)

// letter is a mail with its envelope.
type letter struct {
	id   string // the Message-ID, without its angle brackets
	from string
	to   string
	body []byte
}

// compose puts a mail together. Its Message-ID is of the text, not of the
// attempt.
func (p *Provider) compose(t notify.Text) (letter, error) {
	to, err := address(t.To.Value())
	if err != nil {
		return letter{}, err
	}
	subject, err := subject(t.Subject)
	if err != nil {
		return letter{}, err
	}
	l := letter{id: t.Part + "@" + p.domain, from: p.from.Address, to: to.Address}
	if !wellFormed(l.id) {
		return letter{}, errors.New("the name of a part makes no Message-ID")
	}
	text := clean(t.Body)
	html, err := page(text, subject, lang(t.Language))
	if err != nil {
		return letter{}, err
	}
	e := email.NewEmail()
	e.From, e.To, e.Subject = header(p.from), []string{to.String()}, subject
	e.Text, e.HTML = []byte(text), html
	e.Headers = p.headers(t, l.id)
	l.body, err = e.Bytes()
	return l, err
}

// headers are those that every mail of ours has.
//
// RFC 3834: nobody's machine is to answer a machine. Exchange looks at a header
// of its own; it is asked to keep everything back but the news that a mail could
// not be delivered, which somebody must get to know. An officer's machine is to
// answer: who is away has a deputy. We answer no machine, so nothing goes round.
func (p *Provider) headers(t notify.Text, id string) textproto.MIMEHeader {
	h := textproto.MIMEHeader{}
	h.Set("Message-Id", "<"+id+">")
	h.Set("Date", p.o.Now().UTC().Format(time.RFC1123Z))
	h.Set("Content-Language", lang(t.Language))
	if t.Colleague {
		h.Set("X-Auto-Response-Suppress", "DR, RN, NRN")
	} else {
		h.Set("Auto-Submitted", submitted(t))
		h.Set("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply")
	}
	if ids := thread(t.Thread); len(ids) > 0 {
		h.Set("In-Reply-To", ids[len(ids)-1])
		h.Set("References", references(ids))
	}
	return h
}

func submitted(t notify.Text) string {
	if t.Reply {
		return "auto-replied"
	}
	return "auto-generated"
}

// lang is a language as HTML and mail write it.
func lang(l casework.Lang) string {
	for _, r := range string(l) {
		if r > unicode.MaxASCII || r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return "en"
		}
	}
	if l == "" {
		return "en"
	}
	return string(l)
}

// clean takes out of a text what cannot be read: what is no letter and what
// only steers a terminal.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return strings.TrimRight(s, "\n ") + "\n"
}
