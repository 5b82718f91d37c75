package sandbox

import (
	"bytes"
	"io"
	"mime"
	"net/textproto"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // people's mailers write all of them
	"github.com/emersion/go-message/mail"
)

// read fills a mail from its bytes, as far as they can be read: what cannot
// stays empty, and the bytes are kept in any case.
func (m *Mail) read() {
	r, err := mail.CreateReader(bytes.NewReader(m.Raw))
	if err != nil && !message.IsUnknownCharset(err) {
		return
	}
	h := r.Header
	if from, err := h.AddressList("From"); err == nil && len(from) > 0 {
		m.From, m.Name = from[0].Address, from[0].Name
	}
	m.Subject, _ = h.Subject()
	m.MessageID, _ = h.MessageID()
	if ids, err := h.MsgIDList("In-Reply-To"); err == nil && len(ids) > 0 {
		m.InReplyTo = ids[0]
	}
	m.References, _ = h.MsgIDList("References")
	m.Auto = h.Get("Auto-Submitted")
	for {
		p, err := r.NextPart()
		if err != nil && !message.IsUnknownCharset(err) {
			return // the end, or nothing that can be read
		}
		m.part(p)
	}
}

func (m *Mail) part(p *mail.Part) {
	body, _ := io.ReadAll(p.Body) // what could be read is shown
	switch h := p.Header.(type) {
	case *mail.InlineHeader:
		switch media, _, _ := h.ContentType(); {
		case media == "text/html" && m.HTML == "":
			m.HTML, m.HasHTML = string(body), true
		case m.Text == "" && strings.HasPrefix(media, "text/"):
			m.Text = strings.ReplaceAll(string(body), "\r\n", "\n")
		default:
			m.attach(media, "", body)
		}
	case *mail.AttachmentHeader:
		media, _, _ := h.ContentType()
		name, _ := h.Filename()
		m.attach(media, name, body)
	}
}

func (m *Mail) attach(media, name string, body []byte) {
	if name == "" {
		name = "file"
		if ends, err := mime.ExtensionsByType(media); err == nil && len(ends) > 0 {
			name += ends[0]
		}
	}
	m.Attachments = append(m.Attachments, Attachment{Name: name, ContentType: media, Size: len(body), Data: body})
}

// Header is a field of the mail's head, as it was written.
func (m Mail) Header(name string) string {
	e, err := message.Read(bytes.NewReader(m.Raw))
	if e == nil || err != nil && !message.IsUnknownCharset(err) {
		return ""
	}
	return e.Header.Get(textproto.CanonicalMIMEHeaderKey(name))
}
