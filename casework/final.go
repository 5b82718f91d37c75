package casework

import (
	"fmt"
	"time"
)

// This file has what follows the panel.

// PanelHeld records that the panel met, on the day it was convened for.
type PanelHeld struct {
	By string    `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"`
}

func (a PanelHeld) apply(ch *change) error {
	if err := ch.at(Stage3); err != nil {
		return err
	}
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	switch {
	case ch.c.Panel == nil || ch.c.running(StepPanel) == nil:
		return fmt.Errorf("no panel is to meet: %w", ErrWrongTime)
	case DateOf(at) != ch.c.Panel.On:
		return fmt.Errorf("the panel is convened for %s: convene it for %s if it met then: %w", ch.c.Panel.On, DateOf(at), ErrWrongTime)
	}
	ch.c.meet(StepPanel, at)
	ch.log(officer(a.By), "the panel met", "")
	return nil
}

// PanelReport records that the panel has met and its report went out.
type PanelReport struct {
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Received Date      `json:"received,omitzero"` // when the council had it, if later
}

// law: SI 2006/1738 regulation 20: to the authority, the complainant, the
// advocate and the independent person; the answer within 15 working days of it.
func (a PanelReport) apply(ch *change) error {
	if err := ch.at(Stage3); err != nil {
		return err
	}
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	p := ch.c.Panel
	switch {
	case p == nil:
		return fmt.Errorf("no panel was convened: %w", ErrWrongTime)
	case DateOf(at).Before(p.On):
		return fmt.Errorf("the panel meets on %s: it cannot report before: %w", p.On, ErrWrongTime)
	case !p.Report.IsZero():
		return fmt.Errorf("it reported on %s: %w", p.Report, ErrWrongTime)
	case !a.Received.IsZero() && (a.Received.Before(DateOf(at)) || a.Received.After(DateOf(ch.now))):
		return fmt.Errorf("the council cannot have had it on %s", a.Received)
	}
	p.Report = DateOf(at)
	ch.c.meet(StepPanel, p.On.At(12, 0).UTC())
	ch.c.meet(StepPanelReport, at)
	ch.begin(FromPanelReport, Stage3, laterOf(a.Received, p.Report))
	ch.log(officer(a.By), "sent the panel's report", "")
	ch.letter("panel_report", ch.dated("letter.panel_report", ch.c.current()), ch.dueBlank(ch.c.current()))
	return nil
}

// FinalAnswer is the council's last word after the panel, with how to go to the
// Ombudsman.
type FinalAnswer struct {
	By       string    `json:"by,omitempty"`
	Outcome  string    `json:"outcome"`
	How      string    `json:"how,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Received Date      `json:"received,omitzero"`
	Actions  []Agreed  `json:"actions,omitempty"`
}

func (a FinalAnswer) apply(ch *change) error {
	if err := ch.at(Stage3); err != nil {
		return err
	}
	if ch.c.Panel == nil || ch.c.Panel.Report.IsZero() {
		return fmt.Errorf("the panel has not reported yet: %w", ErrWrongTime)
	}
	r, err := ch.response(Stage3, a.Outcome, a.How, a.At, a.Received)
	if err != nil {
		return err
	}
	if err := ch.agree(a.Actions); err != nil {
		return err
	}
	ch.answer(r)
	ch.c.meet(StepStage3, r.SentAt)
	ch.c.Stage = StageOmbudsman
	ch.log(officer(a.By), "gave the final answer: "+a.Outcome, "")
	templates, blanks := []Template{"letter.final"}, Blanks{"on": DateBlank(DateOf(r.SentAt))}
	if n := len(a.Actions); n > 0 {
		templates, blanks["count"] = append(templates, "letter.actions"), CountBlank(n)
	}
	ch.letter("final", append(templates, "letter.next.ombudsman"), blanks)
	return nil
}
