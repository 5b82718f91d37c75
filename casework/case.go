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
	Unheard     []Unheard   `json:"unheard,omitempty"` // what no machine could hear
	// UnheardUntil is until when somebody may take to say that they are safe.
	UnheardUntil time.Time `json:"unheard_until,omitzero"`
	UnheardCode  string    `json:"unheard_code,omitempty"` // of the alert that follows
	Files        []File    `json:"files,omitempty"`
	Tasks        int       `json:"tasks,omitempty"` // how many were set, for their keys

	// What came of it; docs/actions.md says which action writes what.
	Track             Track      `json:"track,omitempty"`
	Assigned          string     `json:"assigned,omitempty"` // who looks into it
	Acknowledged      Date       `json:"acknowledged,omitzero"`
	Responses         []Response `json:"responses,omitempty"`
	Requests          []Request  `json:"requests,omitempty"`
	Meetings          []Meeting  `json:"meetings,omitempty"`
	Investigator      string     `json:"investigator,omitempty"`
	IndependentPerson string     `json:"independent_person,omitempty"`
	StatementAgreed   Date       `json:"statement_agreed,omitzero"`
	ReportSent        Date       `json:"report_sent,omitzero"`
	Panel             *Panel     `json:"panel,omitempty"`
	People            []Party    `json:"people,omitempty"`
	Named             []string   `json:"named,omitempty"` // who is complained of: never assigned, reminded or shown it
	Holds             []Hold     `json:"holds,omitempty"`
	Links             []Link     `json:"links,omitempty"`
	Letters           []Letter   `json:"letters,omitempty"`
	ClosedFrom        Stage      `json:"closed_from,omitempty"` // the stage in which it was closed
	ClosedWhy         string     `json:"closed_why,omitempty"`
	Reviewed          Date       `json:"reviewed,omitzero"` // when anything last happened
	Terms             Terms      `json:"terms,omitempty"`   // the limits it was opened under

	// Due is when the case is next to be woken; zero for never.
	Due time.Time `json:"due,omitzero"`
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

// Flagged tells whether the case carries a flag.
func (c Case) Flagged(f Flag) bool { return slices.Contains(c.Flags, f) }

// Adult tells whether the person who writes is spoken to as an adult on this
// channel: as they said who they are, else by the channel.
func (c Case) Adult(ch Channel) bool {
	if c.ContactedBy.Role != "" && c.ContactedBy.Role != Self {
		return true
	}
	if c.Complainant.Role == "" {
		if ch == "" && len(c.Contacts) > 0 {
			ch = c.Contacts[0].Channel() // where they wrote from last
		}
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
	c.Unheard = slices.Clone(c.Unheard)
	c.Responses = slices.Clone(c.Responses)
	c.Requests = slices.Clone(c.Requests)
	c.Meetings = slices.Clone(c.Meetings)
	c.People = slices.Clone(c.People)
	c.Named = slices.Clone(c.Named)
	c.Holds = slices.Clone(c.Holds)
	c.Links = slices.Clone(c.Links)
	c.Letters = slices.Clone(c.Letters)
	for i := range c.Deadlines {
		c.Deadlines[i].Duties = slices.Clone(c.Deadlines[i].Duties)
	}
	if c.Panel != nil {
		p := *c.Panel
		c.Panel = &p
	}
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
