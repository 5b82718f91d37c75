package casework

import "time"

// Wake does what is due on a case by now and returns the case with its next
// due time. It costs what is due, and makes up once for what was missed while
// nobody called it: called twice at one moment, the second does nothing.
func (c Case) Wake(r Rules, now time.Time) (Case, []Event, []Message) {
	next := c.clone()
	ch := &change{c: &next, r: r, now: now.UTC()}
	next.reckon(r)
	if next.Alert.Open() && !next.Alert.NextAt.After(ch.now) {
		ch.ring()
	}
	ch.remind()
	next.Due = next.nextDue(r)
	return next, ch.events, ch.messages
}

// nextDue is the earliest moment at which something is to be done.
func (c Case) nextDue(r Rules) time.Time {
	var due time.Time
	if c.Alert.Open() {
		due = c.Alert.NextAt
	}
	if c.Status != Open {
		return due
	}
	for _, d := range c.Deadlines {
		due = sooner(due, c.nextReminder(r, d))
	}
	return due
}
