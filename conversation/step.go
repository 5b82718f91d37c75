// Package conversation decides what to do with what people say.
//
// A complaint is told in pieces, in any order, by people who are tired, angry,
// nine years old or afraid. Step takes what was said in one turn and answers
// with acts (what happens to the cases) and says (what Heard replies), and
// with the session, which keeps only where the talk stands. It is pure: it
// knows no clock, no chance, no network and no words of its own; it names
// templates, and the words stand in the Catalogue.
package conversation

import (
	"time"

	"heard/casework"
)

// Guide is what a talk is guided by: how replies are read, and the council's
// rules. It is never changed and may be shared.
type Guide struct {
	Lexicons Lexicons
	Rules    casework.Rules
}

// Facts are what is known of whoever writes; Step only reads them.
type Facts struct {
	Contact casework.Contact
	Cases   []casework.Case // of this contact, the newest first
	Named   *Named          // the case of another contact that is named; see Names
}

// Input is something that happens in a talk. The set is closed: Said, Lapsed.
type Input interface{ input() }

// Said is one message as it came.
type Said struct {
	At   time.Time
	From casework.Address
	Text string
	// Hidden is what a mail quotes. It is heard for danger and nothing else.
	Hidden string
	// Subject is a mail's. It is heard for danger, and where the mail says
	// nothing else it is what was said.
	Subject string
	// Name is the sender's, as the mailer gives it.
	Name  string
	Files []casework.File
}

// Lapsed says that the talk has been silent until the session's Lapse.
type Lapsed struct{}

func (Said) input()   {}
func (Lapsed) input() {}

// Act is something that is to be done. The set is closed: Open, Join, Do, Set.
type Act interface{ act() }

// Open opens a case; the caller draws its reference.
type Open struct{ Action casework.OpenCase }

// Do does an action to a case; an empty Case is the one opened in this turn.
// The caller draws the code of a RaiseAlert.
type Do struct {
	Case   casework.Reference
	Action casework.Action
}

// Set replaces what is known of the contact.
type Set struct{ Contact casework.Contact }

// Join makes the named case one of this contact's. It comes before anything
// that is done to it.
type Join struct{ Case casework.Reference }

func (Open) act() {}
func (Join) act() {}
func (Do) act()   {}
func (Set) act()  {}
