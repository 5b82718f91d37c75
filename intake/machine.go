package intake

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"heard/casework"
	"heard/store"
)

// This file has what machines wrote. Their mail is never answered, so that no
// two of them talk for ever, and never dropped, for somebody's complaint may
// come by way of one.

// fileMachine puts a machine's mail where it belongs: a bounce with the case
// whose mail did not arrive, an automatic reply with the sender's case; what an
// officer did not get goes to who stands in for them; else it is kept for an
// officer. Danger in it is told to a person at once.
func (w *Worker) fileMachine(ctx context.Context, c *store.Change, m store.Inbound) error {
	delivery, err := w.answered(ctx, c.Council, m.Mail)
	if err != nil {
		return err
	}
	if again := delivery.Again; again != nil && (again.To.Office == casework.Officer || again.To.Office == casework.Manager) {
		return w.colleagueAway(ctx, c, m, delivery)
	}
	t, err := w.machineTurn(ctx, c, m, delivery)
	if err != nil {
		return err
	}
	if len(t.cases) == 0 || m.Urgent {
		w.setAside(c, m, "officer.machine", m.Urgent)
		return nil
	}
	k := t.cases[0]
	if err := k.apply(casework.Filed{At: m.At, Class: m.Mail.Class, Text: m.Text}, t); err != nil {
		return err
	}
	if b := m.Mail.Bounce; b != nil && b.Kind == "hard" && delivery.Version > 0 {
		lost := casework.CannotSend{
			To: "complainant", Template: delivery.Template, Code: b.Status,
			Hint: "The mail came back: their mailbox does not take it. Find another safe way.",
		}
		if err := k.apply(lost, t); err != nil {
			return err
		}
	}
	c.Case(k.Case, k.events)
	t.tell(c, k)
	return nil
}

// answered is the text of ours that a machine answers; Version 0 where it says
// none. Our Message-IDs start with the part's hash.
func (w *Worker) answered(ctx context.Context, council string, m *store.Mail) (d store.Delivery, err error) {
	ids := append(slices.Clone(m.References), m.InReplyTo)
	if m.Bounce != nil {
		ids = []string{m.Bounce.Original}
	}
	for _, id := range slices.Backward(ids) {
		part, _, _ := strings.Cut(id, "@")
		if part == "" {
			continue
		}
		if d, err = w.o.Store.DeliveryOf(ctx, council, part); err != nil || d.Version > 0 {
			return d, err
		}
	}
	return store.Delivery{}, nil
}

// sentOn is the status of a letter to an officer that went to who stands in for
// them.
const sentOn = "sent on"

// colleagueAway sends a letter that a machine answered for an officer to who
// stands in for them, at once and once. Each letter knows whose machines have
// answered before, so that it does not go round.
func (w *Worker) colleagueAway(ctx context.Context, c *store.Change, m store.Inbound, d store.Delivery) error {
	if m.Urgent {
		w.setAside(c, m, "officer.machine", true)
	}
	who, _ := w.o.Councils[c.Council].Roster.Find(d.To)
	var log casework.Action = casework.OfficerAway{Who: cmp.Or(who.Name, string(d.Again.To.Office)), Class: m.Mail.Class, Text: m.Text}
	next := *d.Again
	if d.Status == sentOn {
		log = casework.Filed{At: m.At, Class: m.Mail.Class, Text: m.Text}
	} else {
		next.Away = append(slices.Clone(next.Away), d.To)
		next.About += "/away/" + d.Hash
		c.Say(next)
		d.Status = sentOn
		c.Delivery(d)
		if err := w.quiet(ctx, c, d.To); err != nil {
			return err
		}
	}
	return w.logAll(ctx, c, append([]casework.Reference{next.Case}, next.Also...), log)
}

// quiet notes that a machine answers for somebody.
func (w *Worker) quiet(ctx context.Context, c *store.Change, a casework.Address) error {
	contact, err := w.o.Store.Contact(ctx, c.Council, a)
	contact.Away = casework.DateOf(c.Now)
	c.Contact(contact)
	return err
}

// logAll does one thing to several cases.
func (w *Worker) logAll(ctx context.Context, c *store.Change, refs []casework.Reference, a casework.Action) error {
	t := &turn{w: w, name: c.Council, council: w.o.Councils[c.Council], now: c.Now}
	for _, ref := range refs {
		if ref == "" {
			continue
		}
		cases, err := w.o.Store.Cases(ctx, c.Council, ref)
		if errors.Is(err, store.ErrNotFound) {
			continue // erased meanwhile
		} else if err != nil {
			return err
		}
		k := &worked{Case: cases[0]}
		if err := k.apply(a, t); err != nil {
			return err
		}
		c.Case(k.Case, k.events)
		t.tell(c, k)
	}
	return nil
}

// machineTurn loads the case that a machine's mail is about, if there is one.
func (w *Worker) machineTurn(ctx context.Context, c *store.Change, m store.Inbound, d store.Delivery) (*turn, error) {
	if m.Mail.Bounce != nil && d.Version > 0 && d.Case != "" {
		t := &turn{w: w, name: c.Council, council: w.o.Councils[c.Council], now: c.Now}
		cases, err := w.o.Store.Cases(ctx, c.Council, d.Case)
		for _, record := range cases {
			t.cases = append(t.cases, &worked{Case: record})
		}
		return t, err
	}
	return w.load(ctx, c.Council, m.From, c.Now)
}
