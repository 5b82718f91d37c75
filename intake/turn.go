package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/store"
)

const (
	// tries is how often a turn is done over because somebody else, an
	// officer or another worker, changed what it rests on.
	tries = 5
	// draws is how often another reference is drawn because one is taken.
	// With nine in ten taken, 50 draws miss once in 190 times.
	draws = 50
	// lease is how long others keep off an inbox that is being answered. A
	// turn takes milliseconds; this is for a process that died in one, while
	// somebody waits.
	lease = 20 * time.Second
)

// A turn is what one correspondent said, and what comes of it. It is begun
// anew from the store for each try.
type turn struct {
	w       *Worker
	name    string
	council Council
	now     time.Time
	urgent  bool
	about   string // what a reply is about; unique for ever
	contact store.Contact
	session conversation.Session
	cases   []*worked // of the contact, the newest first
	opened  *worked   // by this turn
	named   *worked   // another contact's, by its number
}

// worked is a case and what this turn did to it.
type worked struct {
	store.Case
	events   []casework.Event
	messages []casework.Message
	changed  bool
}

// answer does the turn of one inbox, whatever comes of it: answered, set
// aside, left for later. The error is the store's.
func (w *Worker) answer(ctx context.Context, in store.Inbox, now time.Time) (Report, error) {
	if w.o.Shared && !in.Urgent() {
		var err error
		if in, err = w.take(ctx, in, now); err != nil {
			return Report{}, ignoreConflict(err)
		}
	}
	limit := burst
	if in.Fails >= patience {
		limit = 1 // one of them is the fault; find out which
	}
	return w.attempt(ctx, in, limit, now)
}

// take leases an inbox and returns it with its new version.
func (w *Worker) take(ctx context.Context, in store.Inbox, now time.Time) (store.Inbox, error) {
	c := w.o.Store.Change(in.Council, now)
	c.Lease(in, now.Add(lease))
	err := w.o.Store.Write(ctx, c)
	in.Version++
	return in, err
}

func ignoreConflict(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return nil // another has it
	}
	return err
}

// attempt answers the first messages of an inbox, doing it over as long as
// others get in between.
func (w *Worker) attempt(ctx context.Context, in store.Inbox, limit int, now time.Time) (Report, error) {
	for conflicts, drawn := 0, 0; ; {
		messages, err := w.o.Store.Messages(ctx, in, limit)
		if err != nil {
			return Report{}, err
		}
		err = w.once(ctx, in, messages, len(messages) == limit, now)
		switch {
		case err == nil:
			return Report{Turns: 1}, nil
		case errors.Is(err, store.ErrTaken) && drawn < draws:
			drawn++
		case errors.Is(err, store.ErrConflict) && conflicts < tries:
			conflicts++
			if in, err = w.o.Store.Reload(ctx, in); err != nil || in.Version == 0 {
				return Report{}, err
			}
		case away(ctx, err):
			return Report{}, err
		default:
			return w.failed(ctx, in, messages, len(messages) == limit, now, err)
		}
	}
}

