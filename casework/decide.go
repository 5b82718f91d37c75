package casework

import (
	"fmt"
	"slices"
)

// Track is the procedure that a case follows.
type Track string

// The tracks.
const (
	Statutory Track = "statutory"
	Corporate Track = "corporate"
	Undecided Track = "undecided"
)

// Decide says what a case is: its kind, or by which procedure it goes. It never
// moves the day of receipt.
type Decide struct {
	By     string `json:"by,omitempty"`
	Kind   Kind   `json:"kind,omitempty"`
	Track  Track  `json:"track,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func (a Decide) apply(ch *change) error {
	kinds := []Kind{"", Complaint, Concern, Compliment, Comment, Question}
	switch {
	case ch.isOpen() != nil:
		return ch.isOpen()
	case a.Kind == "" && a.Track == "":
		return fmt.Errorf("say what it is: kind=..., track=... or both")
	case !slices.Contains(kinds, a.Kind):
		return fmt.Errorf("%q is no kind: complaint, concern, compliment, comment, question", a.Kind)
	case !slices.Contains([]Track{"", Statutory, Corporate, Undecided}, a.Track):
		return fmt.Errorf("%q is no track: statutory, corporate, undecided", a.Track)
	case a.Track == Corporate && ch.c.Stage == Stage3:
		return fmt.Errorf("a panel is for the statutory track only, and it is at stage 3: %w", ErrWrongTime)
	}
	if a.Track == Corporate && a.Reason == "" || a.Kind != "" && !a.Kind.Clocked() && ch.c.Kind.Clocked() && a.Reason == "" {
		return fmt.Errorf("say why: it takes something away from the person")
	}
	ch.log(officer(a.By), fmt.Sprintf("decided what it is: %s%s", a.Kind, andTrack(a.Track)), a.Reason)
	ch.decideKind(a.Kind)
	ch.decideTrack(a.Track, a.Reason)
	return nil
}

func andTrack(t Track) string {
	if t == "" {
		return ""
	}
	return " " + string(t)
}

// decideKind stops or starts the clocks where the kind says so. They start at
// the receipt, whenever it is decided.
func (ch *change) decideKind(kind Kind) {
	was := ch.c.Kind
	if kind == "" || kind == was {
		return
	}
	ch.c.Kind = kind
	switch {
	case !kind.Clocked() && was.Clocked():
		ch.c.drop("it is a " + string(kind))
	case kind.Clocked() && !was.Clocked():
		ch.begin(FromReceipt, "", DateOf(ch.c.ReceivedAt))
		ch.c.Stage = ch.firstStage()
	}
}

// decideTrack takes the limits of the track for what is still to come.
func (ch *change) decideTrack(track Track, reason string) {
	if track == "" || track == ch.c.Track {
		return
	}
	was := ch.c.Track
	ch.c.Track = track
	steps := ch.r.Procedure.Corporate
	switch {
	case track == Corporate:
		ch.letter("corporate", []Template{"letter.corporate"}, Blanks{"reason": {Quote: reason}})
	case was == Corporate:
		steps = ch.r.Procedure.Steps
	default:
		return
	}
	if len(steps) == 0 {
		return
	}
	ch.c.Terms = termsOf(steps)
	for _, name := range []StepName{StepStage1, StepStage2} {
		if d := ch.c.running(name); d != nil && d.Fixed.IsZero() {
			ch.start(name, d.Start)
		}
	}
}

// firstStage is the stage in which a new complaint is.
func (ch *change) firstStage() Stage {
	if t, ok := ch.c.term(ch.r, StepEarly); ok && !t.Due.IsZero() {
		return StageEarly
	}
	return Stage1
}
