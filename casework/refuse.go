package casework

import (
	"fmt"
	"time"
)

// This file has what a council does not look into. A person decides it, says
// why, and names who can check on them.

// NotAccepted says that the procedure is not for this. The letter has the
// reason and the Ombudsman.
type NotAccepted struct {
	By     string `json:"by,omitempty"`
	Reason string `json:"reason"`
}

func (a NotAccepted) apply(ch *change) error {
	switch {
	case ch.mayEnd() != nil:
		return ch.mayEnd()
	case a.Reason == "":
		return fmt.Errorf("say why: the reason goes into the letter")
	case !ch.c.Kind.Clocked():
		return fmt.Errorf("it is a %s: nothing is to be accepted: %w", ch.c.Kind, ErrWrongTime)
	// law: the Ombudsman has found it a fault to refuse stage 2 once stage 1 is
	// done (22-008-976 and others).
	case (ch.c.Stage == Stage2 || ch.c.Stage == Stage3) && !ch.c.late():
		return fmt.Errorf("stage %s was asked for in time and cannot be refused: answer it", ch.c.Stage)
	}
	ch.shut(closedRefused)
	ch.log(officer(a.By), "did not accept the complaint", a.Reason)
	ch.letter("not_accepted", []Template{"letter.not_accepted", "letter.next.ombudsman"}, Blanks{"reason": {Quote: a.Reason}})
	return nil
}

// NoSufficientInterest says that the person has no standing to complain about
// this child.
type NoSufficientInterest struct {
	By        string `json:"by,omitempty"`
	Reason    string `json:"reason"`
	ChildTold bool   `json:"child_told,omitempty"`
}

// law: SI 2006/1738 regulation 4: the person is notified, and the child where
// that is right.
func (a NoSufficientInterest) apply(ch *change) error {
	switch {
	case ch.mayEnd() != nil:
		return ch.mayEnd()
	case a.Reason == "":
		return fmt.Errorf("say why: the reason goes into the letter")
	case ch.c.Complainant.Role == Child && ch.c.ContactedBy.Role == Self:
		return fmt.Errorf("a child always has an interest in their own care: %w", ErrWrongTime)
	}
	ch.shut(closedInterest)
	ch.log(officer(a.By), "decided that the interest is not sufficient", a.Reason)
	ch.letter("no_interest", []Template{"letter.no_interest", "letter.next.ombudsman"}, Blanks{"reason": {Quote: a.Reason}})
	return nil
}

// FlagFreeze marks a case whose complainant asked that a decision wait.
const FlagFreeze Flag = "freeze_asked"

// FreezeAsked records that the complainant asked for a decision to wait until
// the complaint is looked into.
type FreezeAsked struct {
	By   string    `json:"by,omitempty"`
	What string    `json:"what"` // which decision
	At   time.Time `json:"at,omitzero"`
}

// law: Getting the Best from Complaints (2006): a decision that is complained
// of should usually wait; a manager decides at once.
func (a FreezeAsked) apply(ch *change) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	if _, err := ch.when(a.At); err != nil {
		return err
	}
	if a.What == "" {
		return fmt.Errorf("say which decision is to wait: what=\"...\"")
	}
	ch.c.flag(FlagFreeze)
	ch.log(officer(a.By), "was asked to let a decision wait", a.What)
	ch.toManager("manager.freeze", nil)
	ch.letter("freeze", []Template{"letter.freeze"}, Blanks{"what": {Quote: a.What}})
	return nil
}

// Meeting is a talk that was offered beside the stages. It delays nothing.
type Meeting struct {
	Offered Date   `json:"offered"`
	On      Date   `json:"on,omitzero"`
	Held    Date   `json:"held,omitzero"`
	Note    string `json:"note,omitempty"`
}

// MeetingOffered offers a meeting.
type MeetingOffered struct {
	By string `json:"by,omitempty"`
	On Date   `json:"on,omitzero"` // the day that is offered, if one is
}

func (a MeetingOffered) apply(ch *change) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	if a.On.Before(DateOf(ch.now)) && !a.On.IsZero() {
		return fmt.Errorf("%s has passed: say a day to come", a.On)
	}
	ch.c.Meetings = append(ch.c.Meetings, Meeting{Offered: DateOf(ch.now), On: a.On})
	ch.log(officer(a.By), "offered a meeting", a.On.String())
	template, blanks := Template("letter.meeting"), Blanks{}
	if !a.On.IsZero() {
		template, blanks = "letter.meeting.day", Blanks{"on": DateBlank(a.On)}
	}
	ch.letter("meeting", []Template{template}, blanks)
	return nil
}

// MeetingHeld records a meeting.
type MeetingHeld struct {
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
	Note string    `json:"note,omitempty"`
}

func (a MeetingHeld) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	held := Meeting{Offered: DateOf(at), On: DateOf(at), Held: DateOf(at), Note: a.Note}
	for i := range ch.c.Meetings {
		if m := &ch.c.Meetings[i]; m.Held.IsZero() {
			held.Offered, held.On = m.Offered, m.On
			*m = held
			ch.log(officer(a.By), "met the complainant", a.Note)
			ch.duty("spoke", at)
			return nil
		}
	}
	ch.c.Meetings = append(ch.c.Meetings, held)
	ch.duty("spoke", at)
	ch.log(officer(a.By), "met the complainant", a.Note)
	return nil
}
