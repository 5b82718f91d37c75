package casework

import (
	"fmt"
	"time"
)

// Acknowledge is a person's letter that the complaint is recorded and looked
// into, by whom and by when. A computer's receipt is not it. Heard writes it
// at the person's word, unless they say how they wrote themselves.
type Acknowledge struct {
	By  string    `json:"by,omitempty"`
	At  time.Time `json:"at,omitzero"`   // when it was done; now if not given
	How string    `json:"how,omitempty"` // how they wrote: "post", "phone"; Heard writes if not given
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
	if by := ch.r.step(ch.c, StepAcknowledge).MetBy; !ch.c.Acknowledged.IsZero() || len(by) == 0 && !d.MetAt.IsZero() {
		return fmt.Errorf("it was acknowledged on %s: %w", laterOf(ch.c.Acknowledged, DateOf(d.MetAt)), ErrWrongTime)
	}
	if d.Dropped != "" {
		return fmt.Errorf("nothing is to be acknowledged any more: %s: %w", d.Dropped, ErrWrongTime)
	}
	ch.c.Acknowledged = DateOf(at)
	ch.c.meet(StepAcknowledge, at)
	ch.meetBy("acknowledge", at)
	ch.log(officer(a.By), "acknowledged the complaint", a.How)
	if a.How == "" {
		ch.acknowledgement()
	}
	return nil
}

// acknowledgement tells that it is recorded and looked into, who does it, by
// when, how Heard understood it, and that there are advocates and other forms.
func (ch *change) acknowledgement() {
	d := ch.c.current()
	if ch.c.Stage == StageEarly { // an answer in writing is stage 1's, which runs already
		d = ch.c.running(StepStage1)
	}
	blanks := ch.dueBlank(d)
	blanks["who"] = ch.c.who()
	blanks["statement"] = Blank{Quote: ch.c.Statement}
	if ch.c.Statement == "" {
		ch.letter("acknowledgement", append(ch.dated("letter.ack", d), "letter.ack.forms"), blanks)
		return
	}
	ch.letter("acknowledgement", append(ch.dated("letter.ack", d), "letter.ack.copy"), blanks)
}
