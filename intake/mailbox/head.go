package mailbox

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"
	"github.com/emersion/go-message/textproto"
)

// header reads a header that was cleaned.
func header(head []byte) message.Header {
	h, _ := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(append(head, '\r', '\n'))))
	return message.Header{Header: h}
}

// text returns a field, decoded, on one line.
func text(h message.Header, key string) string {
	return oneLine(words(h.Get(key)))
}

// words decodes the encoded words of a field. A character set that nobody
// knows costs its own word alone.
func words(field string) string {
	decoder := mime.WordDecoder{CharsetReader: func(label string, r io.Reader) (io.Reader, error) {
		b, err := io.ReadAll(r)
		return bytes.NewReader(toUTF8(label, b)), err
	}}
	if got, err := decoder.DecodeHeader(field); err == nil {
		return got
	}
	return field
}

// oneLine makes one line of a text from outside, without what cannot be seen.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	return strings.Join(strings.Fields(strings.Map(printable, s)), " ")
}

// envelope reads who wrote what to whom.
func (m *Mail) envelope(h message.Header) {
	gm := gomail.Header{Header: h}
	m.From, m.Name = sender(h)
	if a := addresses(h, "Reply-To"); len(a) > 0 {
		m.ReplyTo = a[0].Address
	}
	for _, key := range []string{"To", "Cc"} {
		for _, a := range addresses(h, key) {
			m.To = append(m.To, a.Address)
		}
	}
	m.Subject = text(h, "Subject")
	m.Date = date(h.Get("Date"))
	m.Received = received(h.Get("Received"))
	m.ListID = text(h, "List-Id")
	m.MessageID = firstID(h, "Message-Id")
	if m.MessageID == "" {
		m.MessageID = m.Sum[:32] + "@heard.invalid"
	}
	m.InReplyTo = firstID(h, "In-Reply-To")
	if refs, err := gm.MsgIDList("References"); err == nil {
		m.References = refs
	} else {
		m.References = ids(h.Get("References"))
	}
}

// sender finds who wrote, where From is missing or damaged too.
func sender(h message.Header) (address, name string) {
	for _, key := range []string{"From", "Sender", "Reply-To", "Return-Path"} {
		if a := addresses(h, key); len(a) > 0 {
			return a[0].Address, a[0].Name
		}
	}
	return "", ""
}

// maxAddresses is how many addresses of a field are read.
const maxAddresses = 100

var anAddress = regexp.MustCompile(`[^\s<>()",;:@\[\]\\]+@[\pL\pN._-]+`)

// addresses reads a field of addresses: as the standard has it, else whatever
// looks like one.
func addresses(h message.Header, key string) []mail.Address {
	field := h.Get(key)
	if len(field) > 64<<10 {
		field = field[:64<<10]
	}
	var out []mail.Address
	gh := gomail.Header{Header: h}
	if list, err := gh.AddressList(key); err == nil {
		for _, a := range list {
			out = append(out, mail.Address{Name: oneLine(a.Name), Address: strings.ToLower(oneLine(a.Address))})
		}
	} else {
		for _, a := range anAddress.FindAllString(field, maxAddresses) {
			out = append(out, mail.Address{Address: strings.ToLower(oneLine(a))})
		}
	}
	return out[:min(len(out), maxAddresses)]
}

var anID = regexp.MustCompile(`<([^<>\s]+)>`)

// ids finds message ids in a field, however it is written.
func ids(field string) []string {
	var out []string
	for _, m := range anID.FindAllStringSubmatch(field, maxAddresses) {
		out = append(out, strings.ToValidUTF8(m[1], ""))
	}
	return out
}

func firstID(h message.Header, key string) string {
	if all := ids(h.Get(key)); len(all) > 0 {
		return all[0]
	}
	return strings.ToValidUTF8(strings.Trim(h.Get(key), " \t<>"), "")
}

// date reads a date as mailers write it, zero if it cannot be read.
func date(field string) time.Time {
	t, err := mail.ParseDate(strings.TrimSpace(field))
	if err != nil || t.Year() < 1990 || t.Year() > 2200 {
		return time.Time{}
	}
	return t.UTC()
}

// received reads the time from a trace line: what follows its last semicolon.
// The first such line is the one that our own server wrote.
func received(field string) time.Time {
	return date(field[strings.LastIndexByte(field, ';')+1:])
}
