package casework

import (
	"fmt"
	"strings"
	"time"
)

// This file reminds. Reminders go out in the morning of a day, before a limit
// ends rather than after; which days those are is the procedure's data.

// When names a morning by its place to the last day of a limit: "half time",
// "3 working days before", "on the day", "1 working day after", or "every
// working day after".
type When struct {
	Half  bool
	Every bool // and each working day from then on
	Days  int  // working days after the last day; negative before it
}

// ParseWhen reads what String writes.
func ParseWhen(text string) (When, error) {
	switch text {
	case "half time":
		return When{Half: true}, nil
	case "on the day":
		return When{}, nil
	case "every working day after":
		return When{Every: true, Days: 1}, nil
	}
	span, err := ParseSpan(strings.TrimSuffix(text, " after"))
	if err != nil || span.Unit != WorkingDays || span.N == 0 ||
		!strings.HasSuffix(text, " before") && !strings.HasSuffix(text, " after") {
		return When{}, fmt.Errorf("%q is no time for a reminder: write \"half time\", \"3 working days before\", \"on the day\", \"1 working day after\" or \"every working day after\"", text)
	}
	return When{Days: span.N}, nil
}

// Reminders say on which mornings who is reminded of a limit that is not met.
type Reminders struct {
	Officer     []When
	Manager     []When
	Complainant []When // before a date is missed, never only after
	Latest      []When // to the officer and the manager, of the last day of all
	Window      []When // to the complainant, of the day until which they may ask
	Review      Span   // how long a case may lie with nothing owed on it
	// Overall is how long a step takes in all as the Ombudsman counts, which
	// can end before its last day: officer and manager are warned of it, on the
	// mornings of Latest.
	Overall map[StepName]Span
}

// after returns the first morning of a reader that is later than a moment,
// zero when there is none.
func (r Rules) after(to reader, d Deadline, from time.Time) time.Time {
	var first time.Time
	for _, w := range to.list {
		at := r.morning(w, to.day, d.Start, from)
		if at.After(from) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// morning is the moment of one reminder; of one that repeats, the first that is
// later than from.
func (r Rules) morning(w When, day, start Date, from time.Time) time.Time {
	last := day
	switch {
	case w.Half:
		day = r.Calendar.Add(start, Span{(r.Calendar.WorkingDaysBetween(start, last) + 1) / 2, WorkingDays}).Date
	case w.Days != 0:
		day = r.Calendar.Add(last, Span{w.Days, WorkingDays}).Date
	}
	at := day.AtClock(r.Procedure.Morning).UTC()
	for w.Every && !at.After(from) {
		day = r.Calendar.NextWorkingDay(laterOf(day, DateOf(from).Add(-1)))
		at = day.AtClock(r.Procedure.Morning).UTC()
	}
	return at
}

func laterOf(a, b Date) Date {
	if b.After(a) {
		return b
	}
	return a
}

// nextReminder is when the next reminder of a limit is due; zero for none.
func (c Case) nextReminder(r Rules, d Deadline) time.Time {
	var next time.Time
	if d.Over() || d.Due.IsZero() {
		return next
	}
	for _, reader := range c.readers(r, d) {
		next = sooner(next, r.after(reader, d, d.Reminded))
	}
	return next
}

// remind says what is due about each limit by now, to each reader once even
// where several mornings were missed.
func (ch *change) remind() {
	for i := range ch.c.Deadlines {
		d := &ch.c.Deadlines[i]
		if next := ch.c.nextReminder(ch.r, *d); next.IsZero() || next.After(ch.now) {
			continue
		}
		for _, reader := range ch.c.readers(ch.r, *d) {
			if at := ch.r.after(reader, *d, d.Reminded); !at.IsZero() && !at.After(ch.now) {
				ch.remindOf(*d, reader)
			}
		}
		d.Reminded = ch.now
	}
}

func (ch *change) remindOf(d Deadline, to reader) {
	template := to.soon
	if DateOf(ch.now).After(to.day) {
		template = to.late
	}
	if template == "" {
		return
	}
	ch.log(WhoHeard, fmt.Sprintf("reminded the %s of %s, %s", to.name(), d.Step, to.what()), "")
	m := Message{
		Key: fmt.Sprintf("remind/%s/%s/%s/%s%s", d.Step, to.day, to.name(), ch.now.Format("2006-01-02T15:04"), to.suffix()),
		To:  to.to,
		Says: []Say{{Template: template, Blanks: Blanks{
			"step": ch.stepWord(d.Step),
			"due":  DateBlank(to.day),
		}}},
	}
	if isAction(d.Step) {
		m.Says[0].Blanks["owner"] = Blank{Name: d.Owner}
		m.Says[0].Blanks["what"] = Blank{Quote: d.What}
	}
	if to.to.Office != "" {
		m.Group, m.NotBefore = "officer", ch.r.NextOfficeTime(ch.now)
		m.For, m.Except = ch.c.Assigned, ch.c.Named
	}
	ch.tell(m)
}

// stepWord names a step in a sentence.
func (ch *change) stepWord(step StepName) Blank {
	if isAction(step) {
		step = "action"
	}
	return Blank{Word: Template("step." + string(step))}
}

func (to reader) what() string {
	if to.as == "" {
		return "due " + to.day.String()
	}
	return to.as + " " + to.day.String()
}

func (to reader) suffix() string {
	if to.as == "" {
		return ""
	}
	return "/" + to.as
}

func (to reader) name() string {
	if to.to.Office != "" {
		return string(to.to.Office)
	}
	return to.to.Person
}

// sooner is the earlier of two moments, where zero is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
