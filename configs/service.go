package configs

import (
	"net/url"
	"time"

	"heard/casework"
)

// Service is how one installation of Heard is set up: heard.yaml, without any
// secret.
type Service struct {
	Listen       string        // host:port; port 0 takes a free one
	PublicURL    string        // what the world calls us, without a slash at its end; Twilio signs it
	Data         string        // the folder of everything that is kept
	Settle       time.Duration // how long a burst of messages must have been silent
	UnknownAfter time.Duration // after which a send of unknown outcome is looked up
	TwilioAPI    string
	SMTPTLS      TLS
	Store        Store
	Redis        Redis
	Councils     []Council // in the order of the file
}

// TLS says whether mail may only leave encrypted.
type TLS string

// What smtp_tls may be. Off is for a mail server on this machine alone.
const (
	TLSRequired TLS = "required"
	TLSOff      TLS = "off"
)

// Store names a database engine.
type Store string

// The engines.
const (
	SQLite     Store = "sqlite"
	RedisStore Store = "redis"
)

// Redis says where Redis is. Master is the name that its sentinels know it by.
type Redis struct {
	Addresses     []string
	Master        string
	Cluster       bool
	AllowEverysec bool // a crash may lose two seconds
}

// Council is one council that this installation serves.
type Council struct {
	Name      string // as in the paths of its webhooks
	Procedure casework.Procedure
	Twilio    *Twilio // nil: no texts
	Mail      *Mail   // nil: no mail
	Officers  []Officer
	Duty      []OnDuty
}

// Twilio is a council's account. Numbers are in E.164: +447400000001.
type Twilio struct {
	Account  string
	Numbers  []string // for text messages
	WhatsApp []string
	Service  string // a messaging service that picks the number; "" for none
	// DeleteMedia lets the provider forget pictures and the like once they are
	// kept here.
	DeleteMedia bool
	// PerSecond is how many parts of texts each number sends in a second; 0
	// leaves it to the provider's own queue.
	PerSecond float64
	// Templates are the ids of texts that WhatsApp has approved, by the name of
	// ours; Buttons those of texts with buttons, by the question that they ask.
	Templates map[string]string
	Buttons   map[string]string
}

// Mail is a council's mailbox. Passwords are secrets and not here.
type Mail struct {
	IMAP []*url.URL // imaps://user@host:993/INBOX
	SMTP *url.URL   // smtp://user@host:587
	From string
}

// Officer is somebody who works on cases.
type Officer struct {
	Name  string
	Role  casework.Office // officer or manager
	Email string
	Phone string // of a manager who is rung when nobody on duty answers
	// Deputy is who gets what is for them while they are away, by name; ""
	// means a manager does. Absent are the days on which they are.
	Deputy string
	Absent []casework.Date
}

// When says at which hours somebody is on duty.
type When string

// The hours of duty. Both must be taken by somebody: a child in danger
// at two in the morning is answered by a person too.
const (
	InOffice    When = "office"
	OutOfOffice When = "out-of-office"
)

// OnDuty is somebody who is rung when danger is heard.
type OnDuty struct {
	Name  string
	When  When
	Phone string
	Email string
	// Absent are days on which somebody else is rung.
	Absent []casework.Date
}

// Council finds a council by its name.
func (s Service) Council(name string) (Council, bool) {
	for _, c := range s.Councils {
		if c.Name == name {
			return c, true
		}
	}
	return Council{}, false
}
