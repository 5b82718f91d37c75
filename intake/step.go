package intake

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"heard/casework"
	"heard/conversation"
	"heard/store"
)

// step asks the conversation what to do and does it, in order, to the turn's
// own copies. The says are what is to be replied.
func (t *turn) step(ctx context.Context, inputs []conversation.Input) ([]casework.Say, error) {
	facts := conversation.Facts{Contact: t.contact.Contact}
	for _, c := range t.cases {
		facts.Cases = append(facts.Cases, c.Case.Case)
	}
	var err error
	if facts.Named, err = t.lookUp(ctx, inputs); err != nil {
		return nil, err
	}
	session, acts, says := t.council.Step(t.session, facts, inputs, t.now)
	t.session = session
	for _, a := range acts {
		if err := t.act(ctx, a); err != nil {
			return nil, err
		}
	}
	return says, nil
}

// caught turns a panic into an error. What was panicked with may quote
// somebody, so only the stack is logged.
func (w *Worker) caught(ctx context.Context, err *error) {
	if recover() != nil {
		w.o.Log.ErrorContext(ctx, "a turn panicked", "stack", string(debug.Stack()))
		*err = errors.New("the turn panicked")
	}
}

func (t *turn) act(ctx context.Context, act conversation.Act) error {
	switch a := act.(type) {
	case conversation.Open:
		return t.open(a.Action)
	case conversation.Join:
		return t.join(a.Case)
	case conversation.Do:
		return t.do(ctx, a)
	case conversation.Set:
		t.set(a.Contact)
		return nil
	}
	return fmt.Errorf("the worker does not know the act %T", act)
}

// set replaces what is known of the contact, except what the worker knows best.
func (t *turn) set(c casework.Contact) {
	was := t.contact.Contact
	c.Address, c.LastInbound, c.Cases = was.Address, was.LastInbound, was.Cases
	t.contact.Contact = c
}

// open opens a case under a fresh reference.
func (t *turn) open(a casework.OpenCase) error {
	ref, err := t.w.drawReference(t.council.Rules.Procedure.Prefix)
	if err != nil {
		return err
	}
	a.Reference, a.Council = ref, t.name
	t.opened = &worked{}
	if err := t.opened.apply(a, t); err != nil {
		return err
	}
	t.cases = slices.Insert(t.cases, 0, t.opened)
	t.contact.Cases = slices.Insert(slices.Clone(t.contact.Cases), 0, ref)
	return nil
}

func (t *turn) do(ctx context.Context, d conversation.Do) error {
	c, err := t.find(d.Case)
	if err != nil {
		return err
	}
	if a, ok := d.Action.(casework.RaiseAlert); ok {
		t.urgent = true
		if a.Code, err = t.w.drawCode(ctx, t.name); err != nil {
			return err
		}
		d.Action = a
	}
	if a, ok := d.Action.(casework.CannotHear); ok { // silence raises an alert, and no clock can draw
		if a.Code, err = t.w.drawCode(ctx, t.name); err != nil {
			return err
		}
		d.Action = a
	}
	return c.apply(d.Action, t)
}

// find returns a case of the contact; no reference means the one opened in
// this turn.
func (t *turn) find(ref casework.Reference) (*worked, error) {
	if ref == "" && t.opened != nil {
		return t.opened, nil
	}
	for _, c := range t.cases {
		if c.Reference == ref {
			return c, nil
		}
	}
	return nil, fmt.Errorf("case %q is none of this contact's: %w", ref, store.ErrNotFound)
}

// apply does an action to a case. Its error may quote somebody and is told
// only as far as it is ours.
func (c *worked) apply(a casework.Action, t *turn) error {
	next, events, messages, err := c.Apply(a, t.council.Rules, t.now)
	switch {
	case errors.Is(err, casework.ErrWrongTime):
		return fmt.Errorf("case %s, %s: %w", c.Reference, casework.ActionName(a), casework.ErrWrongTime)
	case err != nil:
		return fmt.Errorf("case %s refuses %s", c.Reference, casework.ActionName(a))
	}
	c.Case.Case = next
	c.events = append(c.events, events...)
	c.messages = append(c.messages, messages...)
	c.changed = true
	return nil
}
