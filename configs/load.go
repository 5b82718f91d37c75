package configs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

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
		may("settle", pause(&s.Settle)),
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
