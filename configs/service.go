package configs

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
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
	AllowEverysec bool // a crash of its host may lose a second
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
}

// Hours of duty.
type When string

// When somebody is on duty. Both must be taken by somebody: a child in danger
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

// Load reads the service's file. A council's procedure that is a file is looked
// for beside it. The error has one line for each thing wrong.
func Load(file string) (Service, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Service{}, fmt.Errorf("config %s: %w", file, cause(err))
	}
	l := loader{doc: doc{file: file}, dir: filepath.Dir(file), taken: map[string]string{}}
	s := l.service(data)
	return s, l.err()
}

// loader reads one service's file.
type loader struct {
	doc
	dir   string
	taken map[string]string // which council has a number or a mailbox already
}

// service reads the file over the defaults.
func (l *loader) service(data []byte) Service {
	s := Service{
		Listen: "127.0.0.1:8080", PublicURL: "http://127.0.0.1:8080", Data: "./data",
		Settle: 2 * time.Second, UnknownAfter: 2 * time.Minute,
		TwilioAPI: "https://api.twilio.com", SMTPTLS: TLSRequired, Store: SQLite,
	}
	top := l.parseTree(data)
	if top == nil {
		return s
	}
	l.fields(top,
		may("listen", value(&s.Listen, hostPort)),
		may("public_url", value(&s.PublicURL, baseURL)),
		may("data", text(&s.Data)),
		may("settle", duration(&s.Settle)),
		may("unknown_after", duration(&s.UnknownAfter)),
		may("twilio_api", value(&s.TwilioAPI, apiURL)),
		may("smtp_tls", oneOf(&s.SMTPTLS, TLSRequired, TLSOff)),
		may("store", oneOf(&s.Store, SQLite, RedisStore)),
		may("redis", redis(&s.Redis)),
		must("councils", each(func(d *doc, key, n *node) {
			s.Councils = append(s.Councils, l.council(key, n))
		})),
	)
	if top.kind == mapping {
		l.together(top, s)
	}
	return s
}

// together checks what fits together.
func (l *loader) together(top *node, s Service) {
	if n := top.value("councils"); n != nil && n.kind == mapping && len(n.pairs) == 0 {
		l.fail(n, "no council stands here: add one")
	}
	if n := top.value("store"); s.Store == RedisStore && len(s.Redis.Addresses) == 0 {
		l.fail(n, "the store is redis: add redis with its addresses")
	}
	if s.SMTPTLS != TLSOff {
		return
	}
	for _, c := range s.Councils {
		if c.Mail != nil && c.Mail.SMTP != nil && !loopback(c.Mail.SMTP.Hostname()) {
			l.fail(top.value("smtp_tls"), "off is for a mail server on this machine; %s of %s is not: write required", c.Mail.SMTP.Host, c.Name)
		}
	}
}

func redis(to *Redis) func(*doc, *node) {
	return func(d *doc, n *node) {
		d.fields(n,
			must("addresses", every(func(d *doc, n *node) {
				var a string
				value(&a, hostPort)(d, n)
				to.Addresses = append(to.Addresses, a)
			})),
			may("master", maybe(&to.Master)),
			may("cluster", yesno(&to.Cluster)),
			may("allow_everysec", yesno(&to.AllowEverysec)),
		)
	}
}

// maybe reads a text that may be empty.
func maybe(to *string) func(*doc, *node) {
	return value(to, func(s string) (string, error) { return strings.TrimSpace(s), nil })
}
