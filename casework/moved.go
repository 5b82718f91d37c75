package casework

import "fmt"

// moved reckons every date anew, and tells of those that a changed calendar
// has moved: a holiday can be proclaimed while a case is open.
func (ch *change) moved() {
	was := make([]Deadline, len(ch.c.Deadlines))
	copy(was, ch.c.Deadlines)
	ch.c.reckon(ch.r)
	for i, d := range ch.c.Deadlines {
		if old := was[i]; !d.Over() && !old.Due.IsZero() && old.Effective() != d.Effective() && ch.c.Status == Open {
			ch.tellMoved(old.Effective(), d)
		}
	}
}

func (ch *change) tellMoved(was Date, d Deadline) {
	ch.events = append(ch.events, Event{At: ch.now, Who: WhoHeard, What: fmt.Sprintf("the calendar changed: %s moved from %s to %s", d.Step, was, d.Effective())})
	blanks := Blanks{"step": ch.stepWord(d.Step), "was": DateBlank(was), "due": DateBlank(d.Effective())}
	key := fmt.Sprintf("moved/%s/%s/%s", d.Step, was, d.Effective())
	ch.tell(Message{
		Key: key + "/officer", To: Recipient{Office: Officer},
		Says:      []Say{{Template: "officer.moved", Blanks: blanks}},
		NotBefore: ch.r.NextOfficeTime(ch.now), Group: "officer", Except: ch.c.Named,
	})
	if d.Step.onPerson() || ch.c.promised(ch.r, d.Step) {
		template := Template("letter.moved")
		if d.Step.onPerson() {
			template = "letter.moved.window"
		}
		ch.tell(Message{Key: key + "/complainant", To: Recipient{Person: PersonComplainant}, Says: []Say{{Template: ch.c.careful(template), Blanks: blanks}}})
	}
}
