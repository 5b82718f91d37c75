package casework

import (
	"fmt"
	"strings"
	"time"
)

// Agreed is something the council will do: what, who, by when. It is a limit
// of its own, and the person is told when it is done or late.
type Agreed struct {
	What  string `json:"what"`
	Owner string `json:"owner"`
	Date  Date   `json:"date"`
}

// parseAgreed reads "what / owner / date; what / owner / date".
func parseAgreed(text string) (list []Agreed, err error) {
	for _, item := range strings.Split(text, ";") {
		parts := strings.Split(item, "/")
		if len(parts) < 3 {
			return nil, fmt.Errorf("%q is no agreed action: write what / owner / 2027-01-31; and the next", strings.TrimSpace(item))
		}
		n := len(parts)
		a := Agreed{What: strings.TrimSpace(strings.Join(parts[:n-2], "/")), Owner: strings.TrimSpace(parts[n-2])}
		if a.Date, err = ParseDate(strings.TrimSpace(parts[n-1])); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// actionStep names the limit of the nth agreed action.
func actionStep(n int) StepName { return StepName(fmt.Sprintf("action_%d", n)) }

func isAction(step StepName) bool { return strings.HasPrefix(string(step), "action_") }

// agree checks agreed actions and starts their limits.
func (ch *change) agree(list []Agreed) error {
	for _, a := range list {
		if a.What == "" {
			return fmt.Errorf("say what was agreed: what=\"...\"")
		}
		if err := ch.free(a.Owner, "owner"); err != nil {
			return err
		}
		if err := ch.ahead(a.Date); err != nil {
			return err
		}
	}
	n := 1
	for _, d := range ch.c.Deadlines {
		if isAction(d.Step) {
			n++
		}
	}
	for i, a := range list {
		ch.put(Deadline{Step: actionStep(n + i), Start: DateOf(ch.now), Fixed: a.Date, What: a.What, Owner: a.Owner, Reminded: ch.now})
	}
	return nil
}

// ahead checks a date on which the council will do something.
func (ch *change) ahead(day Date) error {
	switch {
	case day.IsZero():
		return fmt.Errorf("say by when: a date like 2027-01-31")
	case day.Before(DateOf(ch.now)):
		return fmt.Errorf("%s has passed: say a day to come", day)
	case !ch.r.Calendar.WorkingDay(day):
		return fmt.Errorf("%s is not a working day: take %s", day, ch.r.Calendar.NextWorkingDay(day))
	case day.Year > DateOf(ch.now).Year+5:
		return fmt.Errorf("%s is too far away: is the year right?", day)
	}
	return nil
}

// AgreeAction adds something the council will do.
type AgreeAction struct {
	By    string `json:"by,omitempty"`
	What  string `json:"what"`
	Owner string `json:"owner"`
	Date  Date   `json:"date"`
}

func (a AgreeAction) apply(ch *change) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	if err := ch.agree([]Agreed{{a.What, a.Owner, a.Date}}); err != nil {
		return err
	}
	ch.log(officer(a.By), "agreed to do something by "+a.Date.String(), a.What)
	ch.letter("agreed", []Template{"letter.agreed"}, Blanks{"what": {Quote: a.What}, "due": DateBlank(a.Date)})
	return nil
}

// ActionDone says that an agreed action is done; the person is told.
type ActionDone struct {
	By     string    `json:"by,omitempty"`
	Number int       `json:"number"`
	At     time.Time `json:"at,omitzero"`
}

func (a ActionDone) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	d, ok := ch.c.Deadline(actionStep(a.Number))
	switch {
	case !ok:
		return fmt.Errorf("there is no agreed action %d", a.Number)
	case d.Over():
		return fmt.Errorf("agreed action %d is over: %w", a.Number, ErrWrongTime)
	}
	ch.c.meet(d.Step, at)
	ch.log(officer(a.By), fmt.Sprintf("did agreed action %d", a.Number), d.What)
	ch.letter("action_done", []Template{"letter.action_done"}, Blanks{"what": {Quote: d.What}})
	return nil
}
