package store

import (
	"context"
	"time"

	"heard/casework"
)

// Mail is what an inbound email has beside what every message has. The
// message's Text is what the sender wrote now.
type Mail struct {
	Subject    string   `json:"subject,omitempty"`
	Name       string   `json:"name,omitempty"` // of the sender, as the mailer gives it
	MessageID  string   `json:"message_id"`     // like the others, without angle brackets
	InReplyTo  string   `json:"in_reply_to,omitempty"`
	References []string `json:"references,omitempty"`
	Hidden     string   `json:"hidden,omitempty"` // what was quoted, and signatures
	// Raw is the whole mail as it came.
	Raw casework.File `json:"raw,omitzero"`
	// Class is who or what wrote it: person, auto-reply, bounce or list. What
	// a machine wrote is filed and never answered.
	Class  string  `json:"class"`
	Bounce *Bounce `json:"bounce,omitempty"`
	// Cut says that the mail has more than stands here: the rest is in Raw,
	// or, if Raw is cut too, in the mailbox alone.
	Cut bool `json:"cut,omitempty"`
}

// Bounce is what a mail server says of a mail that it did not deliver.
type Bounce struct {
	Recipient string `json:"recipient,omitempty"`
	Status    string `json:"status,omitempty"`   // 5.1.1
	Kind      string `json:"kind"`               // hard: it never will be; soft: not now
	Original  string `json:"original,omitempty"` // the Message-ID of the mail
}

// Automatic tells whether a machine wrote the mail.
func (m *Mail) Automatic() bool {
	return m != nil && (m.Class == "auto-reply" || m.Class == "bounce")
}

// mostThread bounds a conversation: whoever reads it needs its beginning and its
// end, and the ids are a stranger's.
const mostThread = 30

// Thread is the conversation that the mail belongs to, as an answer is to name
// it: the mails that it refers to, the oldest first, then itself.
func (m *Mail) Thread() []string {
	ids := append([]string(nil), m.References...)
	if len(ids) == 0 && m.InReplyTo != "" {
		ids = append(ids, m.InReplyTo)
	}
	if len(ids) > mostThread {
		ids = append(ids[:1], ids[len(ids)-mostThread+1:]...)
	}
	return append(ids, m.MessageID)
}

// Cursor is how far a mailbox was read: all mails up to UID, as the mailbox
// numbers them while its Validity stays.
type Cursor struct {
	Validity uint32 `json:"validity"`
	UID      uint32 `json:"uid"`
	Version  int64  `json:"-"` // 0: never read
}

func cursorKey(council string, l Lookup, mailbox string) string {
	return council + "/mailbox/" + hash(l, "mailbox", mailbox)
}

// Cursor returns how far a mailbox was read.
func (s *Store) Cursor(ctx context.Context, council, mailbox string) (Cursor, error) {
	var out Cursor
	c, err := s.council(council)
	if err != nil {
		return out, err
	}
	docs, err := s.engine.Get(ctx, cursorKey(council, c.Lookup, mailbox))
	if err != nil || docs[0].Version == 0 {
		return out, err
	}
	err = s.open(council, docs[0], &out)
	out.Version = docs[0].Version
	return out, err
}

// MoveCursor keeps how far a mailbox was read and returns the cursor with its
// new Version. ErrConflict means that another reads the mailbox too.
func (s *Store) MoveCursor(ctx context.Context, council, mailbox string, to Cursor) (Cursor, error) {
	c := s.Change(council, time.Time{})
	c.put(cursorKey(council, c.keys().Lookup, mailbox), to.Version, "", 0, to)
	if err := s.Write(ctx, c); err != nil {
		return to, err
	}
	to.Version++
	return to, nil
}
