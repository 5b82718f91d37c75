package casework

import (
	"errors"
	"fmt"
	"time"
)

// change is what an action works on: a copy of the case, and what comes of it.
type change struct {
	c        *Case
	r        Rules
	now      time.Time
	action   Action
	recorded bool // the action stands in the log
	preview  bool // nothing is written down
	events   []Event
	messages []Message
}

// ErrWrongTime means that an action does not fit the case as it stands.
var ErrWrongTime = errors.New("not possible as the case stands")

// Apply does an action to a case at a moment and returns the case after it,
// what goes into its log, and what is to be said to whom. On an error, which
// says what is wrong with the action, nothing has changed. The case given is
// never altered.
func (c Case) Apply(a Action, r Rules, now time.Time) (Case, []Event, []Message, error) {
	next := c.clone()
	_, opens := a.(OpenCase)
	if opens != (c.Reference == "") {
		return c, nil, nil, fmt.Errorf("%s: %w", ActionName(a), ErrWrongTime)
	}
	ch := &change{c: &next, r: r, now: now.UTC(), action: a}
	ch.moved()
	if err := a.apply(ch); err != nil {
		return c, nil, nil, fmt.Errorf("%s: %w", ActionName(a), err)
	}
	if _, woken := a.(Woken); ch.recorded && !woken {
		next.Reviewed = DateOf(ch.events[len(ch.events)-1].At)
	}
	next.reckon(r)
	next.Due = next.nextDue(r)
	return next, ch.events, ch.messages, nil
}

// log adds a line to the case's log, with the action that caused it.
func (ch *change) log(who, what, text string) {
	e := Event{At: ch.now, Who: who, What: what, Text: text}
	if !ch.recorded && !ch.preview {
		rec, err := Record(ch.action)
		if err == nil { // every Action is plain data and can be written
			e.Action, ch.recorded = rec, true
		}
	}
	ch.events = append(ch.events, e)
}

func (ch *change) tell(m Message) { ch.messages = append(ch.messages, m) }

// task sets an officer a task. Letters to officers carry the reference and
// what is to be done, never what somebody said.
func (ch *change) task(template Template, blanks Blanks) {
	if ch.preview {
		return
	}
	ch.c.Tasks++
	ch.tell(Message{
		Key:       fmt.Sprintf("task/%d", ch.c.Tasks),
		To:        Recipient{Office: Officer},
		Says:      []Say{{Template: template, Blanks: blanks}},
		NotBefore: ch.r.NextOfficeTime(ch.now),
		Group:     "officer",
		For:       ch.c.Assigned,
		Except:    ch.c.Named,
	})
}

// NextOfficeTime returns t itself in office hours, else the next morning on
// which the office opens.
func (r Rules) NextOfficeTime(t time.Time) time.Time {
	if r.InOffice(t) {
		return t
	}
	d := DateOf(t)
	if !r.Calendar.WorkingDay(d) || ClockOf(t) >= r.Procedure.Office.From {
		d = r.Calendar.NextWorkingDay(d)
	}
	return d.AtClock(r.Procedure.Morning)
}
