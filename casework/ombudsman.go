package casework

import (
	"fmt"
	"time"
)

// FlagOmbudsman marks a case at which the Ombudsman looks.
const FlagOmbudsman Flag = "ombudsman"

// stepEnquiry is the limit of an answer to the Ombudsman.
const stepEnquiry StepName = "ombudsman_enquiry"

// OmbudsmanEnquiry records that the Ombudsman asks about the case. It can come
// at any time and stops nothing.
type OmbudsmanEnquiry struct {
	By     string `json:"by,omitempty"`
	Number string `json:"number,omitempty"` // the Ombudsman's own
	Until  Date   `json:"until"`            // by when they want an answer
}

func (a OmbudsmanEnquiry) apply(ch *change) error {
	if err := ch.ahead(a.Until); err != nil {
		return err
	}
	if ch.c.Status == Closed {
		ch.revive("the Ombudsman asked")
	}
	ch.c.flag(FlagOmbudsman)
	ch.put(Deadline{Step: stepEnquiry, Start: DateOf(ch.now), Fixed: a.Until, Reason: "the Ombudsman asked", Reminded: ch.now})
	ch.log(officer(a.By), "the Ombudsman asked about the case", a.Number)
	ch.toManager("manager.enquiry", Blanks{"due": DateBlank(a.Until)})
	return nil
}

// OmbudsmanAnswered records that the council answered the Ombudsman.
type OmbudsmanAnswered struct {
	By string    `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"`
}

func (a OmbudsmanAnswered) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if ch.c.running(stepEnquiry) == nil {
		return fmt.Errorf("the Ombudsman is owed no answer: %w", ErrWrongTime)
	}
	ch.c.meet(stepEnquiry, at)
	ch.log(officer(a.By), "answered the Ombudsman", "")
	return nil
}

// OmbudsmanDecision records what the Ombudsman decided, and what the council
// will do about it.
type OmbudsmanDecision struct {
	By      string    `json:"by,omitempty"`
	Outcome string    `json:"outcome"`
	At      time.Time `json:"at,omitzero"`
	Actions []Agreed  `json:"actions,omitempty"`
}

func (a OmbudsmanDecision) apply(ch *change) error {
	at, err := ch.when(a.At)
	switch {
	case err != nil:
		return err
	case a.Outcome == "":
		return fmt.Errorf("say what they decided: outcome=\"...\"")
	case len(a.Actions) > 0 && ch.isOpen() != nil:
		return ch.isOpen()
	}
	if err := ch.agree(a.Actions); err != nil {
		return err
	}
	ch.c.meet(stepEnquiry, at)
	ch.c.unflag(FlagOmbudsman)
	ch.log(officer(a.By), "the Ombudsman decided", a.Outcome)
	ch.toManager("manager.decision", nil)
	return nil
}
