package conversation

import (
	"slices"
	"time"

	"heard/casework"
)

// SessionVersion is written into every session. A session of an older version
// must still load: they are stored, and people come back after months.
const SessionVersion = 1

// Question names what a talk can ask. The names are stable: they stand in
// sessions and in the output of heard chat.
type Question string

// The questions, in the order in which they are asked.
const (
	AskWrong    Question = "wrong"
	AskOutcome  Question = "outcome"
	AskAdvocate Question = "advocate"
	AskShare    Question = "share"
	AskWho      Question = "who"
	AskSafe     Question = "safe"
	AskName     Question = "name"
	AskReadBack Question = "readback"
	AskMore     Question = "more"

	// Those that are asked only when something calls for them.
	askSafeNow     Question = "safe_now"
	askHelper      Question = "helper"
	askSafeDanger  Question = "safe_danger"
	askSafeWhen    Question = "safe_when"
	askSafeOther   Question = "safe_other"
	askChange      Question = "change"
	askWrongNumber Question = "wrong_number"
	askWhich       Question = "which"
	askFormat      Question = "format"
	askBehalf      Question = "behalf"
	askPermission  Question = "permission"
	askStillWrong  Question = "still_wrong"
	askWantNow     Question = "want_now"
	askTell        Question = "tell"
)

// Asks is the question that the talk has put and that is open, under the name
// that the outside knows; "" for none.
func (s Session) Asks() Question {
	if s.Asking == askSafeDanger && s.Tries == 0 {
		return "" // it will be asked after the next message
	}
	return s.Asking.public()
}

// public is the question under the name that the outside knows.
func (q Question) public() Question {
	switch q {
	case askSafeNow, askSafeDanger, askSafeWhen, askSafeOther:
		return AskSafe
	case askHelper:
		return AskAdvocate
	case askChange:
		return AskReadBack
	case askWrongNumber, askBehalf, askPermission:
		return AskWho
	case askStillWrong:
		return AskWrong
	case askWantNow:
		return AskOutcome
	case askTell:
		return AskShare
	case askWhich, askFormat:
		return AskMore
	}
	return q
}

// Session is where a talk stands. It survives a round trip through JSON and
// holds nothing that the case holds.
type Session struct {
	Version int        `json:"v"`
	Open    bool       `json:"open,omitempty"` // the talk has a case
	Asking  Question   `json:"asking,omitempty"`
	AskedAt time.Time  `json:"asked_at,omitzero"` // when it was put
	Tries   int        `json:"tries,omitempty"`   // how often it was asked again
	Closed  []Question `json:"closed,omitempty"`  // answered, skipped or left to a person
	Mailed  []Question `json:"mailed,omitempty"`  // what the last mail asked, by number
	Skips   int        `json:"skips,omitempty"`   // in a row
	Thanked bool       `json:"thanked,omitempty"`
	Light   bool       `json:"light,omitempty"`   // leave out name and read-back
	Receipt bool       `json:"receipt,omitempty"` // it was given
	Since   time.Time  `json:"since,omitzero"`    // the first message since the last case was opened
	Last    time.Time  `json:"last,omitzero"`     // the newest message
	Handed  time.Time  `json:"handed,omitzero"`   // when a person was given the unfinished talk
	Lapse   time.Time  `json:"lapse,omitzero"`    // when silence is to be looked at; zero: never

	// Case is the talk's; the contact's newest, where it is empty.
	Case casework.Reference `json:"case,omitempty"`
	// Claimed is the case of another contact whose number was said last.
	Claimed casework.Reference `json:"claimed,omitempty"`
	// Held is what was said while it is not known of which case it is.
	Held []Said     `json:"held,omitempty"`
	Redo []Question `json:"redo,omitempty"` // new words stand instead of the old
	Menu []Question `json:"menu,omitempty"` // what the numbers of a change stand for

	Fresh     bool          `json:"fresh,omitempty"`     // what is told next is another matter
	Guarded   bool          `json:"guarded,omitempty"`   // it may be somebody else: show nothing
	Anonymous bool          `json:"anonymous,omitempty"` // they give no name
	Offered   bool          `json:"offered,omitempty"`   // another language was offered
	Nudged    bool          `json:"nudged,omitempty"`
	Speaker   casework.Role `json:"speaker,omitempty"` // of whoever took over the phone
}

// Talks returns which of a contact's cases, the newest first, the talk is
// about.
func (s Session) Talks(cases []casework.Case) (int, bool) {
	for i, c := range cases {
		if s.Open && (s.Case == "" || s.Case == c.Reference) {
			return i, true
		}
	}
	return 0, false
}

// Holds tells whether the session keeps words whose case is not known yet.
func (s Session) Holds() bool { return len(s.Held) > 0 }

func (s *Session) redo(q Question) {
	if !slices.Contains(s.Redo, q) {
		s.Redo = append(s.Redo, q)
	}
}

// reopen lets a question be asked again.
func (s *Session) reopen(q Question) {
	if !s.closed(q) {
		return
	}
	s.Closed = slices.DeleteFunc(slices.Clone(s.Closed), func(have Question) bool { return have == q })
}

func (s *Session) close(q Question) {
	if !s.closed(q) {
		s.Closed = append(s.Closed, q)
	}
}

func (s Session) closed(q Question) bool { return slices.Contains(s.Closed, q) }
