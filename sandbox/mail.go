package sandbox

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-message/mail"
)

// Mail is one email, either way. To send one, fill From, To, Subject and Text,
// or Raw and To; the rest is the post office's to say.
type Mail struct {
	Seq         int          `json:"seq"` // 1 for the first, without gaps
	From        string       `json:"from"`
	Name        string       `json:"name,omitempty"` // of From
	To          []string     `json:"to"`
	Subject     string       `json:"subject"`
	Text        string       `json:"text"`
	HTML        string       `json:"-"`
	Attachments []Attachment `json:"attachments,omitempty"`
	At          time.Time    `json:"at"` // when it was delivered

	// Ids of mails, without angle brackets.
	MessageID  string   `json:"message_id"`
	InReplyTo  string   `json:"in_reply_to,omitempty"`
	References []string `json:"references,omitempty"`

	Auto    string `json:"auto,omitempty"`    // Auto-Submitted
	Handed  bool   `json:"handed,omitempty"`  // it came by SMTP, as a service's mails do
	Outside bool   `json:"outside,omitempty"` // nobody here has the address
	Raw     []byte `json:"-"`
	HasHTML bool   `json:"has_html,omitempty"`
}

// Attachment is a file in a mail.
type Attachment struct {
	Name        string `json:"name"`
	ContentType string `json:"content_type"`
	Size        int    `json:"size"`
	Data        []byte `json:"-"`
}

func (m Mail) clone() Mail {
	m.To, m.References, m.Attachments = slices.Clone(m.To), slices.Clone(m.References), slices.Clone(m.Attachments)
	return m
}

// Quoted is a text as mailers put it under an answer to it.
func (m Mail) Quoted() string {
	who := m.From
	if m.Name != "" {
		who = m.Name + " <" + m.From + ">"
	}
	lines := strings.Split(strings.TrimRight(m.Text, "\n"), "\n")
	return fmt.Sprintf("On %s %s wrote:\n> %s", m.At.UTC().Format("Mon, 2 Jan 2006 at 15:04,"), who, strings.Join(lines, "\n> "))
}

// compose writes a mail as mailers do.
func (m Mail) compose(now time.Time) ([]byte, error) {
	var h mail.Header
	h.SetDate(now)
	h.SetAddressList("From", []*mail.Address{{Name: m.Name, Address: m.From}})
	var to []*mail.Address
	for _, a := range m.To {
		to = append(to, &mail.Address{Address: a})
	}
	h.SetAddressList("To", to)
	h.SetSubject(m.Subject)
	h.SetMessageID(m.MessageID)
	if m.InReplyTo != "" {
		h.SetMsgIDList("In-Reply-To", []string{m.InReplyTo})
		h.SetMsgIDList("References", append(slices.Clone(m.References), m.InReplyTo))
	}
	var b bytes.Buffer
	w, err := mail.CreateWriter(&b, h)
	if err != nil {
		return nil, err
	}
	if err := m.parts(w); err != nil {
		return nil, err
	}
	return b.Bytes(), w.Close()
}

func (m Mail) parts(w *mail.Writer) error {
	in, err := w.CreateInline()
	if err != nil {
		return err
	}
	for _, body := range [][2]string{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		if body[1] == "" && body[0] != "text/plain" {
			continue
		}
		var h mail.InlineHeader
		h.SetContentType(body[0], map[string]string{"charset": "utf-8"})
		p, err := in.CreatePart(h)
		if err != nil {
			return err
		}
		if _, err := p.Write([]byte(body[1])); err != nil {
			return err
		}
		if err := p.Close(); err != nil {
			return err
		}
	}
	if err := in.Close(); err != nil {
		return err
	}
	for _, a := range m.Attachments {
		if err := a.write(w); err != nil {
			return err
		}
	}
	return nil
}

func (a Attachment) write(w *mail.Writer) error {
	var h mail.AttachmentHeader
	h.SetContentType(a.ContentType, nil)
	h.SetFilename(a.Name)
	h.Set("Content-Transfer-Encoding", "base64")
	p, err := w.CreateAttachment(h)
	if err != nil {
		return err
	}
	if _, err := p.Write(a.Data); err != nil {
		return err
	}
	return p.Close()
}

// newMessageID makes an id for a mail of an address.
func newMessageID(from string) string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(b[:]) + from[strings.LastIndexByte(from, '@'):]
}
