package casework

import (
	"fmt"
	"time"
)

// Flags of this file.
const (
	FlagLateRequest    Flag = "late_request"    // asked after the window: an officer decides, no machine
	FlagUnclearRequest Flag = "unclear_request" // it may not have been meant as one
)

// Request is a request for the next stage. Officers answer it; nobody can
// take it away.
type Request struct {
	Stage Stage  `json:"stage"`
	On    Date   `json:"on"`
	To    string `json:"to,omitempty"`   // the member of staff it was made to
	What  string `json:"what,omitempty"` // which part is still wrong
	Want  string `json:"want,omitempty"` // what should happen now
	Late  bool   `json:"late,omitempty"` // asked after the time to ask
}

// RequestStage asks for the next stage: the complainant in their own words, or
// an officer who was told. The stage runs from the day it was asked for.
type RequestStage struct {
	By      string `json:"by,omitempty"`
	Stage   Stage  `json:"stage,omitempty"` // the next, if not given
	On      Date   `json:"on,omitzero"`     // today, if not given
	To      string `json:"to,omitempty"`
	What    string `json:"what,omitempty"`
	Want    string `json:"want,omitempty"`
	Unclear bool   `json:"unclear,omitempty"`
}

// law: SI 2006/1738 regulations 17 and 18: from the day of the request, not
// from the day a statement of it is agreed; any words to any staff will do.
func (a RequestStage) apply(ch *change) error {
	on, err := ch.requestedOn(a.On)
	if err != nil {
		return err
	}
	stage, next := ch.c.NextStage(ch.r, minTime(ch.now, on.End().Add(-1)))
	if ch.c.Stage == StageEarly && (a.Stage == "" || a.Stage == Stage1) {
		stage, next = Stage1, NextRequest // somebody else is to deal with it: at any time
	}
	answer, answered := ch.c.answered(ch.c.Stage)
	switch {
	case answered && on.Before(DateOf(answer.SentAt)):
		return fmt.Errorf("%s is before the answer (%s): what was said then is more about the complaint", on, DateOf(answer.SentAt))
	case next == NextOmbudsman:
		return fmt.Errorf("the council's stages are over: tell them of the Ombudsman: %w", ErrWrongTime)
	case next == NextMore:
		return fmt.Errorf("stage %s is not answered and its last date has not passed: use straight_to_stage2 if both sides agree: %w", ch.c.Stage, ErrWrongTime)
	case a.Stage != "" && a.Stage != stage:
		return fmt.Errorf("the next stage is %s, not %s: %w", stage, a.Stage, ErrWrongTime)
	}
	ch.c.Requests = append(ch.c.Requests, Request{Stage: stage, On: on, To: a.To, What: a.What, Want: a.Want})
	who := WhoComplainant
	if a.By != "" || a.To != "" {
		who = officer(a.By)
	}
	ch.log(who, "asked for stage "+string(stage)+" on "+on.String(), a.What)
	if ch.c.Status == Closed {
		ch.revive("the next stage was asked for")
	}
	ch.enter(stage, on)
	ch.requestTasks(a, stage, on)
	said := len(ch.messages)
	ch.stageLetter(stage)
	if who == WhoComplainant { // in a talk the reply comes first, and the letter next morning
		ch.putOff(said, ch.r.Calendar.NextWorkingDay(DateOf(ch.now)).AtClock(ch.r.Procedure.Morning).UTC())
	}
	return nil
}