// away tells whether an error is the store's, and says nothing about the turn.
func away(ctx context.Context, err error) bool {
	return errors.Is(err, store.ErrAway) || ctx.Err() != nil ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// once does a turn and writes it, once. more says that the inbox may hold more
// messages than these.
func (w *Worker) once(ctx context.Context, in store.Inbox, messages []store.Inbound, more bool, now time.Time) error {
	if n := atOnce(messages); n < len(messages) {
		messages, more = messages[:n], true
	}
	c := w.o.Store.Change(in.Council, now)
	if err := w.fillChange(ctx, c, messages); err != nil {
		return err
	}
	handled(c, in, messages, more)
	return w.o.Store.Write(ctx, c)
}

// atOnce is how many of some messages one change can take: a machine's mail by
// itself, for it may change a case of its own, and what people said up to it.
func atOnce(messages []store.Inbound) int {
	for i, m := range messages {
		if m.Mail.Automatic() {
			return max(i, 1)
		}
	}
	return len(messages)
}

func handled(c *store.Change, in store.Inbox, messages []store.Inbound, more bool) {
	if more {
		c.HandledSome(in, messages)
	} else {
		c.Handled(in, messages)
	}
}

// fillChange puts into a change what the messages cause.
func (w *Worker) fillChange(ctx context.Context, c *store.Change, messages []store.Inbound) (err error) {
	defer w.caught(ctx, &err)
	if len(messages) == 0 {
		return nil // an inbox without messages; it goes
	}
	for _, m := range messages {
		if m.Err != nil {
			return fmt.Errorf("read a message: %w", m.Err)
		}
	}
	if messages[0].Mail.Automatic() {
		return w.fileMachine(ctx, c, messages[0])
	}
	council := w.o.Councils[c.Council]
	from := messages[0].From
	if council.own(from) {
		w.o.Log.WarnContext(ctx, "a message from one of our own numbers is left unanswered", "council", c.Council, "message", messages[0].Key)
		return nil
	}
	if staff, ok := council.Roster.Find(from); ok {
		return w.staffTurn(ctx, c, staff, messages)
	}
	t, err := w.load(ctx, c.Council, from, c.Now)
	if err != nil {
		return err
	}
	return t.hear(ctx, c, messages)
}

// own tells whether an address is one of ours, so that two machines do not
// talk to each other for ever.
func (c Council) own(a casework.Address) bool {
	return slices.Contains(c.Numbers, a.Value())
}

// load reads all that a turn rests on.
func (w *Worker) load(ctx context.Context, council string, from casework.Address, now time.Time) (*turn, error) {
	t := &turn{w: w, name: council, council: w.o.Councils[council], now: now}
	var err error
	if t.contact, err = w.o.Store.Contact(ctx, council, from); err != nil {
		return nil, err
	}
	if len(t.contact.Session) > 0 && json.Unmarshal(t.contact.Session, &t.session) != nil {
		// The cases hold all that matters; the talk only starts afresh.
		w.o.Log.ErrorContext(ctx, "a session could not be read and starts afresh", "council", council, "contact", t.contact.Key)
		t.session = conversation.Session{}
	}
	if len(t.contact.Cases) == 0 {
		return t, nil
	}
	cases, err := w.o.Store.Cases(ctx, council, t.contact.Cases...)
	for _, c := range cases {
		t.cases = append(t.cases, &worked{Case: c})
	}
	return t, err
}

// hear does the turn of some messages.
func (t *turn) hear(ctx context.Context, c *store.Change, messages []store.Inbound) error {
	inputs := make([]conversation.Input, len(messages))
	for i, m := range messages {
		said := conversation.Said{At: m.At, From: m.From, Text: m.Text, Files: m.Files}
		if m.Mail != nil {
			said.Hidden, said.Subject, said.Name = m.Mail.Hidden, m.Mail.Subject, m.Mail.Name
		}
		inputs[i] = said
		t.urgent = t.urgent || m.Urgent
		t.contact.LastInbound = max(t.contact.LastInbound, m.At.UnixMilli())
	}
	last := messages[len(messages)-1]
	t.contact.WroteTo = last.To
	if last.Mail != nil {
		t.contact.Thread = last.Mail.Thread()
	}
	t.about = "reply/" + last.Key
	says, err := t.step(ctx, inputs)
	if err != nil {
		return err
	}
	t.keepEarly(messages)
	noteFiles(c, messages)
	if says, err = t.obeyed(messages, says); err != nil {
		return err
	}
	if says, err = t.calm(says, len(messages)); err != nil {
		return err
	}
	return t.put(c, says)
}

// mostEarly is how many messages are kept of somebody who only ever greets.
const mostEarly = 50

// keepEarly sees to it that what was said before there is a case, such as
// "hi", stands in the log of the case that comes of it.
func (t *turn) keepEarly(messages []store.Inbound) {
	if t.session.Holds() {
		return // the talk keeps them until it is known of which case they are
	}
	if t.opened != nil {
		t.opened.events = append(t.contact.Early, t.opened.events...)
		t.contact.Early = nil
		return
	}
	if slices.ContainsFunc(t.cases, func(c *worked) bool { return c.changed }) {
		return
	}
	for _, m := range messages {
		t.contact.Early = append(t.contact.Early, casework.Event{At: m.At, Who: casework.WhoComplainant, What: "said", Text: m.Text})
	}
	t.contact.Early = t.contact.Early[max(0, len(t.contact.Early)-mostEarly):]
}
