package casework

import (
	"fmt"
	"time"
)

// Why a case was closed, where something hangs on it.
const (
	closedRefused   = "not_accepted"
	closedInterest  = "no_sufficient_interest"
	closedWithdrawn = "withdrawn"
	closedHanded    = "handed_over"
)

// shut closes a case; only an officer does. Danger on it goes on ringing.
func (ch *change) shut(why string) {
	if h := ch.c.hold(); h != nil {
		ch.lift(DateOf(ch.now))
	}
	ch.c.drop("closed")
	ch.c.Status, ch.c.ClosedFrom, ch.c.ClosedWhy = Closed, ch.c.Stage, why
	ch.c.Stage = StageClosed
}

// revive opens a closed case again where it was, with what was owed then.
func (ch *change) revive(why string) {
	ch.c.Status, ch.c.Stage = Open, ch.c.ClosedFrom
	ch.c.ClosedFrom, ch.c.ClosedWhy = "", ""
	for i := range ch.c.Deadlines {
		if d := &ch.c.Deadlines[i]; d.Dropped == "closed" {
			d.Dropped, d.Reminded = "", ch.now
		}
	}
	ch.log(WhoHeard, "opened again: "+why, "")
}

// mayEnd refuses to end a case that is closed, or of which the Ombudsman waits to
// hear.
func (ch *change) mayEnd() error {
	if d := ch.c.running(stepEnquiry); d != nil {
		return fmt.Errorf("the Ombudsman waits for an answer by %s: ombudsman_answered first: %w", d.Due, ErrWrongTime)
	}
	return ch.isOpen()
}

// CloseCase ends a case. What was agreed must be done first.
type CloseCase struct {
	By     string `json:"by,omitempty"`
	Reason string `json:"reason"`
}

func (a CloseCase) apply(ch *change) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	if a.Reason == "" {
		return fmt.Errorf("say why it can be closed: reason=\"...\"")
	}
	if ch.c.Kind.Clocked() {
		for _, d := range ch.c.Deadlines {
			if !d.Over() && !d.Step.onPerson() && d.Step != StepOmbudsman {
				return fmt.Errorf("%s is still owed: do it, or withdraw it at the person's wish: %w", d.Step, ErrWrongTime)
			}
		}
	}
	next := ch.c.following(ch.r, ch.c.Stage)
	ch.shut("done")
	ch.log(officer(a.By), "closed the case", a.Reason)
	switch {
	case !ch.c.Kind.Clocked():
	case next == StageOmbudsman:
		ch.letter("closed", []Template{"letter.closed", "letter.next.ombudsman"}, nil)
	default:
		ch.letter("closed", []Template{"letter.closed", "letter.closed.back"}, nil)
	}
	return nil
}

// Reopen takes a closed case up again where it was.
type Reopen struct {
	By     string `json:"by,omitempty"`
	Reason string `json:"reason"`
}

func (a Reopen) apply(ch *change) error {
	if ch.c.Status != Closed {
		return fmt.Errorf("it is open: %w", ErrWrongTime)
	}
	if a.Reason == "" {
		return fmt.Errorf("say why: reason=\"...\"")
	}
	ch.log(officer(a.By), "reopened the case", a.Reason)
	ch.revive(a.Reason)
	if ch.c.Kind.Clocked() {
		ch.letter("reopened", ch.dated("letter.reopened", ch.c.current()), ch.dueBlank(ch.c.current()))
	}
	return nil
}

// Withdraw ends a complaint because the complainant wants it. A worry about
// harm goes on without it.
type Withdraw struct {
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at,omitzero"`
	Reason string    `json:"reason,omitempty"`
}

func (a Withdraw) apply(ch *change) error {
	if err := ch.mayEnd(); err != nil {
		return err
	}
	if _, err := ch.when(a.At); err != nil {
		return err
	}
	ch.shut(closedWithdrawn)
	who := WhoComplainant
	if a.By != "" {
		who = officer(a.By)
	}
	ch.log(who, "withdrew the complaint", a.Reason)
	ch.letter("withdrawn", []Template{"letter.withdrawn"}, nil)
	if ch.c.Flagged(FlagDanger) {
		ch.toManager("manager.withdrawn_danger", nil)
	} else {
		ch.task("officer.withdrawn", nil)
	}
	return nil
}
