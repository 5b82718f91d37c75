package casework

import (
	"fmt"
	"slices"
	"time"
)

// Deadline is a limit that runs on a case. Start and Span are the truth; the
// dates are reckoned from them by the calendar of the day. Fixed is a date that
// was agreed or set instead.
type Deadline struct {
	Step      StepName  `json:"step"`
	Start     Date      `json:"start"`
	Span      Span      `json:"span"`
	Outer     Span      `json:"outer,omitzero"`
	Due       Date      `json:"due"`
	Latest    Date      `json:"latest"`
	Sum       string    `json:"sum"`
	Estimated bool      `json:"estimated,omitempty"`
	MetAt     time.Time `json:"met_at,omitzero"` // when a person did what was owed
	// Reminded is until when reminders of it have been dealt with.
	Reminded time.Time `json:"reminded,omitzero"`

	Early     Span   `json:"early,omitzero"` // the span of Warn
	Warn      Date   `json:"warn,omitzero"`
	Law       Span   `json:"law,omitzero"` // the span of Statutory
	Statutory Date   `json:"statutory,omitzero"`
	Fixed     Date   `json:"fixed,omitzero"`    // an extension, a panel's date, the date of an agreed action
	FixedOn   Date   `json:"fixed_on,omitzero"` // when it was set: days on hold before it are in it
	Reason    string `json:"reason,omitempty"`  // why it is fixed
	What      string `json:"what,omitempty"`    // of an agreed action
	Owner     string `json:"owner,omitempty"`
	DueHeld   Date   `json:"due_held,omitzero"` // with the days on hold added
	Dropped   string `json:"dropped,omitempty"` // why it is no longer owed
	Duties    []Job  `json:"duties,omitempty"`
}

// Job is one thing to do within a step: "spoke", "read", "wrote".
type Job struct {
	Name   string    `json:"name"`
	DoneAt time.Time `json:"done_at,omitzero"`
}

// Over tells whether nothing is owed on it any more.
func (d Deadline) Over() bool { return !d.MetAt.IsZero() || d.Dropped != "" }

// Effective is the day by which reminders go: the due day, or with a hold the
// day it has become.
func (d Deadline) Effective() Date {
	if d.DueHeld.IsZero() {
		return d.Due
	}
	return d.DueHeld
}

// Last is the day after which the next stage may be asked for unanswered,
// whatever was on hold or extended since.
func (d Deadline) Last() Date {
	if d.Latest.IsZero() {
		return d.Due
	}
	return d.Latest
}

// Deadline finds the limit of a step that runs on this case.
func (c Case) Deadline(step StepName) (Deadline, bool) {
	for _, d := range c.Deadlines {
		if d.Step == step {
			return d, true
		}
	}
	return Deadline{}, false
}

// running finds a limit that is still owed, to be changed.
func (c *Case) running(step StepName) *Deadline {
	for i := range c.Deadlines {
		if c.Deadlines[i].Step == step && !c.Deadlines[i].Over() {
			return &c.Deadlines[i]
		}
	}
	return nil
}

// start sets a limit running from a day, as the case's terms say. A step
// without a date does not run.
func (ch *change) start(name StepName, day Date) {
	t, ok := ch.c.term(ch.r, name)
	if !ok || t.Due.IsZero() {
		return
	}
	d := Deadline{
		Step: name, Start: day, Span: t.Due, Outer: t.Latest, Early: t.Warn, Law: t.Statutory,
		Reminded: ch.now, Duties: slices.Clone(ch.r.step(ch.c, name).Duties),
	}
	ch.put(d)
}

// put sets a limit in the place of the one of that name.
func (ch *change) put(d Deadline) {
	ch.c.Deadlines = append(slices.DeleteFunc(ch.c.Deadlines, func(o Deadline) bool { return o.Step == d.Step }), d)
	ch.c.reckon(ch.r)
}

// meet records that a person did what a limit asks for.
func (c *Case) meet(name StepName, at time.Time) {
	if d := c.running(name); d != nil {
		d.MetAt = at
	}
}

// drop ends limits that are no longer owed, and says why.
func (c *Case) drop(why string, names ...StepName) {
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if !d.Over() && (len(names) == 0 || slices.Contains(names, d.Step)) {
			d.Dropped = why
		}
	}
}

// reckon derives every date that is still owed from the calendar of the day.
func (c *Case) reckon(r Rules) {
	for i := range c.Deadlines {
		if d := &c.Deadlines[i]; !d.Over() || d.Due.IsZero() {
			d.reckon(r, c.Holds)
		}
	}
}

func (d *Deadline) reckon(r Rules, holds []Hold) {
	got := r.Reckon(Step{Due: d.Span, Latest: d.Outer, Warn: d.Early, Statutory: d.Law}, d.Start)
	d.Due, d.Latest, d.Warn, d.Statutory, d.Estimated = got.Due.Date, got.Latest, got.Warn, got.Statutory, got.Estimated
	d.Sum, d.DueHeld = "", Date{}
	if !d.Span.IsZero() {
		d.Sum = got.Due.String()
	}
	if !d.Fixed.IsZero() {
		d.fix(r)
	}
	if n := heldDays(r, *d, holds); n > 0 {
		d.DueHeld = r.Calendar.Add(d.Due, Span{n, WorkingDays}).Date
		d.Sum += fmt.Sprintf("; on hold %d WD: %s", n, d.DueHeld)
	}
}

// fix puts the agreed date in the place of the reckoned one. Where a holiday is
// proclaimed on it, the next working day is the date.
func (d *Deadline) fix(r Rules) {
	d.Due = d.Fixed
	words := "agreed for"
	if d.Sum != "" {
		words = d.Sum + ", now"
	}
	d.Sum = fmt.Sprintf("%s %s", words, d.Fixed)
	if !r.Calendar.WorkingDay(d.Fixed) {
		d.Due = r.Calendar.NextWorkingDay(d.Fixed)
		d.Sum += fmt.Sprintf(", a holiday: %s", d.Due)
	}
	d.Estimated = d.Estimated || !r.Calendar.confirmed(d.Due)
}
