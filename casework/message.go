package casework

import "time"

// Template names something Heard says, such as "ask.outcome". Its words stand
// in the Catalogue, by language, audience and channel.
type Template string

// Say is one thing to be said: a template and the blanks known so far.
type Say struct {
	Template Template `json:"template"`
	Blanks   Blanks   `json:"blanks,omitempty"`
	// Break starts a new text with this template, where a channel sends texts.
	Break bool `json:"break,omitempty"`
}

// Blanks fill the gaps of a template, by name.
type Blanks map[string]Blank

// Blank is a typed value for a gap; exactly one field is set. It is typed, not
// formatted, so that each language and channel writes it in its own way.
type Blank struct {
	Date      *Date     `json:"date,omitempty"`
	Quote     string    `json:"quote,omitempty"` // a person's own words, never changed, perhaps cut
	Reference Reference `json:"reference,omitempty"`
	Count     *int      `json:"count,omitempty"`
	Clock     *Clock    `json:"clock,omitempty"` // a time of day
	Phone     string    `json:"phone,omitempty"`
	Name      string    `json:"name,omitempty"` // of a council, a service, a person
	Word      Template  `json:"word,omitempty"` // another template, put in whole
}

// DateBlank is the Blank of a date.
func DateBlank(d Date) Blank { return Blank{Date: &d} }

// CountBlank is the Blank of a number.
func CountBlank(n int) Blank { return Blank{Count: &n} }

// ClockBlank is the Blank of a time of day.
func ClockBlank(c Clock) Blank { return Blank{Clock: &c} }

// Office is a role among the council's people.
type Office string

// The council's people who are written to.
const (
	Officer Office = "officer"
	Manager Office = "manager"
	Duty    Office = "duty" // whoever the rota names at that hour
)

// Recipient is who a message is for; exactly one field is set. A reply goes to
// the address it answers. Anything else is addressed to a person or a role,
// and who and where that is, is found out when it is sent.
type Recipient struct {
	Address Address `json:"address,omitempty"`
	Person  string  `json:"person,omitempty"` // "complainant", or the id of one of Case.People
	Office  Office  `json:"office,omitempty"`
}

// Message is something that is to be said to somebody.
type Message struct {
	// Key says what it is about and is unique for ever within its case, so
	// that the same thing is never said twice: "alert/1/3".
	Key       string    `json:"key"`
	To        Recipient `json:"to"`
	Says      []Say     `json:"says"`
	NotBefore time.Time `json:"not_before,omitzero"`
	Group     string    `json:"group,omitempty"` // ready messages of one group and recipient go as one
	Urgent    bool      `json:"urgent,omitempty"`
	// By is the way it goes, where it must be that one; Try says how many of
	// those on duty were told before, and so whose turn it is.
	By  Channel `json:"by,omitempty"`
	Try int     `json:"try,omitempty"`
	// For is the officer whose case it is, where the office is written to, and
	// Except are people who may not see it.
	For    string   `json:"for,omitempty"`
	Except []string `json:"except,omitempty"`
}

// Event is one line of a case's log: who did what when. Text is what was said,
// in the sayer's own words, and only ever shown to those who may read the case.
type Event struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"`
	What string    `json:"what"`
	Text string    `json:"text,omitempty"`
	// Action is what was applied, so that a log can be replayed.
	Action *Recorded `json:"action,omitempty"`
	// Letter is what was written to somebody, to be printed for the post.
	Letter *Letter `json:"letter,omitempty"`
}

// Who acts on a case, where it is not an officer by name.
const (
	WhoComplainant = "complainant"
	WhoHeard       = "heard"
)
