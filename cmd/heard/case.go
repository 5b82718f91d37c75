package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

type caseCommand struct {
	Ref string `arg:"" help:"The case's reference, in any spacing."`
	configured
	At   string   `help:"When it is or was done; now, if not given." placeholder:"RFC3339"`
	JSON bool     `name:"json" help:"As JSON."`
	Act  []string `arg:"" optional:"" help:"act NAME key=value ..., or letter N to print one for the post."`
}

func (c *caseCommand) Run(w *world) error {
	_, h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.engine.Close()
	ctx := context.Background()
	council, record, err := h.caseByReference(ctx, c.Ref)
	if err != nil {
		return err
	}
	if len(c.Act) == 2 && c.Act[0] == "letter" {
		return h.printLetter(w.out, council, record, c.Act[1])
	}
	if len(c.Act) > 0 {
		action, err := c.action()
		if err != nil {
			return asked{err}
		}
		if record, err = h.act(ctx, council, record, action); err != nil {
			return err
		}
	}
	v, err := h.view(ctx, council, record)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(w.out, v)
	}
	_, err = fmt.Fprintln(w.out, plainCase(v))
	return err
}

// action reads "act NAME key=value ...". --at is the action's own at.
func (c *caseCommand) action() (casework.Action, error) {
	if c.Act[0] != "act" || len(c.Act) < 2 {
		return nil, fmt.Errorf("after the reference write: act NAME key=value, or letter N")
	}
	args := map[string]string{}
	for _, word := range c.Act[2:] {
		key, value, ok := strings.Cut(word, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not key=value", word)
		}
		args[key] = value
	}
	if c.At != "" {
		args["at"] = c.At
	}
	return casework.ParseAction(c.Act[1], args)
}

// actTries is how often an action is done over because the service changed
// the case in between.
const actTries = 5

// act does an officer's action to a case and writes what comes of it.
func (h *house) act(ctx context.Context, council string, record store.Case, a casework.Action) (store.Case, error) {
	for range actTries {
		next, err := h.actOnce(ctx, council, record, a)
		if !errors.Is(err, store.ErrConflict) {
			return next, err
		}
		again, err := h.store.Cases(ctx, council, record.Reference)
		if err != nil {
			return record, err
		}
		record = again[0]
	}
	return record, store.ErrConflict
}

func (h *house) actOnce(ctx context.Context, council string, record store.Case, a casework.Action) (store.Case, error) {
	rules := h.rules(council)
	now := h.now().UTC().Truncate(time.Millisecond)
	next, events, messages, err := record.Apply(a, rules, now)
	if err != nil {
		return record, asked{err}
	}
	change := h.store.Change(council, now)
	change.Case(store.Case{Case: next, Version: record.Version}, events)
	for _, m := range messages {
		m.Says = casework.Fill(m.Says, next, rules, h.words.Needs)
		change.Say(store.NewEntry(next, m))
	}
	if err := h.store.Write(ctx, change); err != nil {
		return record, err
	}
	return store.Case{Case: next, Version: record.Version + 1}, nil
}

func (h *house) rules(council string) casework.Rules {
	for _, c := range h.councils {
		if c.name == council {
			return c.rules
		}
	}
	return casework.Rules{Procedure: &casework.Procedure{}}
}
