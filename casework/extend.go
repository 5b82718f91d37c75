package casework

import "fmt"

// Extend takes longer than due, up to the last date, and tells the complainant
// why and until when.
type Extend struct {
	By     string   `json:"by,omitempty"`
	Step   StepName `json:"step,omitempty"` // the one that is owed now, if not given
	Until  Date     `json:"until"`
	Reason string   `json:"reason"`
}

// law: Getting the Best from Complaints (2006): in writing, with the reason
// and the new date, never beyond 20 working days at stage 1 and 65 at stage 2.
func (a Extend) apply(ch *change) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	d := ch.c.current()
	if a.Step != "" {
		d = ch.c.running(a.Step)
	}
	if d == nil {
		return fmt.Errorf("nothing is owed that could be extended: %w", ErrWrongTime)
	}
	if err := ch.extendable(*d, a); err != nil {
		return err
	}
	was := d.Effective()
	d.Fixed, d.FixedOn, d.Reason = a.Until, DateOf(ch.now), a.Reason
	ch.c.reckon(ch.r)
	d.Reminded = ch.now
	ch.log(officer(a.By), fmt.Sprintf("extended %s from %s to %s", d.Step, was, a.Until), a.Reason)
	ch.letter("extension", []Template{"letter.extension", "letter.ombudsman"}, Blanks{"due": DateBlank(a.Until), "reason": {Quote: a.Reason}})
	return nil
}

func (ch *change) extendable(d Deadline, a Extend) error {
	latest, due := ch.latest(d), d.Effective()
	switch {
	case a.Reason == "":
		return fmt.Errorf("say why: the reason goes into the letter")
	case d.Step.onPerson() || isAction(d.Step) || d.Step == StepOmbudsman:
		return fmt.Errorf("%s is not the council's to extend", d.Step)
	case latest.IsZero() && d.Step != StepStage3:
		return fmt.Errorf("%s has no later date: it is due on %s", d.Step, due)
	case !a.Until.After(due):
		return fmt.Errorf("%s is no later than it is due (%s)", a.Until, due)
	case !latest.IsZero() && a.Until.After(latest):
		return fmt.Errorf("%s is after the last date, %s: it cannot be later", a.Until, latest)
	}
	return ch.ahead(a.Until)
}

// latest is the last day of a limit, with the days it was on hold.
func (ch *change) latest(d Deadline) Date {
	if d.Latest.IsZero() {
		return d.Latest
	}
	d.FixedOn = Date{}
	return ch.r.Calendar.Add(d.Latest, Span{heldDays(ch.r, d, ch.c.Holds), WorkingDays}).Date
}

// onPerson tells whether a limit binds the complainant, not the council. It is
// shown, and nothing ends with it.
func (s StepName) onPerson() bool { return s == StepStage2Request || s == StepStage3Request }
