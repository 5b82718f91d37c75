package casework

import (
	"fmt"
	"strings"
	"time"
)

// This file has what a complainant does to a case: tell, want, choose, say who
// they are. None of it can fail for what somebody said; words are kept whole.

// OpenCase opens a case with the first words that are more than a greeting. A
// case is opened in doubt: one sentence is enough, and no form is asked for.
type OpenCase struct {
	Reference  Reference `json:"reference"`
	Council    string    `json:"council"`
	Kind       Kind      `json:"kind"`
	ReceivedAt time.Time `json:"received_at"`
	From       Address   `json:"from"`
	Language   Lang      `json:"language"`
	Statement  string    `json:"statement"`
}

// law: SI 2006/1738 regulation 14: stage 1 runs from the day the complaint was
// received, which is when its first message reached any channel.
func (a OpenCase) apply(ch *change) error {
	if a.Reference == "" || a.ReceivedAt.IsZero() {
		return fmt.Errorf("a case needs a reference and the time of its first message")
	}
	*ch.c = Case{
		Reference: a.Reference, Council: a.Council, Kind: a.Kind,
		Procedure: ch.r.Procedure.Name + "@" + ch.r.Procedure.Version,
		Status:    Open, Stage: Stage1, Track: Undecided,
		ReceivedAt: a.ReceivedAt.UTC(), OpenedAt: ch.now,
		Statement: a.Statement, Language: a.Language,
		Advocate:    Advocate{Wanted: Unasked, Share: Unasked},
		SafeContact: SafeContact{Safe: Unasked},
		ContactedBy: ContactedBy{Role: Self},
		Flags:       []Flag{},
		Deadlines:   []Deadline{},
		Contacts:    []Address{a.From},
		Terms:       termsOf(ch.r.Procedure.Steps),
	}
	ch.log(WhoHeard, "opened", "")
	if a.Kind.Clocked() {
		ch.begin(FromReceipt, "", DateOf(ch.c.ReceivedAt))
		ch.c.Stage = ch.firstStage()
	}
	ch.task(newTask(a.Kind), nil)
	ch.spot(a.Statement)
	return nil
}

// newTask is what an officer does with something new: read it, or pass thanks
// and ideas on to those whom they are about.
func newTask(kind Kind) Template {
	switch kind {
	case Compliment, Comment:
		return "officer.pass_on"
	}
	return "officer.new"
}

// Said puts a message into the case's log as it came, with its files.
type Said struct {
	At    time.Time `json:"at"`
	From  Address   `json:"from"`
	Text  string    `json:"text"`
	Files []File    `json:"files,omitempty"`
}

func (a Said) apply(ch *change) error {
	ch.log(WhoComplainant, "said", a.Text)
	ch.events[len(ch.events)-1].At = a.At.UTC()
	ch.c.Files = append(ch.c.Files, a.Files...)
	ch.c.wroteFrom(a.From)
	return nil
}

func (c *Case) wroteFrom(from Address) {
	contacts := []Address{from}
	for _, a := range c.Contacts {
		if a != from {
			contacts = append(contacts, a)
		}
	}
	c.Contacts = contacts
}

// Describe adds to what is wrong. A limit never starts again because somebody
// added something.
type Describe struct {
	Text    string `json:"text"`
	Replace bool   `json:"replace,omitempty"` // it stands instead of what was there
}

func (a Describe) apply(ch *change) error {
	ch.c.Statement = addWords(ch.c.Statement, a.Text, a.Replace)
	ch.c.ReadBack = false
	ch.log(WhoComplainant, "described what is wrong", a.Text)
	ch.spot(a.Text)
	return nil
}

// WantOutcome says what should happen.
type WantOutcome struct {
	Text    string `json:"text"`
	Replace bool   `json:"replace,omitempty"`
}

func (a WantOutcome) apply(ch *change) error {
	ch.c.Outcome = addWords(ch.c.Outcome, a.Text, a.Replace)
	ch.c.ReadBack = false
	ch.log(WhoComplainant, "said what should happen", a.Text)
	ch.spot(a.Text)
	return nil
}

func addWords(have, more string, replace bool) string {
	if replace || have == "" {
		return more
	}
	if strings.TrimSpace(more) == "" {
		return have
	}
	return have + "\n" + more
}

// WantAdvocate says whether an advocate is wanted, and who picks them.
//
// law: Children Act 1989 section 26A: a child who makes or intends to make a
// complaint is to be given help, and told of it.
type WantAdvocate struct {
	Wanted Answer `json:"wanted"`
	Source Source `json:"source,omitempty"`
	Name   string `json:"name,omitempty"`
}

func (a WantAdvocate) apply(ch *change) error {
	was := ch.c.Advocate
	ch.c.Advocate.Wanted = a.Wanted
	if a.Source != "" {
		ch.c.Advocate.Source = a.Source
	}
	if a.Name != "" {
		ch.c.Advocate.Name = addWords(was.Name, a.Name, false)
	}
	ch.log(WhoComplainant, "answered about an advocate: "+string(a.Wanted), a.Name)
	if a.Wanted == Yes && was.Wanted != Yes {
		ch.task("officer.advocate", nil)
	}
	ch.advocateWanted(was.Wanted)
	return nil
}

// ShareContact says whether the address may be passed on to find an advocate.
type ShareContact struct {
	Share Answer `json:"share"`
}

func (a ShareContact) apply(ch *change) error {
	ch.c.Advocate.Share = a.Share
	ch.log(WhoComplainant, "answered about passing on the number: "+string(a.Share), "")
	return nil
}

// Introduce says who is speaking, for whom, and what to call them. Only what
// is set changes.
type Introduce struct {
	Role        Role     `json:"role,omitempty"`
	Name        string   `json:"name,omitempty"`
	ContactedBy Standing `json:"contacted_by,omitempty"`
	ContactName string   `json:"contact_name,omitempty"`
	OnBehalfOf  string   `json:"on_behalf_of,omitempty"`
	Permission  Answer   `json:"permission,omitempty"` // does the child know
}

func (a Introduce) apply(ch *change) error {
	set(&ch.c.Complainant.Role, a.Role)
	set(&ch.c.Complainant.Name, a.Name)
	set(&ch.c.ContactedBy.Role, a.ContactedBy)
	set(&ch.c.ContactedBy.Name, a.ContactName)
	set(&ch.c.OnBehalfOf, a.OnBehalfOf)
	set(&ch.c.ContactedBy.Permission, a.Permission)
	ch.log(WhoComplainant, "said who they are", a.Name)
	return nil
}

func set[S ~string](field *S, value S) {
	if value != "" {
		*field = value
	}
}

// ConfirmReadBack says that what Heard read back is right.
type ConfirmReadBack struct{}

func (ConfirmReadBack) apply(ch *change) error {
	ch.c.ReadBack = true
	ch.log(WhoComplainant, "said that it was read back right", "")
	return nil
}

// AskPerson asks for a person instead of a computer.
type AskPerson struct{}

func (AskPerson) apply(ch *change) error {
	ch.log(WhoComplainant, "asked for a person", "")
	ch.task("officer.talk", nil)
	return nil
}
