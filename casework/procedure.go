package casework

import "time"

// Procedure is how one council deals with complaints, as data: its stages and
// limits, its hours, its contacts. No rule of any council stands in code.
type Procedure struct {
	Name    string // as shipped: "hampshire"
	Version string // changes whenever the file does
	Council string // "Hampshire County Council"
	Team    string // "the complaints team", as it goes in a sentence
	Prefix  string // of references: "HAM"
	Office  Hours  // on working days
	Quiet   Hours  // in which no person is written to unasked; may pass midnight
	Morning Clock  // when the day's letters to officers go
	Steps   []Step
	// Corporate are the steps of the council's own procedure, for what the law's
	// does not cover; empty where the council has not said.
	Corporate []Step
	Routes    []Route           // beside the procedure, for an officer to decide
	Signs     map[string]string // who signs letters: "default", or by the letter's name
	// Contacts are the people outside Heard whom it names: "team",
	// "advocacy", "ombudsman", "danger" and the like.
	Contacts map[string]ContactPoint
	Alert    AlertPolicy
	// Reminders of limits that are not met yet.
	Reminders Reminders
	Notes     map[string]string // facts the words quote, such as who answers at stage 1
}

// Rules are what a case is judged by: a procedure, which is shared and never
// changed, and a calendar.
type Rules struct {
	Procedure *Procedure
	Calendar  Calendar
}

// StepName names a limit of a procedure: "acknowledge", "stage1".
type StepName string

// The steps that a procedure may have.
const (
	StepAcknowledge   StepName = "acknowledge"
	StepEarly         StepName = "early"
	StepStage1        StepName = "stage1"
	StepStage2Request StepName = "stage2_request"
	StepStage2        StepName = "stage2"
	StepStage3Request StepName = "stage3_request"
	StepPanel         StepName = "panel"
	StepPanelNotice   StepName = "panel_notice"
	StepPanelReport   StepName = "panel_report"
	StepFinalResponse StepName = "final_response"
	StepOmbudsman     StepName = "ombudsman"
	// Finding an advocate has its own clocks.
	StepAdvocateReferral StepName = "advocate_referral"
	StepAdvocateContact  StepName = "advocate_contact"
	// StepStage3 is how long stage 3 takes in all, where a page says so.
	StepStage3 StepName = "stage3"
)

// StepNames lists every step in the order in which a case meets them.
var StepNames = []StepName{
	StepAcknowledge, StepAdvocateReferral, StepAdvocateContact, StepEarly,
	StepStage1, StepStage2Request, StepStage2, StepStage3Request, StepPanelNotice,
	StepPanel, StepPanelReport, StepFinalResponse, StepStage3, StepOmbudsman,
}

// Anchor is the event from which a step is counted.
type Anchor string

// The anchors of steps. Receipt is the moment the first message reached any
// channel, not the moment it was processed.
const (
	FromReceipt        Anchor = "receipt"
	FromAnswerReceived Anchor = "answer_received"
	FromRequest        Anchor = "request"
	FromPanel          Anchor = "panel"
	FromPanelReport    Anchor = "panel_report"
	FromAdvocateAsked  Anchor = "advocate_asked"
)

// Anchors lists every anchor.
var Anchors = []Anchor{FromReceipt, FromAnswerReceived, FromRequest, FromPanel, FromPanelReport, FromAdvocateAsked}

// Step is one limit: so long from an anchor, at the latest so long.
type Step struct {
	Name       StepName
	From       Anchor
	Due        Span     // zero: the step has no date
	Latest     Span     // the outer limit; zero: there is none
	Warn       Span     // an earlier date that a plain reading would give; zero: none
	Guide      Span     // the law's figure where the page has none; it is shown to officers only
	Statutory  Span     // the law's outer limit where the council promises a shorter one
	MetBy      []string // the actions that do what is owed; empty: the step's own
	Duties     []Job    // what has to be done within it, one by one
	Source     string   // where the rule stands
	Confidence string   // A read in the primary text, B dependable secondary, C to be confirmed
}

// Reckoned is a step with its dates.
type Reckoned struct {
	Step      Step
	Due       Sum
	Latest    Date
	Warn      Date
	Statutory Date
	Estimated bool // some date rests on holidays that are not confirmed
}

// Step finds a step by its name.
func (p Procedure) Step(name StepName) (Step, bool) { return findStep(p.Steps, name) }

func findStep(steps []Step, name StepName) (Step, bool) {
	for _, s := range steps {
		if s.Name == name {
			return s, true
		}
	}
	return Step{}, false
}

// Reckon gives the dates of a step that starts on a day.
func (r Rules) Reckon(step Step, start Date) Reckoned {
	out := Reckoned{Step: step}
	add := func(span Span) (sum Sum) {
		if !span.IsZero() {
			sum = r.Calendar.Add(start, span)
			out.Estimated = out.Estimated || sum.Estimated
		}
		return sum
	}
	out.Due = add(step.Due)
	out.Latest = add(step.Latest).Date
	out.Warn = add(step.Warn).Date
	out.Statutory = add(step.Statutory).Date
	return out
}

// ContactPoint is somebody people are told of: an advocacy service, the
// Ombudsman, the team itself. CheckedOn is the day somebody last made sure.
type ContactPoint struct {
	Name      string
	Phone     string
	Email     string
	Web       string
	Hours     string
	CheckedOn Date
	Source    string
}

// AlertPolicy says how an alert is raised until a person acts on it.
type AlertPolicy struct {
	Repeat  time.Duration // from one try to the next while nobody has acknowledged
	Outcome time.Duration // how long after acknowledging an outcome must be recorded
	// Silence is how long somebody who was asked if they are safe may take;
	// SilentAtNight is then "ring" or "morning", out of office hours.
	Silence       time.Duration
	SilentAtNight string
}

// Clock is a time of day in London, in minutes after midnight.
type Clock int

// Hours are a span of the day, From included, To not. They may pass midnight.
type Hours struct{ From, To Clock }

// ClockOf returns the time of day at t in London.
func ClockOf(t time.Time) Clock {
	t = t.In(London)
	return Clock(t.Hour()*60 + t.Minute())
}

// Contains tells whether a time of day falls within the hours. Hours that
// start when they end contain nothing.
func (h Hours) Contains(c Clock) bool {
	if h.From <= h.To {
		return h.From <= c && c < h.To
	}
	return c >= h.From || c < h.To
}

// InOffice tells whether the council's office is open at t.
func (r Rules) InOffice(t time.Time) bool {
	return r.Calendar.WorkingDay(DateOf(t)) && r.Procedure.Office.Contains(ClockOf(t))
}
