package casework

import (
	"slices"
	"time"
)

// Kind is what somebody told us, as far as it is known. In doubt it is a
// complaint; deciding otherwise is an officer's.
type Kind string

// The kinds.
const (
	Complaint  Kind = "complaint"
	Concern    Kind = "concern"
	Compliment Kind = "compliment"
	Comment    Kind = "comment"
	Question   Kind = "question"
	Unclear    Kind = "unclear"
)

// Clocked tells whether limits run on a case of this kind. They do unless it
// is certainly praise, an idea or a question.
func (k Kind) Clocked() bool {
	return k != Compliment && k != Comment && k != Question
}

// Status is whether anything is still owed on a case.
type Status string

// The statuses.
const (
	Open   Status = "open"
	Closed Status = "closed"
)

// Stage is where a case stands in the procedure.
type Stage string

// The stages.
const (
	StageEarly     Stage = "early"
	Stage1         Stage = "1"
	Stage2         Stage = "2"
	Stage3         Stage = "3"
	StageOmbudsman Stage = "ombudsman"
	StageClosed    Stage = "closed"
)

// Flag marks something an officer must look at. docs/flags.md lists them.
type Flag string

// Case is one matter somebody brought. It is changed by Apply and Wake alone.
type Case struct {
	Reference   Reference   `json:"reference"`
	Council     string      `json:"council"`
	Procedure   string      `json:"procedure"` // name and version it was opened under
	Kind        Kind        `json:"kind"`
	Status      Status      `json:"status"`
	Stage       Stage       `json:"stage"`
	ReceivedAt  time.Time   `json:"received_at"` // the clock's start; it never changes
	OpenedAt    time.Time   `json:"opened_at"`
	Statement   string      `json:"statement"`
	Outcome     string      `json:"outcome"`
	Advocate    Advocate    `json:"advocate"`
	Complainant Complainant `json:"complainant"`
	ContactedBy ContactedBy `json:"contacted_by"`
	OnBehalfOf  string      `json:"on_behalf_of"`
	SafeContact SafeContact `json:"safe_contact"`
	Language    Lang        `json:"language"`
	Flags       []Flag      `json:"flags"`
	Deadlines   []Deadline  `json:"deadlines"`
	Contacts    []Address   `json:"contacts"` // who wrote, the latest first
	ReadBack    bool        `json:"read_back,omitempty"`
	Alert       *Alert      `json:"alert,omitempty"`
	Files       []File      `json:"files,omitempty"`
	Tasks       int         `json:"tasks,omitempty"` // how many were set, for their keys
	// Due is when the case is next to be woken; zero for never.
	Due time.Time `json:"due,omitzero"`
}

// Deadline is a limit that runs on a case. Start and Span are the truth; the
// dates are reckoned from them by the calendar of the day.
type Deadline struct {
	Step      StepName  `json:"step"`
	Start     Date      `json:"start"`
	Span      Span      `json:"span"`
	Outer     Span      `json:"outer,omitzero"`
	Due       Date      `json:"due"`
	Latest    Date      `json:"latest"`
	Sum       string    `json:"sum"`
	Estimated bool      `json:"estimated,omitempty"`
	MetAt     time.Time `json:"met_at,omitzero"` // when a person did what was owed
	// Reminded is until when reminders of it have been dealt with.
	Reminded time.Time `json:"reminded,omitzero"`
}

// File is something that came with a message: a picture, a voice note.
type File struct {
	Name   string    `json:"name"`
	Type   string    `json:"type"`
	Size   int64     `json:"size,omitempty"`
	At     time.Time `json:"at"`
	Source string    `json:"source,omitempty"` // where its bytes are
	Sum    string    `json:"sum,omitempty"`    // SHA-256 of the bytes
}

// Deadline finds the limit of a step that runs on this case.
func (c Case) Deadline(step StepName) (Deadline, bool) {
	for _, d := range c.Deadlines {
		if d.Step == step {
			return d, true
		}
	}
	return Deadline{}, false
}

// Flagged tells whether the case carries a flag.
func (c Case) Flagged(f Flag) bool { return slices.Contains(c.Flags, f) }

// Adult tells whether the person who writes is spoken to as an adult on this
// channel: as they said who they are, else by the channel.
func (c Case) Adult(ch Channel) bool {
	if c.ContactedBy.Role != "" && c.ContactedBy.Role != Self {
		return true
	}
	if c.Complainant.Role == "" {
		return ch == Email
	}
	return c.Complainant.Role.Adult()
}

// clone returns a copy that shares nothing which Apply could change.
func (c Case) clone() Case {
	c.Flags = slices.Clone(c.Flags)
	c.Deadlines = slices.Clone(c.Deadlines)
	c.Contacts = slices.Clone(c.Contacts)
	c.Files = slices.Clone(c.Files)
	if c.Alert != nil {
		a := *c.Alert
		c.Alert = &a
	}
	return c
}

func (c *Case) flag(f Flag) {
	if !c.Flagged(f) {
		c.Flags = append(c.Flags, f)
	}
}

// start sets a limit running from a day, as the procedure says.
func (c *Case) start(r Rules, name StepName, day Date) {
	step, ok := r.Procedure.Step(name)
	if !ok {
		return
	}
	d := Deadline{Step: name, Start: day, Span: step.Due, Outer: step.Latest, Reminded: c.OpenedAt}
	c.Deadlines = append(slices.DeleteFunc(c.Deadlines, func(d Deadline) bool { return d.Step == name }), d)
	c.reckon(r)
}

// meet records that a person did what a limit asks for.
func (c *Case) meet(name StepName, at time.Time) {
	for i := range c.Deadlines {
		if c.Deadlines[i].Step == name && c.Deadlines[i].MetAt.IsZero() {
			c.Deadlines[i].MetAt = at
		}
	}
}

// reckon derives every date from the calendar of the day.
func (c *Case) reckon(r Rules) {
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		got := r.Reckon(Step{Due: d.Span, Latest: d.Outer}, d.Start)
		d.Due, d.Latest, d.Estimated = got.Due.Date, got.Latest, got.Estimated
		d.Sum = ""
		if !d.Span.IsZero() {
			d.Sum = got.Due.String()
		}
	}
}
