package casework

import "strings"

// Channel is a way in which people write to Heard, and it to them.
type Channel string

// The channels.
const (
	SMS      Channel = "sms"
	WhatsApp Channel = "whatsapp"
	Email    Channel = "email"
	// Call is a telephone call, to the council's own people only.
	Call Channel = "call"
)

// Address is where one correspondent is reached: "sms:+447700900123",
// "email:dawn@example.org". The same person may have several.
type Address string

// NewAddress joins a channel and a number or mail address.
func NewAddress(c Channel, value string) Address { return Address(string(c) + ":" + value) }

// Channel returns the address's channel.
func (a Address) Channel() Channel {
	c, _, _ := strings.Cut(string(a), ":")
	return Channel(c)
}

// Value returns the number or mail address alone.
func (a Address) Value() string {
	_, v, _ := strings.Cut(string(a), ":")
	return v
}

// Lang is a language tag: "en", "pl".
type Lang string

// Answer is what somebody said to a question that can be left open.
type Answer string

// The answers. Unasked is not "no": what was never answered is not known.
const (
	Unasked   Answer = "unasked"
	Yes       Answer = "yes"
	No        Answer = "no"
	Later     Answer = "later"
	Unsure    Answer = "unsure"
	Sometimes Answer = "sometimes"
)

// Role is what the complainant is to the child's care.
type Role string

// The roles of a complainant.
const (
	Child  Role = "child"
	Parent Role = "parent"
	Carer  Role = "carer"
	Family Role = "family"
	Other  Role = "other"
)

// Adult tells whether somebody in this role is spoken to as an adult. Until
// the role is known the channel decides, not the role.
func (r Role) Adult() bool { return r != "" && r != Child }

// Standing is how a contact made the contact: for themselves or as somebody.
type Standing string

// The standings of whoever writes.
const (
	Self         Standing = "self"
	Advocacy     Standing = "advocate"
	Friend       Standing = "friend"
	Professional Standing = "professional"
	OtherContact Standing = "other"
)

// Complainant is the person whose complaint it is.
type Complainant struct {
	Role Role   `json:"role,omitempty"`
	Name string `json:"name,omitempty"`
}

// ContactedBy is the person who writes, where that is somebody else.
type ContactedBy struct {
	Role       Standing `json:"role"`
	Name       string   `json:"name,omitempty"`
	Permission Answer   `json:"permission,omitempty"` // does whom it is for know of it
}

// Source says who finds the advocate.
type Source string

// Where an advocate comes from: the council's service, or somebody the
// complainant picked (both are theirs to choose; Sefton's page says so).
const (
	Independent Source = "independent"
	Chosen      Source = "chosen"
)

// Advocate is what was said about having one.
type Advocate struct {
	Wanted Answer `json:"wanted"`
	Source Source `json:"source,omitempty"`
	Name   string `json:"name,omitempty"` // as the complainant gave it, with any way to reach them
	Share  Answer `json:"share"`          // may this address be passed on
}

// Contact is what Heard knows of one address at one council, cases or none.
type Contact struct {
	Address     Address     `json:"address"`
	Name        string      `json:"name,omitempty"`
	Role        Role        `json:"role,omitempty"`
	Language    Lang        `json:"language,omitempty"`
	Safe        SafeContact `json:"safe"`
	OptedOut    bool        `json:"opted_out,omitempty"`   // texts are to stop; the complaint is not
	Paused      bool        `json:"paused,omitempty"`      // no news until they write again
	SafeWord    string      `json:"safe_word,omitempty"`   // proves that it is them
	WrongWords  int         `json:"wrong_words,omitempty"` // said for the safe word of another contact
	WrongNumber bool        `json:"wrong_number,omitempty"`
	LastInbound int64       `json:"last_inbound,omitempty"` // milliseconds since 1970
	Cases       []Reference `json:"cases,omitempty"`        // newest first
}
