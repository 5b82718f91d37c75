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
	Urgent   bool             `json:"urgent,omitempty"` // the door heard danger
	Key      string           `json:"-"`                // once stored
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
	return s.engine.Receive(ctx, item)
}

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
		if out[i], err = s.readInbox(council, d); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Reload reads an inbox again; its Version is 0 when it is gone.
func (s *Store) Reload(ctx context.Context, in Inbox) (Inbox, error) {
	docs, err := s.engine.Get(ctx, in.Key)
	if err != nil {
		return in, err
	}
	return s.readInbox(in.Council, docs[0])
}

func (s *Store) readInbox(council string, d Doc) (Inbox, error) {
	in := Inbox{}
	if len(d.Body) > 0 { // an engine makes an inbox without a body
		if err := s.open(council, d, &in); err != nil {
			return in, err
		}
	}
	in.Council, in.Key, in.Version, in.Due = council, d.Key, d.Version, instant(d.Due)
	return in, nil
}

// Messages returns the messages of an inbox in the order of their arrival.
func (s *Store) Messages(ctx context.Context, in Inbox, limit int) ([]Inbound, error) {
	docs, err := s.engine.List(ctx, in.Key+"/", "", limit)
	if err != nil {
		return nil, err
	}
	out := make([]Inbound, len(docs))
	c, err := s.council(in.Council)
	if err != nil {
		return nil, err
	}
	for i, d := range docs {
		// Sealed before the engine gave it a key, so bound to its inbox.
		if err := c.open(in.Key, d.Body, &out[i]); err != nil {
			return nil, err
		}
		out[i].Council, out[i].Key = in.Council, d.Key
	}
	return out, nil
}
