package main

import (
	"fmt"
	"text/tabwriter"

	"heard/casework"
	"heard/configs"
)

type dueCommand struct {
	Council     string `help:"A shipped procedure's name, or a file." placeholder:"C"`
	From        string `required:"" help:"The day to count from." placeholder:"YYYY-MM-DD"`
	Step        string `help:"One step only; without it, those that start at receipt." placeholder:"S"`
	WorkingDays int    `help:"Count so many working days, whoever's." placeholder:"N"`
	JSON        bool   `name:"json" help:"One JSON object a line."`
}

// dueLine is one step with its dates, as the outside reads it.
type dueLine struct {
	Step      casework.StepName `json:"step"`
	From      casework.Anchor   `json:"from"`
	Due       casework.Date     `json:"due"`
	Latest    casework.Date     `json:"latest"`
	Warn      casework.Date     `json:"warn"`
	Sum       *string           `json:"sum"`
	Source    string            `json:"source"`
	Estimated bool              `json:"estimated"`
}

func (c *dueCommand) Run(w *world) error {
	from, err := casework.ParseDate(c.From)
	if err != nil {
		return asked{fmt.Errorf("--from: %w", err)}
	}
	if c.WorkingDays != 0 {
		return c.count(w, from)
	}
	if c.Council == "" {
		return askedf("say whose limits: --council NAME, or --working-days N to count days alone")
	}
	p, err := configs.Procedure(c.Council)
	if err != nil {
		return asked{err}
	}
	lines, err := c.lines(casework.Rules{Procedure: &p, Calendar: configs.Calendar()}, from)
	if err != nil {
		return err
	}
	return c.print(w, lines)
}

func (c *dueCommand) count(w *world, from casework.Date) error {
	if c.WorkingDays < 1 || c.WorkingDays > 10_000 {
		return askedf("--working-days must be from 1 to 10000")
	}
	sum := configs.Calendar().Add(from, casework.Span{N: c.WorkingDays, Unit: casework.WorkingDays})
	_, err := fmt.Fprintln(w.out, sum.Date)
	return err
}

func (c *dueCommand) lines(r casework.Rules, from casework.Date) ([]dueLine, error) {
	var out []dueLine
	for _, s := range r.Procedure.Steps {
		if c.Step == string(s.Name) || c.Step == "" && s.From == casework.FromReceipt {
			out = append(out, newDueLine(r.Reckon(s, from)))
		}
	}
	if len(out) == 0 {
		var have []string
		for _, s := range r.Procedure.Steps {
			have = append(have, string(s.Name))
		}
		return nil, askedf("%s has no step %q; it has: %s", r.Procedure.Name, c.Step, list(have))
	}
	return out, nil
}

func newDueLine(r casework.Reckoned) dueLine {
	line := dueLine{
		Step: r.Step.Name, From: r.Step.From, Due: r.Due.Date, Latest: r.Latest, Warn: r.Warn,
		Source: r.Step.Source, Estimated: r.Estimated,
	}
	if !r.Due.Date.IsZero() {
		sum := r.Due.String()
		line.Sum = &sum
	}
	return line
}

func (c *dueCommand) print(w *world, lines []dueLine) error {
	if c.JSON {
		return printJSON(w.out, lines...)
	}
	t := tabwriter.NewWriter(w.out, 0, 4, 2, ' ', 0)
	for _, l := range lines {
		sum := "no date"
		if l.Sum != nil {
			sum = *l.Sum
		}
		if l.Estimated {
			sum += " (estimated)"
		}
		fmt.Fprintf(t, "%s\tfrom %s\t%s\n", l.Step, l.From, sum)
		if !l.Latest.IsZero() {
			fmt.Fprintf(t, "\tat the latest\t%s\n", l.Latest)
		}
		if !l.Warn.IsZero() {
			fmt.Fprintf(t, "\twarning\t%s\n", l.Warn)
		}
		fmt.Fprintf(t, "\tsource\t%s\n", l.Source)
	}
	return t.Flush()
}
