package store

import (
	"context"
	"time"

	"heard/casework"
)

// Inbound is one message that somebody sent, as it came.
type Inbound struct {
	Council  string           `json:"-"`
	From     casework.Address `json:"from"`
	To       string           `json:"to"`       // our number or mailbox
	Account  string           `json:"account"`  // at the provider
	Provider string           `json:"provider"` // the provider's id of this message
	At       time.Time        `json:"at"`
	Text     string           `json:"text"`
	Files    []casework.File  `json:"files,omitempty"`
	Urgent   bool             `json:"urgent,omitempty"`  // the door heard danger
	OptOut   string           `json:"opt_out,omitempty"` // what the provider did at a keyword: STOP, START, HELP
	Mail     *Mail            `json:"mail,omitempty"`    // of an email, what only emails have
	Key      string           `json:"-"`                 // once stored
	// Err says that a stored message could not be read. Nothing but Council
	// and Key is known of it then; it can still be set aside.
	Err    error `json:"-"`
	sealed []byte
}

// urgentDue is earlier than any real due time, so that what is urgent is
// always served first.
const urgentDue = 1

// Receive keeps an inbound message, once per account and provider id. Nil
// means that it is on disk; ErrSeen that it already was.
func (s *Store) Receive(ctx context.Context, in Inbound) error {
	c, err := s.council(in.Council)
	if err != nil {
		return err
	}
	key := inboxKey(in.Council, c.Lookup, in.From)
	body, err := c.seal(key, in)
	if err != nil {
		return err
	}
	item := Item{
		ID:    c.Lookup.Hash("inbound", in.Account+"/"+in.Provider),
		Inbox: key, Queue: inQueue(in.Council),
		At: millis(in.At), Due: millis(in.At), Urgent: in.Urgent, Body: body,
	}
	if in.Urgent {
		item.Due = urgentDue
	}
	if in.Mail != nil {
		item.At = never
	}
	return s.engine.Receive(ctx, item)
}

// never is later than any time that ids are forgotten before: a mailbox keeps
// its mails for years and may show them all again under new numbers.
const never = 1 << 62

// Inbox is the messages of one correspondent that wait to be answered.
type Inbox struct {
	Council string    `json:"-"`
	Key     string    `json:"-"`
	Version int64     `json:"-"`
	Due     time.Time `json:"-"`
	// Fails counts how often a turn over these messages failed.
	Fails int `json:"fails,omitempty"`
	// Leased is until when somebody is at it.
	Leased time.Time `json:"leased,omitzero"`
}

// Urgent tells whether the door heard danger in it.
func (in Inbox) Urgent() bool { return millis(in.Due) == urgentDue }

// Waiting returns inboxes that are to be looked at by a moment, the urgent
// ones first, then the oldest.
func (s *Store) Waiting(ctx context.Context, council string, until time.Time, limit int) ([]Inbox, error) {
	docs, err := s.engine.Due(ctx, inQueue(council), millis(until), limit)
	if err != nil {
		return nil, err
	}
	out := make([]Inbox, len(docs))
	for i, d := range docs {
		out[i] = s.readInbox(council, d)
	}
	return out, nil
}

// Reload reads an inbox again; its Version is 0 when it is gone.
func (s *Store) Reload(ctx context.Context, in Inbox) (Inbox, error) {
	docs, err := s.engine.Get(ctx, in.Key)
	if err != nil {
		return in, err
	}
	return s.readInbox(in.Council, docs[0]), nil
}

// readInbox never fails: an engine makes an inbox without a body, and one
// whose body cannot be read is as good as that. Its messages are what matters.
func (s *Store) readInbox(council string, d Doc) Inbox {
	in := Inbox{}
	if len(d.Body) > 0 && s.open(council, d, &in) != nil {
		in = Inbox{}
	}
	in.Council, in.Key, in.Version, in.Due = council, d.Key, d.Version, instant(d.Due)
	return in
}

// Messages returns the messages of an inbox in the order of their arrival.
// One that cannot be read has its Err set and keeps the others from nobody.
func (s *Store) Messages(ctx context.Context, in Inbox, limit int) ([]Inbound, error) {
	docs, err := s.engine.List(ctx, in.Key+"/", "", limit)
	return s.readMessages(in.Council, docs, err)
}

// SetAside returns messages that no turn could handle, after one.
func (s *Store) SetAside(ctx context.Context, council, after string, limit int) ([]Inbound, error) {
	docs, err := s.engine.List(ctx, asidePrefix(council), after, limit)
	return s.readMessages(council, docs, err)
}

func (s *Store) readMessages(council string, docs []Doc, err error) ([]Inbound, error) {
	if err != nil {
		return nil, err
	}
	c, err := s.council(council)
	if err != nil {
		return nil, err
	}
	out := make([]Inbound, len(docs))
	for i, d := range docs {
		// Sealed before the engine gave it a key, so bound to its inbox.
		if err := c.open(inboxOf(council, d.Key), d.Body, &out[i]); err != nil {
			out[i] = Inbound{Err: err}
		}
		out[i].Council, out[i].Key, out[i].sealed = council, d.Key, d.Body
	}
	return out, nil
}
