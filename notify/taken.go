package notify

import (
	"context"
	"errors"
	"fmt"

	"heard/casework"
	"heard/store"
)

// takes is the key that takes an alert; the voice says so.
const takes = "1"

// What the voice says after a key.
const (
	CallTaken    casework.Template = "duty.call.taken"
	CallNotTaken casework.Template = "duty.call.not"
)

// What is said to those on duty to see that they are reached.
const (
	TestText casework.Template = "duty.test"
	TestCall casework.Template = "duty.test.call"
)

// Pressed takes a key that was pressed in a call about an alert. part names the
// call. It reports whether the alert is taken by it; another key is no act.
func (s *Sender) Pressed(ctx context.Context, council, part, digits string) (bool, error) {
	d, err := s.o.Store.DeliveryOf(ctx, council, part)
	if err != nil || d.Version == 0 || d.Case == "" || digits != takes {
		return false, err
	}
	by := s.o.Councils[council].onDuty(d.To)
	if by == "" {
		by = "the person on duty"
	}
	err = s.Act(ctx, council, d.Case, casework.AcknowledgeAlert{By: by, How: "key"})
	if errors.Is(err, casework.ErrWrongTime) {
		return true, nil // pressed twice, or taken by another: nobody has to do it again
	}
	return err == nil, err
}

// Act does something to a case, as a person does who was told of it.
func (s *Sender) Act(ctx context.Context, council string, ref casework.Reference, a casework.Action) error {
	rules := s.o.Councils[council].Rules
	err := retry(func() error {
		cases, err := s.o.Store.Cases(ctx, council, ref)
		if err != nil {
			return err
		}
		now := s.o.now()
		next, events, messages, err := cases[0].Apply(a, rules, now)
		if err != nil {
			return fmt.Errorf("case %s, %s: %w", ref, casework.ActionName(a), err)
		}
		change := s.o.Store.Change(council, now)
		put(change, store.Case{Case: next, Version: cases[0].Version}, events, messages, rules, s.o.Needs)
		return s.o.Store.Write(ctx, change)
	})
	s.Wake()
	return err
}
