package casework

import (
	"fmt"
	"time"
)

// HoldKind says what a case waits for.
type HoldKind string

// The holds.
const (
	HoldAdvocate HoldKind = "advocate"
	HoldCourt    HoldKind = "court"
)

// FlagOnHold marks a case on hold.
const FlagOnHold Flag = "on_hold"

// Hold is a time in which the council waits. It never runs silently: the day
// of receipt stays, both dates are shown, and the council is chased.
type Hold struct {
	Kind   HoldKind `json:"kind"`
	Asked  Date     `json:"asked,omitzero"` // when the complainant asked or agreed
	Opened Date     `json:"opened"`
	Closed Date     `json:"closed,omitzero"`
	Reason string   `json:"reason,omitempty"`
	Chased Date     `json:"chased,omitzero"`
}

// hold is the hold that is open, if any.
func (c *Case) hold() *Hold {
	for i := range c.Holds {
		if c.Holds[i].Closed.IsZero() {
			return &c.Holds[i]
		}
	}
	return nil
}

// holdable are the limits that a hold pauses.
func holdable(step StepName) bool {
	switch step {
	case StepEarly, StepStage1, StepStage2, StepPanel, StepPanelReport, StepFinalResponse:
		return true
	}
	return false
}

// heldDays counts the working days that holds took out of a limit.
func heldDays(r Rules, d Deadline, holds []Hold) (n int) {
	if !holdable(d.Step) || d.Due.IsZero() {
		return 0
	}
	for _, h := range holds {
		until := laterOf(h.Opened, h.Chased)
		if !h.Closed.IsZero() {
			until = h.Closed
		}
		if !d.MetAt.IsZero() && DateOf(d.MetAt).Before(until) {
			until = DateOf(d.MetAt)
		}
		from := laterOf(laterOf(h.Opened, d.Start), d.FixedOn)
		n += max(0, r.Calendar.WorkingDaysBetween(from, until))
	}
	return n
}

// HoldForAdvocate waits for an advocate: opened by a person only, and only
// where the complainant asked for it or agreed.
type HoldForAdvocate struct {
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at,omitzero"` // when they asked or agreed
	Agreed bool      `json:"agreed,omitempty"`
}

// law: Getting the Best from Complaints (2006): more time where an advocate is
// needed; the councils' guides differ on how much.
func (a HoldForAdvocate) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if !a.Agreed && ch.c.Advocate.Wanted != Yes {
		return fmt.Errorf("nobody asked for an advocate: say agreed=true if the complainant agreed to wait")
	}
	d := ch.c.current()
	if d == nil || !holdable(d.Step) {
		return fmt.Errorf("no answer is owed that could wait: %w", ErrWrongTime)
	}
	step, due := d.Step, d.Due
	if err := ch.open(Hold{Kind: HoldAdvocate, Asked: DateOf(at), Opened: DateOf(ch.now)}); err != nil {
		return err
	}
	ch.log(officer(a.By), "put the "+string(step)+" on hold for an advocate", "")
	ch.letter("hold", []Template{"letter.hold"}, Blanks{"due": DateBlank(due)})
	return nil
}

func (ch *change) open(h Hold) error {
	if ch.c.Status != Open {
		return fmt.Errorf("the case is closed: reopen it first: %w", ErrWrongTime)
	}
	if have := ch.c.hold(); have != nil {
		return fmt.Errorf("it is on hold for %s since %s: %w", have.Kind, have.Opened, ErrWrongTime)
	}
	h.Chased = h.Opened
	ch.c.Holds = append(ch.c.Holds, h)
	ch.c.flag(FlagOnHold)
	return nil
}

// lift ends the hold that is open.
func (ch *change) lift(day Date) {
	if h := ch.c.hold(); h != nil {
		h.Closed = laterOf(h.Opened, day)
		ch.c.unflag(FlagOnHold)
		for i := range ch.c.Deadlines {
			ch.c.Deadlines[i].Reminded = laterTime(ch.c.Deadlines[i].Reminded, ch.now)
		}
	}
}

// HoldForCourt waits for a court, a tribunal or another inquiry that looking
// into the complaint would harm.
type HoldForCourt struct {
	By     string `json:"by,omitempty"`
	Reason string `json:"reason"`
}

// law: SI 2006/1738 regulation 8: the person is told why, and may bring it
// again afterwards.
func (a HoldForCourt) apply(ch *change) error {
	if a.Reason == "" {
		return fmt.Errorf("say why it has to wait: reason=\"...\"")
	}
	if err := ch.open(Hold{Kind: HoldCourt, Opened: DateOf(ch.now), Reason: a.Reason}); err != nil {
		return err
	}
	ch.log(officer(a.By), "put the case on hold for a court", a.Reason)
	ch.letter("court", []Template{"letter.court", "letter.ombudsman"}, Blanks{"reason": {Quote: a.Reason}})
	return nil
}

// TakeUpAgain ends a hold for a court.
type TakeUpAgain struct {
	By string    `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"`
}

func (a TakeUpAgain) apply(ch *change) error {
	h := ch.c.hold()
	if h == nil || h.Kind != HoldCourt {
		return fmt.Errorf("it is not on hold for a court: %w", ErrWrongTime)
	}
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	ch.lift(DateOf(at))
	ch.log(officer(a.By), "took the case up again", "")
	ch.c.reckon(ch.r)
	ch.letter("again", ch.dated("letter.again", ch.c.current()), ch.dueBlank(ch.c.current()))
	return nil
}

func laterTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
