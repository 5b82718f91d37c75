package casework

import (
	"fmt"
	"time"
)

// This file has what officers do to a case.

// Acknowledge records that a person wrote to the complainant that the
// complaint is recorded and looked into. A computer's receipt is not it.
type Acknowledge struct {
	By string    `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"` // when it was done; now if not given
}

func (a Acknowledge) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	d, ok := ch.c.Deadline(StepAcknowledge)
	if !ok {
		return fmt.Errorf("nothing is to be acknowledged: %w", ErrWrongTime)
	}
	if !d.MetAt.IsZero() {
		return fmt.Errorf("it was acknowledged on %s: %w", DateOf(d.MetAt), ErrWrongTime)
	}
	ch.c.meet(StepAcknowledge, at)
	ch.log(officer(a.By), "acknowledged the complaint", "")
	return nil
}

// when reads the time an officer gives for something that was done: not in the
// future, not before the complaint.
func (ch *change) when(at time.Time) (time.Time, error) {
	if at.IsZero() {
		return ch.now, nil
	}
	switch {
	case at.After(ch.now) && DateOf(at) != DateOf(ch.now):
		return at, fmt.Errorf("%s is in the future: say when it was done", DateOf(at))
	case DateOf(at).Before(DateOf(ch.c.ReceivedAt)):
		return at, fmt.Errorf("%s is before the complaint came (%s)", DateOf(at), DateOf(ch.c.ReceivedAt))
	}
	return at.UTC(), nil
}

// Note puts an officer's words into the log. Nobody is told.
type Note struct {
	By   string `json:"by,omitempty"`
	Text string `json:"text"`
}

func (a Note) apply(ch *change) error {
	if a.Text == "" {
		return fmt.Errorf("a note needs words: text=\"...\"")
	}
	ch.log(officer(a.By), "noted", a.Text)
	return nil
}

func officer(by string) string {
	if by == "" {
		return "officer"
	}
	return "officer " + by
}
