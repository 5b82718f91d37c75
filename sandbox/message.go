package sandbox

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Message is one text, either way. To send one in, fill From, To and Body
// (or Media); the rest is the provider's to say.
type Message struct {
	Seq       int       `json:"seq"` // 1 for the first, without gaps
	SID       string    `json:"sid"`
	Account   string    `json:"account"`
	Direction string    `json:"direction"` // inbound, outbound-api or outbound-reply
	From      string    `json:"from"`
	To        string    `json:"to"`
	Body      string    `json:"body"`
	Status    string    `json:"status"`
	ErrorCode int       `json:"error_code,omitempty"`
	Segments  int       `json:"segments"`
	At        time.Time `json:"at"`
	Sent      time.Time `json:"-"` // zero until it is sent
	Updated   time.Time `json:"-"`
	Service   string    `json:"service,omitempty"`
	Content   string    `json:"content,omitempty"` // the ContentSid of a template
	Buttons   []Button  `json:"buttons,omitempty"` // of a template
	Media     []Media   `json:"media,omitempty"`
	OptOut    string    `json:"opt_out,omitempty"` // STOP, START or HELP, as the provider took it

	// Of WhatsApp, inbound only.
	ProfileName   string `json:"profile_name,omitempty"`
	ButtonText    string `json:"button_text,omitempty"`
	ButtonPayload string `json:"button_payload,omitempty"`

	// Lost keeps an inbound message from the webhook, as when the service is
	// down: the provider has it, and only its list will say so.
	Lost bool `json:"lost,omitempty"`
	// Webhook is the status that the webhook answered an inbound message
	// with, or 0 if it was not reached.
	Webhook int `json:"webhook"`

	Callback string `json:"-"` // StatusCallback, of one that was sent
	gone     bool   // deleted; kept so that a page of a list can go on after it
}

const (
	inbound   = "inbound"
	viaAPI    = "outbound-api"
	viaReply  = "outbound-reply"
	whatsApp  = "whatsapp:"
	delivered = "delivered"
	failed    = "failed"
)

func isWhatsApp(address string) bool { return strings.HasPrefix(address, whatsApp) }

// wellFormed reports whether an address is a number in E.164, with or without
// the prefix of WhatsApp.
func wellFormed(address string) bool {
	return e164.MatchString(strings.TrimPrefix(address, whatsApp))
}

// final says whether a message will not change any more.
func (m *Message) final() bool {
	return slices.Contains([]string{"received", delivered, "undelivered", failed, "read", "canceled"}, m.Status)
}

func (m *Message) clone() Message {
	c := *m
	c.Media = slices.Clone(m.Media)
	return c
}

func newSID(prefix string) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return prefix + hex.EncodeToString(b[:])
}

// record numbers a message and keeps it. The caller holds the lock.
func (t *Twilio) record(m *Message) {
	m.Seq = len(t.messages) + 1
	m.At = t.o.Now()
	m.Updated = m.At
	t.messages = append(t.messages, m)
	t.bySID[m.SID] = m
	t.touch()
}

// touch wakes who waits for a change. The caller holds the lock.
func (t *Twilio) touch() {
	close(t.changed)
	t.changed = make(chan struct{})
}
