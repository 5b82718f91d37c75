package casework

// reader is somebody who is reminded of a day, on some mornings.
type reader struct {
	as   string // what the reminder is, where it is not of the due day
	to   Recipient
	list []When
	day  Date
	soon Template // before the day has passed
	late Template // after it
}

var (
	toOfficer     = Recipient{Office: Officer}
	toManager     = Recipient{Office: Manager}
	toComplainant = Recipient{Person: PersonComplainant}
	dayAfter      = []When{{Days: 1}}
	onTheDay      = []When{{}}
)

// readers are those who are reminded of a limit.
func (c Case) readers(r Rules, d Deadline) []reader {
	switch {
	case d.Step == StepOmbudsman:
		// It binds nobody at the council: the complainant alone is told.
		return []reader{{"", toComplainant, onTheDay, d.Due, c.careful("remind.ombudsman"), c.careful("remind.ombudsman")}}
	case d.Step.onPerson():
		return []reader{{"", toComplainant, r.Procedure.Reminders.Window, d.Due, "nudge.window", ""}}
	case c.waits(d.Step):
		return c.mayAsk(d)
	}
	return append(c.owed(r, d), append(c.beside(r, d), c.mayAsk(d)...)...)
}

// waits tells whether a limit is on hold. What is chased daily is not reminded
// of as well.
func (c Case) waits(step StepName) bool { return c.hold() != nil && holdable(step) }

// owed are those who are reminded of the due day.
func (c Case) owed(r Rules, d Deadline) []reader {
	p, day := r.Procedure.Reminders, d.Effective()
	soon, late, overdue := Template("officer.due"), Template("officer.overdue"), Template("manager.overdue")
	if isAction(d.Step) {
		soon, late, overdue = "officer.action_due", "officer.action_late", "officer.action_late"
	}
	if d.Step == StepPanel && c.Panel != nil { // its day is set: did it meet?
		return []reader{{"", toOfficer, p.Officer, day, soon, "officer.panel_met"}}
	}
	readers := []reader{
		{"", toOfficer, p.Officer, day, soon, late},
		{"", toManager, p.Manager, day, soon, overdue},
	}
	switch {
	case isAction(d.Step):
		late := c.careful("letter.action_late")
		readers = append(readers, reader{"", toComplainant, dayAfter, day, late, late})
	case c.promised(r, d.Step):
		readers = append(readers, reader{"", toComplainant, p.Complainant, day, c.careful("remind.soon"), c.careful("remind.late")})
	}
	return readers
}

// beside are the other days of a limit: the earlier one that a plain reading
// gives, the last one, and the law's where the council's is shorter.
func (c Case) beside(r Rules, d Deadline) (readers []reader) {
	if !d.Warn.IsZero() && d.Fixed.IsZero() {
		day := d.Warn
		for !r.Calendar.WorkingDay(day) {
			day = day.Add(-1)
		}
		if !day.After(d.Start) {
			day = r.Calendar.NextWorkingDay(d.Start)
		}
		readers = append(readers, reader{"warn", toOfficer, onTheDay, day, "officer.warn", "officer.warn"})
	}
	readers = append(readers, last("latest", d.Latest, d, r)...)
	readers = append(readers, last("statutory", d.Statutory, d, r)...)
	return append(readers, overall(d, r)...)
}

// overall warns of the day on which a step has taken as long as the Ombudsman
// counts, where that is before its last day: over Christmas 65 working days are
// 96 days, and stage 2 may take 13 weeks.
func overall(d Deadline, r Rules) []reader {
	span := r.Procedure.Reminders.Overall[d.Step]
	if span.IsZero() {
		return nil
	}
	day := r.Calendar.Add(d.Start, span).Date
	for !r.Calendar.WorkingDay(day) {
		day = day.Add(-1)
	}
	if !day.Before(laterOf(d.Latest, d.Statutory)) {
		return nil
	}
	list := r.Procedure.Reminders.Latest
	return []reader{
		{"overall", toOfficer, list, day, "officer.overall", ""},
		{"overall", toManager, list, day, "officer.overall", ""},
	}
}

func last(as string, day Date, d Deadline, r Rules) []reader {
	if day.IsZero() || day == d.Due {
		return nil
	}
	list := r.Procedure.Reminders.Latest
	return []reader{
		{as, toOfficer, list, day, "officer.latest", "officer.overdue"},
		{as, toManager, list, day, "officer.latest", "manager.overdue"},
	}
}

// mayAsk tells the complainant that they may ask for the next stage when the
// last day has passed without an answer, hold or no hold.
//
// law: Getting the Best from Complaints (2006): after 20 working days.
func (c Case) mayAsk(d Deadline) []reader {
	if d.Latest.IsZero() || d.Step != StepStage1 && d.Step != StepStage2 {
		return nil
	}
	t := c.careful("remind.may_ask")
	return []reader{{"may_ask", toComplainant, dayAfter, d.Latest, t, t}}
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
// own promise of a word to them, not a date by which officers work.
func (c Case) promised(r Rules, step StepName) bool {
	switch step {
	case StepAcknowledge:
		return r.step(&c, step).Confidence == "A"
	case StepStage1, StepStage2, StepFinalResponse:
		return true
	}
	return false
}
