package conversation

import (
	"slices"
	"time"
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
	case askWrongNumber:
		return AskWho
	}
	return q
}

// Session is where a talk stands. It survives a round trip through JSON and
// holds nothing that the case holds.
type Session struct {
	Version int        `json:"v"`
	Open    bool       `json:"open,omitempty"` // the contact's newest case is this talk's
	Asking  Question   `json:"asking,omitempty"`
	Tries   int        `json:"tries,omitempty"`  // how often it was asked again
	Closed  []Question `json:"closed,omitempty"` // answered, skipped or left to a person
	Mailed  []Question `json:"mailed,omitempty"` // what the last mail asked, by number
	Skips   int        `json:"skips,omitempty"`  // in a row
	Thanked bool       `json:"thanked,omitempty"`
	Light   bool       `json:"light,omitempty"`   // leave out name and read-back
	Receipt bool       `json:"receipt,omitempty"` // it was given
	Since   time.Time  `json:"since,omitzero"`    // the first message since the last case was opened
	Last    time.Time  `json:"last,omitzero"`     // the newest message
	Handed  time.Time  `json:"handed,omitzero"`   // when a person was given the unfinished talk
	Lapse   time.Time  `json:"lapse,omitzero"`    // when silence is to be looked at; zero: never
}

func (s *Session) close(q Question) {
	if !s.closed(q) {
		s.Closed = append(s.Closed, q)
	}
}

func (s Session) closed(q Question) bool { return slices.Contains(s.Closed, q) }
