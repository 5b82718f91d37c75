package intake

import (
	"context"
	"strings"

	"heard/casework"
	"heard/store"
)

// fileMachines files what machines wrote and returns what people did. A mail
// of a machine is never answered, so that no two of them talk for ever, and
// never dropped, for somebody's complaint may come by way of one.
func (w *Worker) fileMachines(ctx context.Context, c *store.Change, messages []store.Inbound) ([]store.Inbound, error) {
	var people []store.Inbound
	for _, m := range messages {
		if !m.Mail.Automatic() {
			people = append(people, m)
			continue
		}
		if err := w.fileMachine(ctx, c, m); err != nil {
			return nil, err
		}
	}
	return people, nil
}

// fileMachine puts a machine's mail where it belongs: a bounce with the case
// whose mail did not arrive, an automatic reply with the sender's case; else
// it is kept for an officer. Danger in it is told to a person at once.
func (w *Worker) fileMachine(ctx context.Context, c *store.Change, m store.Inbound) error {
	t, delivery, err := w.machineTurn(ctx, c, m)
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

// machineTurn loads the case that a machine's mail is about, if there is one.
func (w *Worker) machineTurn(ctx context.Context, c *store.Change, m store.Inbound) (*turn, store.Delivery, error) {
	var delivery store.Delivery
	if b := m.Mail.Bounce; b != nil {
		part, _, _ := strings.Cut(b.Original, "@") // our Message-IDs start with the part's hash
		var err error
		if delivery, err = w.o.Store.DeliveryOf(ctx, c.Council, part); err != nil {
			return nil, delivery, err
		}
		if delivery.Version > 0 && delivery.Case != "" {
			t := &turn{w: w, name: c.Council, council: w.o.Councils[c.Council], now: c.Now}
			cases, err := w.o.Store.Cases(ctx, c.Council, delivery.Case)
			for _, record := range cases {
				t.cases = append(t.cases, &worked{Case: record})
			}
			return t, delivery, err
		}
	}
	t, err := w.load(ctx, c.Council, m.From, c.Now)
	return t, delivery, err
}
