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
}

// after returns the first morning of a list that is later than a moment, zero
// when there is none.
func (r Rules) after(list []When, d Deadline, from time.Time) time.Time {
	var first time.Time
	for _, w := range list {
		at := r.morning(w, d, from)
		if at.After(from) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// morning is the moment of one reminder; of one that repeats, the first that is
// later than from.
func (r Rules) morning(w When, d Deadline, from time.Time) time.Time {
	day := d.Due
	switch {
	case w.Half:
		day = r.Calendar.Add(d.Start, Span{(r.Calendar.WorkingDaysBetween(d.Start, d.Due) + 1) / 2, WorkingDays}).Date
	case w.Days != 0:
		day = r.Calendar.Add(d.Due, Span{w.Days, WorkingDays}).Date
	}
	at := day.AtClock(r.Procedure.Morning)
	for w.Every && !at.After(from) {
		day = r.Calendar.NextWorkingDay(laterOf(day, DateOf(from).Add(-1)))
		at = day.AtClock(r.Procedure.Morning)
	}
	return at
}

func laterOf(a, b Date) Date {
	if b.After(a) {
		return b
	}
	return a
}

// reader is somebody who is reminded.
type reader struct {
	to   Recipient
	list []When
	soon Template // before the last day has passed
	late Template // after it
}

// readers are those who are reminded of a limit. The twelve weeks after which
// the Ombudsman may step in bind nobody at the council: the complainant alone
// is told of them, on the day.
func (c Case) readers(r Rules, d Deadline) []reader {
	p := r.Procedure.Reminders
	complainant := Recipient{Person: "complainant"}
	if d.Step == StepOmbudsman {
		return []reader{{complainant, []When{{}}, c.careful("remind.ombudsman"), c.careful("remind.ombudsman")}}
	}
	readers := []reader{
		{Recipient{Office: Officer}, p.Officer, "officer.due", "officer.overdue"},
		{Recipient{Office: Manager}, p.Manager, "officer.due", "manager.overdue"},
	}
	if r.promised(d.Step) {
		readers = append(readers, reader{complainant, p.Complainant, c.careful("remind.soon"), c.careful("remind.late")})
	}
	return readers
}

// careful is a template for the complainant, or neutral news where it is not
// known to be safe to text them: whoever holds the phone may read it.
func (c Case) careful(t Template) Template {
	byMail := len(c.Contacts) > 0 && c.Contacts[0].Channel() == Email
	if byMail || c.SafeContact.Safe == Yes || c.SafeContact.Safe == Sometimes {
		return t
	}
	return "news"
}

// promised tells whether the complainant was told of this limit: the council's
// own promise, not a date of custom that only officers work by.
func (r Rules) promised(step StepName) bool {
	s, ok := r.Procedure.Step(step)
	return ok && (s.Confidence == "A" || step != StepAcknowledge)
}

// nextReminder is when the next reminder of a limit is due; zero for none.
func (c Case) nextReminder(r Rules, d Deadline) time.Time {
	var next time.Time
	if !d.MetAt.IsZero() || d.Due.IsZero() {
		return next
	}
	for _, reader := range c.readers(r, d) {
		next = sooner(next, r.after(reader.list, d, d.Reminded))
	}
	return next
}

// remind says what is due about each limit by now, to each reader once even
// where several mornings were missed.
func (ch *change) remind() {
	if ch.c.Status != Open {
		return
	}
	for i := range ch.c.Deadlines {
		d := &ch.c.Deadlines[i]
		if next := ch.c.nextReminder(ch.r, *d); next.IsZero() || next.After(ch.now) {
			continue
		}
		for _, reader := range ch.c.readers(ch.r, *d) {
			if at := ch.r.after(reader.list, *d, d.Reminded); !at.IsZero() && !at.After(ch.now) {
				ch.remindOf(*d, reader)
			}
		}
		d.Reminded = ch.now
	}
}

func (ch *change) remindOf(d Deadline, to reader) {
	template := to.soon
	if DateOf(ch.now).After(d.Due) {
		template = to.late
	}
	ch.log(WhoHeard, fmt.Sprintf("reminded the %s of %s, due %s", to.name(), d.Step, d.Due), "")
	m := Message{
		Key: fmt.Sprintf("remind/%s/%s/%s/%s", d.Step, d.Due, to.name(), DateOf(ch.now)),
		To:  to.to,
		Says: []Say{{Template: template, Blanks: Blanks{
			"step": {Word: Template("step." + string(d.Step))},
			"due":  DateBlank(d.Due),
		}}},
	}
	if to.to.Office != "" {
		m.Group, m.NotBefore = "officer", ch.r.NextOfficeTime(ch.now)
	}
	ch.tell(m)
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
