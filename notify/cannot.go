package notify

import (
	"context"
	"errors"

	"heard/casework"
	"heard/store"
)

// This file has what happens when something can never be said: the entry ends,
// and in the same write a person gets the task of finding another way.

// otherWay is the hint where nobody knows a better one.
const otherWay = "Find another safe way to reach them."

// cannot ends an entry that cannot be said.
func (s *Sender) cannot(ctx context.Context, e store.Entry, why *SendError, did *Report) error {
	moved := false
	err := retry(func() error {
		c := s.o.Store.Change(e.Council, s.o.now())
		c.Settled(e)
		err := s.task(ctx, c, e.Case, e.About, template(e), why)
		if err == nil && why.OptedOut && len(e.Parts) > 0 {
			err = s.optOut(ctx, c, e.Parts[0].To)
		}
		if err == nil {
			err = s.o.Store.Write(ctx, c)
		}
		if errors.Is(err, store.ErrConflict) {
			// Was it the case that changed, or the entry?
			now, failed := s.o.Store.EntryAt(ctx, e.Council, e.Key)
			if moved = now.Version != e.Version; failed != nil || moved {
				return failed
			}
		}
		return err
	})
	switch {
	case err == nil && moved:
		return store.ErrConflict
	case err == nil:
		did.Failed++
	}
	return err
}

// task adds to a change that a person is to find another way.
func (s *Sender) task(ctx context.Context, c *store.Change, ref casework.Reference, about string, t casework.Template, why *SendError) error {
	rules := s.o.Councils[c.Council].Rules
	hint := why.Hint
	if hint == "" {
		hint = otherWay
	}
	if ref == "" {
		c.Say(s.taskWithoutCase(rules, c, about, hint))
		return nil
	}
	cases, err := s.o.Store.Cases(ctx, c.Council, ref)
	if errors.Is(err, store.ErrNotFound) {
		return nil // erased meanwhile: nobody is to be reached any more
	} else if err != nil {
		return err
	}
	cannot := casework.CannotSend{To: casework.WhoComplainant, Template: t, Code: why.Code, Hint: hint}
	next, events, messages, err := cases[0].Apply(cannot, rules, c.Now)
	if err != nil {
		return err
	}
	put(c, store.Case{Case: next, Version: cases[0].Version}, events, messages, rules, s.o.Needs)
	return nil
}

// taskWithoutCase is the officer's task where somebody only said hello.
func (s *Sender) taskWithoutCase(rules casework.Rules, c *store.Change, about, hint string) store.Entry {
	m := casework.Message{
		Key:       about + "/cannot_send",
		To:        casework.Recipient{Office: casework.Officer},
		Says:      []casework.Say{{Template: "officer.cannot_reply", Blanks: casework.Blanks{"why": {Name: hint}}}},
		NotBefore: rules.NextOfficeTime(c.Now),
		Group:     "officer",
	}
	m.Says = casework.Fill(m.Says, casework.Case{}, rules, s.o.Needs)
	e := store.NewEntry(casework.Case{}, m)
	e.About = m.Key
	return e
}

// put adds to a change how a case stands now, and what it has to say.
func put(c *store.Change, now store.Case, events []casework.Event, messages []casework.Message, rules casework.Rules, needs func(casework.Template) []string) {
	c.Case(now, events)
	for _, m := range messages {
		m.Says = casework.Fill(m.Says, now.Case, rules, needs)
		c.Say(store.NewEntry(now.Case, m))
	}
}

// drop ends an entry that is better not said. The case's log has it.
func (s *Sender) drop(ctx context.Context, e store.Entry, why string) error {
	c := s.o.Store.Change(e.Council, s.o.now())
	c.Settled(e)
	if _, err := s.o.Store.Cases(ctx, e.Council, e.Case); err == nil {
		hash, err := s.o.Store.PartHash(e.Council, e.About, 0)
		if err != nil {
			return err
		}
		e.Parts = []store.Part{{Hash: hash}}
		c.Sent(e.Case, e, 0, casework.Event{At: c.Now, Who: casework.WhoHeard, What: "did not send " + saying(e) + ": " + why})
	}
	return s.o.Store.Write(ctx, c)
}
