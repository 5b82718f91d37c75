package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// part brings one text of an entry to its provider. More means that it is out
// and written down, and that the entry's next part is this sender's to send.
func (s *Sender) part(ctx context.Context, e store.Entry, n int, with []store.Entry, did *Report) (store.Entry, bool, error) {
	d, err := s.known(ctx, e, n)
	if err != nil {
		return e, false, err
	}
	if !e.Parts[n].Tried.IsZero() {
		var again bool
		if e, d, again, err = s.lookUp(ctx, e, n, d, did); err != nil {
			return e, false, err
		}
		switch {
		case d.Provider != "":
			return s.settle(ctx, e, n, d, did)
		case !again:
			return e, false, nil
		}
	}
	if e, d, err = s.begin(ctx, e, n, d, with); err != nil {
		return e, false, err
	}
	id, err := s.post(ctx, e, n)
	if err != nil {
		return s.failed(ctx, e, n, asSendError(err), did)
	}
	d.Provider = id
	return s.settle(ctx, e, n, d, did)
}

// known reads what is known of a part. Of an entry as it was first written
// there can be nothing.
func (s *Sender) known(ctx context.Context, e store.Entry, n int) (store.Delivery, error) {
	if e.Version == 1 {
		return store.Delivery{Hash: e.Parts[n].Hash}, nil
	}
	return s.o.Store.DeliveryOf(ctx, e.Council, e.Parts[n].Hash)
}

// begin writes, before anything leaves the house, what is about to be sent.
// The same write is the claim: for a minute the entry is this sender's.
func (s *Sender) begin(ctx context.Context, e store.Entry, n int, d store.Delivery, with []store.Entry) (store.Entry, store.Delivery, error) {
	now := s.o.now()
	c := s.o.Store.Change(e.Council, now)
	e = claimed(e, now)
	p := &e.Parts[n]
	p.Tried = now
	if p.First.IsZero() {
		p.First = now
	}
	c.Entry(e)
	d = store.Delivery{
		Entry: e.Key, Case: e.Case, Template: template(e), Channel: p.To.Channel(), Again: again(e),
		Hash: p.Hash, Version: d.Version,
	}
	c.Delivery(d)
	for _, o := range with {
		c.Settled(o)
	}
	err := s.o.Store.Write(ctx, c)
	e.Version++
	d.Version++
	return e, d, err
}

// claimed gives an entry to this sender, with parts that can be changed.
func claimed(e store.Entry, now time.Time) store.Entry {
	e.Leased, e.Due = now.Add(lease), now.Add(lease)
	e.Parts = append([]store.Part(nil), e.Parts...)
	return e
}

// again is what is said to the next on duty if this one cannot be reached.
func again(e store.Entry) *store.Entry {
	if e.To.Office != casework.Duty {
		return nil
	}
	e.Parts, e.Tries, e.Trouble = nil, 0, ""
	e.Leased, e.Held = time.Time{}, time.Time{}
	return &e
}

// post hands a text to the provider. It ends before the lease does.
func (s *Sender) post(ctx context.Context, e store.Entry, n int) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	t := s.text(e, n)
	door := s.o.Councils[e.Council].Doors[t.To.Channel()]
	if door == nil {
		return "", &SendError{Temporary: true, Operator: true, Code: "no_door", Hint: "There is no way out on this channel."}
	}
	id, err := door.Send(ctx, t)
	if err == nil && id == "" {
		return "", &SendError{Unknown: true, Code: "no_id"}
	}
	return id, err
}

// text is a part as a provider is given it. A reply comes from the number that
// was written to, everything else from the council's first.
func (s *Sender) text(e store.Entry, n int) Text {
	p := e.Parts[n]
	ch := p.To.Channel()
	from := e.From[strings.LastIndexByte(e.From, ':')+1:]
	if ours := s.o.Councils[e.Council].Numbers[ch]; len(ours) > 0 && (from == "" || e.To.Address == "") {
		from = ours[0]
	}
	return Text{
		Council: e.Council, From: casework.NewAddress(ch, from), To: p.To, Body: p.Text, Part: p.Hash,
		Subject: p.Subject, Thread: e.Thread, Reply: e.To.Address != "", Language: e.Language,
	}
}

// settle writes down that a part went out, with its line in the case's log. A
// status callback may have been faster.
func (s *Sender) settle(ctx context.Context, e store.Entry, n int, d store.Delivery, did *Report) (store.Entry, bool, error) {
	id, more := d.Provider, false
	err := retry(func() error {
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
		var open bool
		if e, d, open, more, err = s.reload(ctx, e, n); err != nil || !open {
			return err
		}
		d.Provider = id
		return store.ErrConflict
	})
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

// log puts a text that was sent into the log of its case. Letters of several
// cases leave their words out of each other's.
func (s *Sender) log(c *store.Change, e store.Entry, n int) {
	p := e.Parts[n]
	line := casework.Event{At: p.Tried, Who: casework.WhoHeard, What: "sent " + saying(e), Text: p.Text}
	if line.At.IsZero() {
		line.At = c.Now // a callback tells of a text that was thought refused
	}
	if e.To.Office != "" {
		line.What += " to " + string(e.To.Office)
	}
	line.What += " by " + string(p.To.Channel())
	if len(e.Parts) > 1 {
		line.What += fmt.Sprintf(" (%d of %d)", n+1, len(e.Parts))
	}
	if len(e.Also) > 0 {
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
