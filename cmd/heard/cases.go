package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"heard/casework"
	"heard/store"
)

type casesCommand struct {
	configured
	Council string `help:"One council only." placeholder:"C"`
	JSON    bool   `name:"json" help:"One JSON object a line."`
}

// casesPage is how many cases are read at a time.
const casesPage = 500

func (c *casesCommand) Run(w *world) error {
	_, h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.engine.Close()
	ctx := context.Background()
	known := false
	for _, council := range h.councils {
		if c.Council != "" && c.Council != council.name {
			continue
		}
		known = true
		if err := c.council(ctx, w, h, council.name); err != nil {
			return err
		}
	}
	if !known {
		return askedf("there is no council %q in %s", c.Council, c.Config)
	}
	return nil
}

func (c *casesCommand) council(ctx context.Context, w *world, h *house, name string) error {
	t := tabwriter.NewWriter(w.out, 0, 4, 2, ' ', 0)
	var unheard []string
	for after := casework.Reference(""); ; {
		cases, err := h.store.AllCases(ctx, name, after, casesPage)
		if err != nil {
			return err
		}
		for _, record := range cases {
			if err := c.print(ctx, w, t, h, name, record); err != nil {
				return err
			}
			if line := unheardLine(record.Case, h.rules(name), h.now()); line != "" {
				unheard = append(unheard, line)
			}
		}
		if len(cases) < casesPage {
			break
		}
		after = cases[len(cases)-1].Reference
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(unheard) > 0 && !c.JSON {
		slices.Sort(unheard) // by day: what has waited longest is first
		fmt.Fprintf(w.out, "\nTo be heard or seen by a person, at %s:\n%s\n", name, strings.Join(unheard, "\n"))
	}
	return c.waiting(ctx, w, h, name)
}

func (c *casesCommand) print(ctx context.Context, w *world, t *tabwriter.Writer, h *house, council string, record store.Case) error {
	if c.JSON {
		v, err := h.view(ctx, council, record)
		if err != nil {
			return err
		}
		return printJSON(w.out, v)
	}
	next := "nothing due"
	for _, d := range record.Deadlines {
		if !d.Over() && !d.Due.IsZero() {
			next = fmt.Sprintf("%s by %s", d.Step, d.Effective())
			break
		}
	}
	_, err := fmt.Fprintf(t, "%s\t%s\tstage %s\treceived %s\t%s\t%s\n", record.Reference.Show(), record.Kind, record.Stage,
		casework.DateOf(record.ReceivedAt), next, flags(record.Flags))
	return err
}

// unheardLine says by when a person hears or sees what came with a case, and
// what its silence will cause; "" where nothing waits.
func unheardLine(c casework.Case, r casework.Rules, now time.Time) string {
	by, since := c.HearBy(r)
	if since.IsZero() {
		return ""
	}
	line := fmt.Sprintf("  by %s  %s  since %s", by, c.Reference.Show(), since.In(casework.London).Format("Mon 2 Jan 15:04"))
	switch {
	case casework.DateOf(now).After(by):
		line += ", late"
	case c.Alert.Open():
		line += ", duty is being rung"
	case !c.UnheardUntil.IsZero():
		line += ", asked if they are safe; duty is rung at " + c.UnheardUntil.In(casework.London).Format("15:04")
	}
	return line
}

func flags(all []casework.Flag) (out string) {
	for _, f := range all {
		out += "!" + string(f) + " "
	}
	return out
}

// waiting prints what officers have to do, and what could not be said yet.
func (c *casesCommand) waiting(ctx context.Context, w *world, h *house, council string) error {
	tasks, err := h.tasks(ctx, council)
	if err != nil {
		return err
	}
	twice, err := h.store.Repeated(ctx, council)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := printJSON(w.out, tasks...); err != nil || len(twice) == 0 {
			return err
		}
		return printJSON(w.out, repeated{"repeated", council, len(twice)})
	}
	if len(tasks) > 0 {
		fmt.Fprintf(w.out, "\nFor officers of %s:\n", council)
	}
	for _, t := range tasks {
		fmt.Fprintf(w.out, "  %s  %s\n", t.At.In(casework.London).Format("Mon 2 Jan 15:04"), t.Text)
	}
	if len(twice) > 0 {
		fmt.Fprintf(w.out, "\nTexts of %s that somebody may have seen twice: %d. The log of the case says \"perhaps twice\".\n", council, len(twice))
	}
	return nil
}

// repeated counts the texts of a council that may have been seen twice.
type repeated struct {
	Kind    string `json:"kind"`
	Council string `json:"council"`
	Texts   int    `json:"texts"`
}
