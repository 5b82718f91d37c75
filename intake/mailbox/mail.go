package mailbox

import (
	"time"

	"heard/store"
)

// Class says who or what wrote a mail, as far as it can be told.
type Class string

// The classes. Only a machine's own marks make it a machine's: in doubt it is
// a person.
const (
	Person    Class = "person"
	AutoReply Class = "auto-reply" // a machine, in somebody's name or its own
	Bounce    Class = "bounce"     // a mail of ours that was not, or not yet, delivered
	List      Class = "list"       // somebody, by way of a mailing list
)

// Mail is what could be read of one email.
type Mail struct {
	From       string // the address in lower case; "" if there is none
	Name       string // as the sender's mailer gives it
	ReplyTo    string
	To         []string // To and Cc
	Subject    string
	Date       time.Time // as the sender's clock has it; zero if unreadable
	Received   time.Time // when our own server took it in; zero if it does not say
	MessageID  string    // without the angle brackets; made from Sum if missing
	InReplyTo  string
	References []string
	ListID     string
	Text       string // what the sender wrote now
	Hidden     string // what was quoted, and signatures, in order
	Files      []File
	Class      Class
	Bounce     *store.Bounce // of a Bounce
	Sum        string        // SHA-256 of the whole mail, in hex
	BodySum    string        // SHA-256 of what follows the header: no server on the way changes it
	// Cut says that some limit of this package left something out, which
	// then stands only in the raw mail.
	Cut bool
}

// File is something that came with a mail.
type File struct {
	Name   string
	Type   string
	Inline bool // shown within the text, such as a picture or a logo
	Data   []byte
}

// Summary is a Mail as `heard parse-mail` prints it.
type Summary struct {
	File        string              `json:"file"`
	From        string              `json:"from"`
	Subject     string              `json:"subject"`
	Text        string              `json:"text"`
	Hidden      string              `json:"hidden"`
	Class       Class               `json:"class"`
	Bounce      *BounceSummary      `json:"bounce"`
	Attachments []AttachmentSummary `json:"attachments"`
}

// BounceSummary is what a bounce says of a mail of ours.
type BounceSummary struct {
	Recipient string `json:"recipient"`
	Status    string `json:"status"`
	Kind      string `json:"kind"`
}

// AttachmentSummary is a File without its bytes.
type AttachmentSummary struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
}

// Summarise makes the Summary of a mail that was read from a file.
func Summarise(file string, m Mail) Summary {
	s := Summary{
		File: file, From: m.From, Subject: m.Subject, Text: m.Text, Hidden: m.Hidden,
		Class: m.Class, Attachments: []AttachmentSummary{},
	}
	if b := m.Bounce; b != nil {
		s.Bounce = &BounceSummary{Recipient: b.Recipient, Status: b.Status, Kind: b.Kind}
	}
	for _, f := range m.Files {
		s.Attachments = append(s.Attachments, AttachmentSummary{Name: f.Name, Type: f.Type, Size: len(f.Data)})
	}
	return s
}
