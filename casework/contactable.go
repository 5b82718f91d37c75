package casework

import "fmt"

// This file has what happens when somebody cannot or must not be written to.
// None of it ends a complaint.

// Flags of this file.
const (
	FlagCannotText  Flag = "cannot_text"  // find another safe way
	FlagUnfinished  Flag = "unfinished"   // the talk stalled; read it as it stands
	FlagWrongNumber Flag = "wrong_number" // the number may not be theirs
)

// StopTexts ends texts to an address, not the complaint. "Stop" may have been
// a cry for help: an officer looks, and finds another safe way.
type StopTexts struct {
	From Address `json:"from"`
}

func (a StopTexts) apply(ch *change) error {
	ch.c.flag(FlagCannotText)
	ch.log(WhoComplainant, "asked for no more texts", "")
	ch.task("officer.stopped", nil)
	return nil
}

// ResumeTexts allows texts again.
type ResumeTexts struct {
	From Address `json:"from"`
}

func (a ResumeTexts) apply(ch *change) error {
	ch.c.unflag(FlagCannotText)
	ch.log(WhoComplainant, "asked for texts again", "")
	return nil
}

// WrongNumber says that an address is not the complainant's. It is unlinked:
// nothing more is sent there.
type WrongNumber struct {
	From Address `json:"from"`
}

func (a WrongNumber) apply(ch *change) error {
	ch.c.flag(FlagWrongNumber)
	ch.log(WhoHeard, "was told that the number is wrong", "")
	ch.task("officer.wrong_number", nil)
	return nil
}

// HandOver gives a talk that stalled to a person as it stands.
type HandOver struct{}

func (HandOver) apply(ch *change) error {
	if ch.c.Flagged(FlagUnfinished) {
		return nil
	}
	ch.c.flag(FlagUnfinished)
	ch.log(WhoHeard, "handed the unfinished talk over to a person", "")
	ch.task("officer.unfinished", nil)
	return nil
}

// CannotSend records that something could not be said to somebody, and sets an
// officer the task of finding another way.
type CannotSend struct {
	To       string   `json:"to"` // who, never where
	Template Template `json:"template"`
	Code     string   `json:"code"`
	Hint     string   `json:"hint"` // what to do, for the officer
}

func (a CannotSend) apply(ch *change) error {
	ch.c.flag(FlagCannotText)
	ch.log(WhoHeard, fmt.Sprintf("could not send %s (%s)", a.Template, a.Code), a.Hint)
	ch.task("officer.cannot_send", Blanks{"why": {Name: a.Hint}})
	return nil
}

func (c *Case) unflag(f Flag) {
	for i, have := range c.Flags {
		if have == f {
			c.Flags = append(c.Flags[:i], c.Flags[i+1:]...)
			return
		}
	}
}
