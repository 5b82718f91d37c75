package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// This file has what officers do to any case at any time.

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

// isOpen refuses work on a closed case.
func (ch *change) isOpen() error {
	if ch.c.Status != Open {
		return fmt.Errorf("the case is closed: reopen it first: %w", ErrWrongTime)
	}
	return nil
}

// toManager sets a manager a task.
func (ch *change) toManager(template Template, blanks Blanks) {
	if ch.preview {
		return
	}
	ch.task(template, blanks)
	ch.messages[len(ch.messages)-1].To = Recipient{Office: Manager}
}

// meetBy meets every limit that an action of some name does.
func (ch *change) meetBy(action string, at time.Time) {
	for _, d := range ch.c.Deadlines {
		if slices.Contains(ch.r.step(ch.c, d.Step).MetBy, action) {
			ch.c.meet(d.Step, at)
		}
	}
}

// duty marks one of the things to do within the limits that run.
func (ch *change) duty(name string, at time.Time) (found bool) {
	for i := range ch.c.Deadlines {
		for j := range ch.c.Deadlines[i].Duties {
			if d := &ch.c.Deadlines[i].Duties[j]; d.Name == name && d.DoneAt.IsZero() {
				d.DoneAt, found = at, true
			}
		}
	}
	return found
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

// Assign says who looks into it. Who bears a name that the person told has it
// only once somebody has made sure that the complaint is not of them.
type Assign struct {
	By       string `json:"by,omitempty"`
	To       string `json:"to"`
	NotNamed bool   `json:"not_named,omitempty"`
}

func (a Assign) apply(ch *change) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	if err := ch.free(a.To, "to"); err != nil {
		return err
	}
	if !a.NotNamed && ch.c.Mentions(a.To) {
		return fmt.Errorf("a name of %s stands in what was told: choose somebody else, or say not_named=true if it is not about them", a.To)
	}
	ch.c.Assigned = a.To
	ch.c.unflag(FlagNamed)
	ch.log(officer(a.By), "assigned the case", a.To)
	ch.task("officer.assigned", Blanks{"owner": {Name: a.To}})
	return nil
}

// Contacted records that a person was in touch with the complainant. Where the
// procedure says so, that is the first reply it promises.
type Contacted struct {
	By  string    `json:"by,omitempty"`
	How string    `json:"how,omitempty"`
	At  time.Time `json:"at,omitzero"`
}

func (a Contacted) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	ch.meetBy("contacted", at)
	ch.duty("spoke", at)
	ch.log(officer(a.By), strings.TrimSpace("was in touch with the complainant "+a.How), "")
	return nil
}

// DutyDone records one of the things that a step asks for: that somebody
// spoke to those concerned, read the records, wrote.
type DutyDone struct {
	By   string    `json:"by,omitempty"`
	Duty string    `json:"duty"`
	At   time.Time `json:"at,omitzero"`
}

func (a DutyDone) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if !ch.duty(a.Duty, at) {
		return fmt.Errorf("no step that runs asks for %q, or it is done: %w", a.Duty, ErrWrongTime)
	}
	ch.log(officer(a.By), "did what the step asks: "+a.Duty, "")
	return nil
}

// Link ties a case to another.
type Link struct {
	To  Reference `json:"to"`
	Why string    `json:"why,omitempty"`
}

// LinkCase says that another case has to do with this one.
type LinkCase struct {
	By  string    `json:"by,omitempty"`
	To  Reference `json:"to"`
	Why string    `json:"why,omitempty"`
}

func (a LinkCase) apply(ch *change) error {
	to, err := ParseReference(string(a.To))
	switch {
	case err != nil:
		return err
	case to == ch.c.Reference:
		return fmt.Errorf("a case is not linked to itself")
	case slices.ContainsFunc(ch.c.Links, func(l Link) bool { return l.To == to }):
		return fmt.Errorf("it is linked to %s already: %w", to.Show(), ErrWrongTime)
	}
	ch.c.Links = append(ch.c.Links, Link{to, a.Why})
	ch.log(officer(a.By), "linked it to "+to.Show(), a.Why)
	return nil
}

func officer(by string) string {
	if by == "" {
		return "officer"
	}
	return "officer " + by
}

// same tells whether two names are one person's.
func same(a, b string) bool {
	return slices.Equal(nameWords(a), nameWords(b)) && len(nameWords(a)) > 0
}
