package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"heard/casework"
	"heard/store"
)

// settle writes down that a part went out, with its line in the case's log. A
// status callback may have been faster.
func (s *Sender) settle(ctx context.Context, e store.Entry, n int, d store.Delivery, did *Report) (store.Entry, bool, error) {
	id, more := d.Provider, false
	once := func(ctx context.Context) error {
		c := s.o.Store.Change(e.Council, s.o.now())
		c.Delivery(d)
		next, left := s.sent(c, e, n, id)
		err := s.o.Store.Write(ctx, c)
		if err == nil {
			e, more = next, left
			return nil
		}
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
		now, known, open, ours, err := s.reload(ctx, e, n)
		if err != nil {
			return err
		}
		e, d, more = now, known, ours
		if !open {
			return nil
		}
		d.Provider = id
		return store.ErrConflict
	}
	err := insist(ctx, func(ctx context.Context) error { return retry(func() error { return once(ctx) }) })
	if err == nil {
		did.Sent++
	}
	return e, more, err
}

// reload reads an entry again that somebody else has changed. Open means that
// the part is not settled yet; more that it is, and the next is ours to send.
func (s *Sender) reload(ctx context.Context, e store.Entry, n int) (now store.Entry, d store.Delivery, open, more bool, err error) {
	now, err = s.o.Store.EntryAt(ctx, e.Council, e.Key)
	if err != nil || now.Version == 0 || len(now.Parts) <= n || now.Parts[n].Hash != e.Parts[n].Hash {
		return now, d, false, false, err
	}
	if now.Parts[n].Sent() {
		return now, d, false, now.Leased.Equal(e.Leased), nil
	}
	d, err = s.o.Store.DeliveryOf(ctx, e.Council, e.Parts[n].Hash)
	return now, d, true, false, err
}

// sent adds to a change that a part of an entry went out, and returns the entry
// after it. The last part ends the entry.
func (s *Sender) sent(c *store.Change, e store.Entry, n int, id string) (_ store.Entry, left bool) {
	e.Parts = append([]store.Part(nil), e.Parts...)
	e.Parts[n].Provider = id
	e.Tries = 0
	s.log(c, e, n)
	for _, p := range e.Parts {
		left = left || !p.Sent()
	}
	if !left {
		c.Settled(e)
		return e, false
	}
	c.Entry(e)
	e.Version++
	return e, true
}

// twice ends the log's line of a text that was sent again although its first
// sending may have arrived.
const twice = ", perhaps twice"

// log puts a text that was sent into the log of its case. Letters of several
// cases leave their words out of each other's; how an alert is taken is only for
// whoever is called to it, as the log is read by more.
func (s *Sender) log(c *store.Change, e store.Entry, n int) {
	p := e.Parts[n]
	line := casework.Event{At: p.Tried, Who: casework.WhoHeard, What: "sent " + saying(e), Text: p.Text}
	if line.At.IsZero() {
		line.At = c.Now // a callback tells of a text that was thought refused
	}
	if e.To.Office != "" {
		line.What += " to " + string(e.To.Office)
		if name := s.o.Councils[e.Council].onDuty(p.To); name != "" {
			line.What += " (" + name + ")"
		}
	}
	line.What += " by " + string(p.To.Channel())
	if len(e.Parts) > 1 {
		line.What += fmt.Sprintf(" (%d of %d)", n+1, len(e.Parts))
	}
	for _, name := range e.Over {
		line.What += ", not to " + name + ", who may be named"
	}
	if p.Twice {
		line.What += twice
	}
	if len(e.Also) > 0 || coded(e) {
		line.Text = ""
	}
	for _, ref := range append([]casework.Reference{e.Case}, e.Also...) {
		if ref != "" {
			c.Sent(ref, e, n, line)
		}
	}
}

// saying names the templates of an entry.
func saying(e store.Entry) string {
	names := make([]string, 0, len(e.Says))
	for _, say := range e.Says {
		names = append(names, string(say.Template))
	}
	return strings.Join(names, ", ")
}
