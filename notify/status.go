package notify

import (
	"context"
	"slices"
	"time"

	"heard/casework"
	"heard/store"
)

// This file has what a provider tells of a text after it took it. The rules
// are: callbacks come twice, late and out of order, so a status only moves
// forward; one that comes before the sender knows whether the text was sent
// settles that.

// ranks orders what a provider says of a text. The last are final.
var ranks = map[string]int{
	"accepted": 1, "scheduled": 1, "queued": 1, "sending": 2, "sent": 3,
	"delivered": 5, "read": 6, "failed": 5, "undelivered": 5, "canceled": 5,
	// Of calls. One that nobody answers is not lost: the next try is to the
	// next on the rota.
	"initiated": 1, "ringing": 2, "in-progress": 3, "completed": 5, "busy": 5, "no-answer": 5,
}

// lost tells whether a status means that nobody will read the text.
func lost(status string) bool {
	return status == "failed" || status == "undelivered" || status == "canceled"
}

// arrived tells whether a status means that the text is where it can be read.
// Only then does a notice count as given; "sent" proves nothing.
func arrived(status string) bool { return status == "delivered" || status == "read" }

// forward tells whether a status is news after another.
func forward(from, to string) bool {
	return !lost(from) && ranks[to] > ranks[from]
}

// Settle takes a status callback of a provider: the part that its URL names,
// the provider's id, how it fares and the error's code, if there is one.
func (s *Sender) Settle(ctx context.Context, council, part, id, status, code string, at time.Time) error {
	err := retry(func() error {
		d, err := s.o.Store.DeliveryOf(ctx, council, part)
		if err != nil || d.Version == 0 {
			return err // not one of ours
		}
		return s.fare(ctx, s.o.Store.Change(council, at), d, id, status, code)
	})
	s.Wake()
	return err
}

// fare writes down how a part fares.
func (s *Sender) fare(ctx context.Context, c *store.Change, d store.Delivery, id, status, code string) error {
	news, was := forward(d.Status, status), d.Status
	if d.Provider != "" && (d.Provider != id || !news) {
		return nil // an attempt that was not counted, or nothing new
	}
	if news {
		d.Status, d.Code, d.At = status, code, c.Now
	}
	var freed []store.Entry
	if d.Provider == "" {
		d.Provider = id
		var err error
		if freed, err = s.settleEarly(ctx, c, d); err != nil {
			return err
		}
	}
	c.Delivery(d)
	switch {
	case news && lost(status):
		if err := s.loss(ctx, c, d); err != nil {
			return err
		}
	case news && arrived(status) && !arrived(was) && d.Notice && d.Case != "":
		c.Given(d.Case, d.Hash, casework.Event{At: c.Now, Who: casework.WhoHeard, What: "was told that " + string(d.Template) + " is " + status})
	}
	for _, e := range freed {
		c.Entry(e)
	}
	return s.o.Store.Write(ctx, c)
}

// settleEarly settles a part of which the sender does not know yet, and returns
// the entries that were held behind it.
func (s *Sender) settleEarly(ctx context.Context, c *store.Change, d store.Delivery) (freed []store.Entry, err error) {
	e, err := s.o.Store.EntryAt(ctx, c.Council, d.Entry)
	if err != nil || e.Version == 0 {
		return nil, err
	}
	n := slices.IndexFunc(e.Parts, func(p store.Part) bool { return p.Hash == d.Hash })
	if n < 0 || e.Parts[n].Sent() {
		return nil, nil
	}
	if !e.Leased.After(c.Now) { // nobody is at it: it goes on now
		e.Leased, e.Due = time.Time{}, c.Now
	}
	if _, left := s.sent(c, e, n, d.Provider); left {
		return nil, nil
	}
	all, err := s.o.Store.Beside(ctx, e)
	for _, held := range all {
		if held.Behind && held.Due.After(c.Now) {
			held.Due = c.Now
			freed = append(freed, held)
		}
	}
	return freed, err
}

// explain asks the provider what a code means for the officer.
func (s *Sender) explain(council string, d store.Delivery) *SendError {
	if x, ok := s.o.Councils[council].Doors[d.Channel].(Explainer); ok {
		if why := x.Explain(d.Code); why != nil {
			return why
		}
	}
	return &SendError{Code: d.Code, Hint: otherWay}
}
