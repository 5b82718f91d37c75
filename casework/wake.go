package casework

import "time"

// Woken is what Heard does of itself when something is due. It is an action so
// that a log can be replayed; nobody needs to call it.
type Woken struct{}

// Wake does what is due on a case by now and returns the case with its next
// due time. It costs what is due, and makes up once for what was missed while
// nobody called it: called twice at one moment, the second does nothing.
func (c Case) Wake(r Rules, now time.Time) (Case, []Event, []Message) {
	next := c.clone()
	ch := &change{c: &next, r: r, now: now.UTC(), action: Woken{}}
	ch.moved()
	ch.wake()
	next.reckon(r)
	next.Due = next.nextDue(r)
	return next, ch.events, ch.messages
}

func (Woken) apply(ch *change) error {
	ch.wake()
	return nil
}

func (ch *change) wake() {
	ch.wakeAlert()
	ch.wakeUnheard()
	ch.chaseUnheard()
	if ch.c.Status != Open {
		return
	}
	ch.passEarly()
	ch.chase()
	ch.remind()
	ch.review()
}

// nextDue is the earliest moment at which something is to be done. An open
// case always has one.
func (c Case) nextDue(r Rules) time.Time {
	due := sooner(sooner(c.nextRing(), c.UnheardUntil), c.nextUnheard(r))
	if c.Status != Open {
		return due
	}
	due = sooner(due, c.earlyEnds())
	due = sooner(due, c.nextChase(r))
	next, owed := c.nextReminders(r)
	due = sooner(due, next)
	if owed {
		return due
	}
	return sooner(due, c.nextReview(r))
}

// nextReminders is when the next reminder of any limit is due, and whether the
// council owes something of which it will be reminded.
func (c Case) nextReminders(r Rules) (next time.Time, owed bool) {
	for _, d := range c.Deadlines {
		at := c.nextReminder(r, d)
		next = sooner(next, at)
		owed = owed || !at.IsZero() && !d.Step.onPerson() && d.Step != StepOmbudsman
	}
	return next, owed
}

// earlyEnds is when a case passes to stage 1 by itself.
func (c Case) earlyEnds() time.Time {
	if d, ok := c.Deadline(StepEarly); ok && c.Stage == StageEarly && !d.Over() && c.hold() == nil {
		return d.Effective().End().UTC()
	}
	return time.Time{}
}

// passEarly goes on to stage 1 when the days for sorting it out at once are
// over. Stage 1 has been counting from the receipt all along.
func (ch *change) passEarly() {
	if at := ch.c.earlyEnds(); at.IsZero() || at.After(ch.now) {
		return
	}
	ch.log(WhoHeard, "the time to sort it out early is over: stage 1", "")
	ch.goTo(Stage1, "the time was over")
	ch.task("officer.early_over", nil)
	ch.stageLetter(Stage1)
}

// nextChase is when the council is next chased for what a case waits for.
func (c Case) nextChase(r Rules) time.Time {
	h := c.hold()
	if h == nil || h.Kind != HoldAdvocate {
		return time.Time{}
	}
	return r.Calendar.NextWorkingDay(laterOf(h.Opened, h.Chased)).AtClock(r.Procedure.Morning).UTC()
}

// chase asks each working day where the advocate is.
func (ch *change) chase() {
	at := ch.c.nextChase(ch.r)
	if at.IsZero() || at.After(ch.now) {
		return
	}
	h := ch.c.hold()
	h.Chased = DateOf(ch.now)
	ch.log(WhoHeard, "asked the officer where the advocate is", "")
	ch.task("officer.chase_advocate", Blanks{"on": DateBlank(h.Opened)})
}

// defaultReview is how long an open case may lie with nothing due on it.
var defaultReview = Span{20, WorkingDays}

// nextReview is when an officer looks at a case on which nothing is owed by the
// council: no open case is nobody's.
func (c Case) nextReview(r Rules) time.Time {
	span := r.Procedure.Reminders.Review
	if span.IsZero() {
		span = defaultReview
	}
	from := c.Reviewed
	if from.IsZero() {
		from = DateOf(c.OpenedAt) // a case of before this was kept
	}
	day := r.Calendar.Add(from, span).Date
	if !r.Calendar.WorkingDay(day) {
		day = r.Calendar.NextWorkingDay(day)
	}
	return day.AtClock(r.Procedure.Morning).UTC()
}

func (ch *change) review() {
	if ch.c.nextReview(ch.r).After(ch.now) {
		return
	}
	if _, owed := ch.c.nextReminders(ch.r); owed {
		return
	}
	ch.c.Reviewed = DateOf(ch.now)
	ch.log(WhoHeard, "asked the officer to look at it again", "")
	ch.task("officer.review", nil)
}
