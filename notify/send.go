package notify

import (
	"context"
	"slices"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// part brings one text of an entry to its provider. More means that it is out
// and written down, and that the entry's next part is this sender's to send.
func (s *Sender) part(ctx context.Context, e store.Entry, n int, with []store.Entry, did *Report) (store.Entry, bool, error) {
	whole := context.WithoutCancel(ctx) // what is begun is ended
	d, err := s.known(whole, e, n)
	if err != nil {
		return e, false, err
	}
	v := notSent
	if !e.Parts[n].Tried.IsZero() {
		if e, d, v, err = s.lookUp(whole, e, n, d, did); err != nil {
			return e, false, err
		}
		switch v {
		case wasSent:
			return s.settle(ctx, e, n, d, did)
		case tooEarly:
			return e, false, nil
		}
	}
	if e, d, err = s.begin(whole, e, n, d, with, v == perhaps); err != nil {
		return e, false, err
	}
	id, err := s.post(whole, e, n)
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
// The same write is the claim: for a minute the entry is this sender's. twice
// says that the part may be out already; that is counted.
func (s *Sender) begin(ctx context.Context, e store.Entry, n int, d store.Delivery, with []store.Entry, twice bool) (store.Entry, store.Delivery, error) {
	now := s.o.now()
	c := s.o.Store.Change(e.Council, now)
	e = claimed(e, now)
	p := &e.Parts[n]
	p.Tried = now
	if twice {
		p.Twice = true
		c.Repeated(p.Hash)
	}
	if p.First.IsZero() {
		p.First = now
	}
	c.Entry(e)
	d = store.Delivery{
		Entry: e.Key, Case: e.Case, Template: template(e), Channel: p.To.Channel(),
		To: p.To, Notice: e.To.Person != "", Hash: p.Hash, Version: d.Version,
	}
	d.Again = again(e, n)
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

// again is what is said if the nth text does not arrive: to the next on duty, to
// who stands in for an officer, or the same text to the same person. A mail to
// them comes back by itself.
func again(e store.Entry, n int) *store.Entry {
	switch {
	case e.To.Office == casework.Duty:
	case e.To.Office != "":
		e.Told = slices.Clone(e.Told)
		for _, p := range e.Parts {
			e.Told = append(e.Told, p.To)
		}
	case e.Parts[n].To.Channel() == casework.Email:
		return nil
	case len(e.Parts) > 1:
		e.Only = n + 1
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
	if ours := s.o.Councils[e.Council].Numbers[ch]; len(ours) > 0 && (from == "" || e.To.Address == "" || e.Avoid != "") {
		from = ours[0]
	}
	return Text{
		Council: e.Council, From: casework.NewAddress(ch, from), To: p.To, Body: p.Text, Part: p.Hash,
		Urgent: e.Urgent, Content: p.Content, Variables: p.Variables,
		Subject: p.Subject, Thread: e.Thread, Reply: e.To.Address != "", Language: e.Language,
		Colleague: e.To.Office == casework.Officer || e.To.Office == casework.Manager,
	}
}