// putOff keeps what people are written, from the nth message on, until a moment.
func (ch *change) putOff(n int, until time.Time) {
	for i := range ch.messages[n:] {
		if m := &ch.messages[n+i]; m.To.Person != "" {
			m.NotBefore = until
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func (ch *change) requestedOn(on Date) (Date, error) {
	today := DateOf(ch.now)
	switch {
	case on.IsZero():
		return today, nil
	case on.After(today):
		return on, fmt.Errorf("%s is in the future: say when they asked", on)
	case on.Before(DateOf(ch.c.ReceivedAt)):
		return on, fmt.Errorf("%s is before the complaint came (%s)", on, DateOf(ch.c.ReceivedAt))
	}
	return on, nil
}

// enter begins a stage that was asked for on a day.
func (ch *change) enter(stage Stage, on Date) {
	window := map[Stage]StepName{Stage2: StepStage2Request, Stage3: StepStage3Request}[stage]
	if d, ok := ch.c.Deadline(window); ok && window != "" {
		if n := len(ch.c.Requests); n > 0 && on.After(d.Due) {
			ch.c.Requests[n-1].Late = true
			ch.c.flag(FlagLateRequest)
		}
		ch.c.meet(window, on.At(12, 0).UTC())
	}
	if h := ch.c.hold(); h != nil && h.Kind == HoldAdvocate {
		ch.lift(DateOf(ch.now))
	}
	ch.goTo(stage, "stage "+string(stage)+" was asked for")
	if stage == Stage1 {
		ch.resume1()
		return
	}
	ch.begin(FromRequest, stage, on)
	ch.silence(on)
}

// resume1 takes stage 1 up after an early answer. Its clock counts from the
// receipt all the same.
func (ch *change) resume1() {
	if ch.c.running(StepStage1) == nil {
		ch.start(StepStage1, DateOf(ch.c.ReceivedAt))
	}
}

// late tells whether the stage at which the case is was asked for after the time
// to ask.
func (c Case) late() bool { return len(c.Requests) > 0 && c.Requests[len(c.Requests)-1].Late }

func (ch *change) requestTasks(a RequestStage, stage Stage, on Date) {
	template := Template("officer.request")
	switch {
	case a.Unclear:
		ch.c.flag(FlagUnclearRequest)
		template = "officer.request_unclear"
	case ch.c.late():
		template = "officer.request_late"
	}
	ch.task(template, Blanks{"stage": {Name: string(stage)}, "on": DateBlank(on)})
}

// stageLetter tells that a stage has begun and which times apply.
func (ch *change) stageLetter(stage Stage) {
	switch stage {
	case Stage1:
		ch.letter("stage1", ch.dated("letter.stage1", ch.c.current()), ch.dueBlank(ch.c.current()))
	case Stage2:
		ch.letter("stage2", append(ch.dated("letter.stage2", ch.c.current()), "letter.ombudsman"), ch.dueBlank(ch.c.current()))
	case Stage3:
		ch.letter("stage3", append(ch.dated("letter.stage3", ch.c.current()), "letter.ombudsman"), ch.dueBlank(ch.c.current()))
	}
}

// StraightToStage2 goes past stage 1 because both sides want it.
type StraightToStage2 struct {
	By     string `json:"by,omitempty"`
	On     Date   `json:"on,omitzero"`
	Agreed string `json:"agreed"` // who agreed for the complainant
	What   string `json:"what,omitempty"`
}

func (a StraightToStage2) apply(ch *change) error {
	on, err := ch.requestedOn(a.On)
	if err != nil {
		return err
	}
	switch {
	case ch.isOpen() != nil:
		return ch.isOpen()
	case a.Agreed == "":
		return fmt.Errorf("both sides must agree: agreed=WHO of the complainant's side")
	case ch.c.Stage != StageEarly && ch.c.Stage != Stage1:
		return fmt.Errorf("it is at stage %s: %w", ch.c.Stage, ErrWrongTime)
	case !ch.c.Kind.Clocked() || !ch.c.has(ch.r, StepStage2):
		return fmt.Errorf("there is no stage 2 for it: %w", ErrWrongTime)
	}
	ch.c.Requests = append(ch.c.Requests, Request{Stage: Stage2, On: on, What: a.What})
	ch.log(officer(a.By), "went straight to stage 2, agreed with "+a.Agreed, a.What)
	ch.enter(Stage2, on)
	ch.stageLetter(Stage2)
	return nil
}
