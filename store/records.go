package store

import (
	"encoding/json"
	"strings"
	"time"

	"heard/casework"
)

// Contact is what is known of one address at one council, and where the talk
// with it stands.
type Contact struct {
	casework.Contact
	Session json.RawMessage `json:"session,omitempty"`
	Lapse   time.Time       `json:"lapse,omitzero"`     // when its silence is to be looked at
	WroteTo string          `json:"wrote_to,omitempty"` // our number or mailbox, the last time
	Thread  []string        `json:"thread,omitempty"`   // of the last mail: see Entry.Thread
	// Away is when a machine last answered for an officer that they are not
	// there; zero once they have written themselves.
	Away casework.Date `json:"away,omitzero"`
	// Answers counts how often they were answered on a day.
	Answers struct {
		Day   casework.Date `json:"day,omitzero"`
		Count int           `json:"count,omitempty"`
		Ended bool          `json:"ended,omitempty"` // they were told that there are no more
	} `json:"answers,omitzero"`
	// Early is what was said before there was a case to log it in. The change
	// that opens one carries it over.
	Early   []casework.Event `json:"early,omitempty"`
	Key     string           `json:"-"` // tells nothing, so it may be logged
	Version int64            `json:"-"` // 0: not stored yet
}

// Case is a case with the version it was read at.
type Case struct {
	casework.Case
	Version int64 `json:"-"`
}

// Entry is something Heard has to say to somebody: what, not yet in words,
// until it is frozen.
type Entry struct {
	casework.Message
	Council string             `json:"-"`
	Case    casework.Reference `json:"case,omitempty"`
	// About is unique for ever: the case and the message's key, or the
	// inbound message that it answers.
	About    string        `json:"about"`
	At       time.Time     `json:"at"`    // when it was written; with Order, its place
	Order    int           `json:"order"` // among entries of one moment
	Audience string        `json:"audience"`
	Language casework.Lang `json:"language"`
	From     string        `json:"from,omitempty"` // the number of ours that was written to
	Asks     string        `json:"asks,omitempty"` // the question a reply ends with
	// Thread has the Message-IDs of the conversation by mail that it belongs
	// to, without angle brackets; the last is the mail that it answers.
	Thread []string `json:"thread,omitempty"`
	Parts  []Part   `json:"parts,omitempty"`
	// Also are the cases of other entries that were joined to this one.
	Also  []casework.Reference `json:"also,omitempty"`
	Tries int                  `json:"tries,omitempty"`
	Turn  int                  `json:"turn,omitempty"` // how far down the rota it has come
	Over  []string             `json:"over,omitempty"` // who is passed over, since it may be about them
	// Lost counts how often it did not arrive; Only, if not 0, is which of its
	// texts is said again; Avoid is a channel on which it cannot be said.
	Lost  int              `json:"lost,omitempty"`
	Only  int              `json:"only,omitempty"`
	Avoid casework.Channel `json:"avoid,omitempty"`
	// Of a letter to an office: Away are those for whom a machine answered that
	// they are not there, Told those who have it already.
	Away    []casework.Address `json:"away,omitempty"`
	Told    []casework.Address `json:"told,omitempty"`
	Leased  time.Time          `json:"leased,omitzero"`
	Slot    time.Time          `json:"slot,omitzero"`     // when its number has room for it, once that was asked
	Held    time.Time          `json:"held,omitzero"`     // since when an earlier entry has been in its way
	Behind  bool               `json:"behind,omitempty"`  // one is: Due is when to look again
	Trouble string             `json:"trouble,omitempty"` // why it is not sent, for officers

	Key     string    `json:"-"`
	Version int64     `json:"-"`
	Due     time.Time `json:"-"` // zero: it waits, and is not tried
}

// Recipient names whom an entry is for: entries to the same one share it. It
// tells nothing and may be logged.
func (e Entry) Recipient() string { return e.Key[:strings.LastIndexByte(e.Key, '/')+1] }

// Part is one text of an entry with its final words. Hash names it to the
// outside: in the URL of its status callback and in its log line.
type Part struct {
	Hash    string           `json:"hash"`
	To      casework.Address `json:"to"`
	Subject string           `json:"subject,omitempty"` // of a mail
	Text    string           `json:"text"`
	// Content is the provider's id of an approved text, with what is filled in.
	Content   string            `json:"content,omitempty"`
	Variables map[string]string `json:"variables,omitempty"`
	Tried     time.Time         `json:"tried,omitzero"`     // the last attempt began, and its outcome is not known
	First     time.Time         `json:"first,omitzero"`     // the first attempt of unknown outcome began
	Provider  string            `json:"provider,omitempty"` // the provider's id; set means that it was sent
	// Twice says that it was sent again although the first may have arrived.
	Twice bool `json:"twice,omitempty"`
}

// Sent tells whether the provider has taken the part.
func (p Part) Sent() bool { return p.Provider != "" }

// Delivery is what is known of a part after it was handed to the provider. It
// outlives the entry, so that late callbacks find it.
type Delivery struct {
	Entry    string             `json:"entry"` // the key of its entry, perhaps gone
	Case     casework.Reference `json:"case,omitempty"`
	Template casework.Template  `json:"template"`
	Channel  casework.Channel   `json:"channel,omitempty"`
	Provider string             `json:"provider,omitempty"`
	Status   string             `json:"status,omitempty"`
	Code     string             `json:"code,omitempty"`
	At       time.Time          `json:"at,omitzero"`
	// To is where it went, and Notice that it was said unasked: it counts as
	// given when it has arrived.
	To     casework.Address `json:"to,omitempty"`
	Notice bool             `json:"notice,omitempty"`
	// Again is what is said if this does not arrive: to the next on the rota,
	// to who stands in for an officer, or to the same person later.
	Again   *Entry `json:"again,omitempty"`
	Hash    string `json:"-"`
	Version int64  `json:"-"`
}
