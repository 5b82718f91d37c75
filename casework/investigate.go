package casework

import (
	"fmt"
	"time"
)

// This file has what happens within stage 2.

// Appoint names who investigates, and who watches over it from outside.
type Appoint struct {
	By           string `json:"by,omitempty"`
	Investigator string `json:"investigator,omitempty"`
	Independent  string `json:"independent,omitempty"`
}

// law: SI 2006/1738 regulation 17(2): an independent person takes part, always.
func (a Appoint) apply(ch *change) error {
	if err := ch.at(Stage2); err != nil {
		return err
	}
	if a.Investigator == "" && a.Independent == "" {
		return fmt.Errorf("say who: investigator=NAME independent=NAME")
	}
	who := Appoint{Investigator: orElse(a.Investigator, ch.c.Investigator), Independent: orElse(a.Independent, ch.c.IndependentPerson)}
	for _, name := range []string{a.Investigator, a.Independent} {
		if err := ch.free(name, "investigator"); name != "" && err != nil {
			return err
		}
	}
	switch {
	case same(who.Investigator, who.Independent):
		return fmt.Errorf("the investigator cannot be the independent person too: choose somebody else")
	case same(who.Independent, ch.c.Assigned):
		return fmt.Errorf("%s works for the council and is not independent: choose somebody else", who.Independent)
	}
	ch.c.Investigator, ch.c.IndependentPerson = who.Investigator, who.Independent
	ch.log(officer(a.By), "appointed who investigates", joined(a.Investigator, a.Independent))
	if who.Investigator == "" || who.Independent == "" {
		return nil // they are told once both are known
	}
	ch.letter("appointed", []Template{"letter.appointed"}, Blanks{"investigator": {Name: who.Investigator}, "independent": {Name: who.Independent}})
	return nil
}

func orElse(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func joined(a, b string) string {
	if a != "" && b != "" {
		return a + ", " + b
	}
	return a + b
}

// at refuses what does not belong to the stage at which the case is.
func (ch *change) at(stage Stage) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	if ch.c.Stage != stage {
		return fmt.Errorf("it is at stage %s, not %s: %w", ch.c.Stage, stage, ErrWrongTime)
	}
	return nil
}

// AgreeStatement records that both sides agreed what is to be investigated. It
// is a milestone: it moves no date.
type AgreeStatement struct {
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
	Text string    `json:"text,omitempty"`
}

func (a AgreeStatement) apply(ch *change) error {
	if err := ch.at(Stage2); err != nil {
		return err
	}
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if !ch.c.StatementAgreed.IsZero() {
		return fmt.Errorf("it was agreed on %s: %w", ch.c.StatementAgreed, ErrWrongTime)
	}
	ch.c.StatementAgreed = DateOf(at)
	ch.log(officer(a.By), "agreed the statement of complaint", a.Text)
	ch.letter("statement", ch.dated("letter.statement", ch.c.current()), ch.dueBlank(ch.c.current()))
	return nil
}

// SendReport records that the investigation's report went to the complainant.
// The council's answer to it is still owed.
type SendReport struct {
	By  string    `json:"by,omitempty"`
	At  time.Time `json:"at,omitzero"`
	How string    `json:"how,omitempty"`
}

func (a SendReport) apply(ch *change) error {
	if err := ch.at(Stage2); err != nil {
		return err
	}
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	ch.c.ReportSent = DateOf(at)
	ch.log(officer(a.By), "sent the report of the investigation", a.How)
	ch.letter("report", []Template{"letter.report"}, Blanks{"on": DateBlank(DateOf(at))})
	return nil
}
