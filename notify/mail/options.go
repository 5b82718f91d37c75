package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"time"

	"heard/notify"
)

// TLS says whether mail may only leave encrypted.
type TLS string

// What TLS may be. Off is for a mail server on this machine alone.
const (
	Required TLS = "required"
	Off      TLS = "off"
)

// Options say which mail server takes the mails, and who writes them. SMTP and
// From must be given.
type Options struct {
	// SMTP is the server: smtp://user@host:587 begins in the clear and must
	// offer STARTTLS; smtps://user@host is encrypted from the first byte.
	SMTP *url.URL
	// Password is of the user in SMTP; without a user nobody logs in.
	Password string
	// From is the council's mail address, and Name what stands before it.
	From string
	Name string
	// TLS is Required unless it is Off.
	TLS TLS
	// TLSConfig is for tests, which trust certificates of their own.
	TLSConfig *tls.Config
	// HeloName is what we call ourselves; "" means the domain of From.
	HeloName string
	// Timeouts end what takes too long.
	Timeouts Timeouts
	// Now is the clock that a mail's date is read from; nil means time.Now.
	Now func() time.Time
}

// Timeouts are what a mail server is given. 0 means the time in brackets.
type Timeouts struct {
	Connect time.Duration // until there is a connection (5 s)
	Command time.Duration // for each answer of the server (10 s)
	Send    time.Duration // for everything (18 s)
}

const (
	connectTimeout = 5 * time.Second
	commandTimeout = 10 * time.Second
	// sendTimeout leaves a sender's 20 s time to write down what has become of
	// it.
	sendTimeout = 18 * time.Second
)

// Provider sends through one mail server. It may be used by many goroutines;
// each mail has a connection of its own.
type Provider struct {
	o      Options
	from   *mail.Address
	domain string // of From
	host   string
	port   string
	user   string
}

var (
	_ notify.Provider  = (*Provider)(nil)
	_ notify.Explainer = (*Provider)(nil)
)

// New makes a provider. It asks nothing of the server yet.
func New(o Options) (*Provider, error) {
	p := &Provider{o: o}
	for _, read := range []func() error{p.readServer, p.readFrom, p.readTLS} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	if p.o.HeloName == "" {
		p.o.HeloName = p.domain
	}
	if p.o.Now == nil {
		p.o.Now = time.Now
	}
	t := &p.o.Timeouts
	for _, d := range []struct {
		given *time.Duration
		usual time.Duration
	}{{&t.Connect, connectTimeout}, {&t.Command, commandTimeout}, {&t.Send, sendTimeout}} {
		if *d.given == 0 {
			*d.given = d.usual
		}
	}
	return p, nil
}

func (p *Provider) readServer() error {
	u := p.o.SMTP
	if u == nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return errors.New("mail needs its server: smtp://user@host:587 or smtps://user@host:465")
	}
	p.host, p.port, p.user = u.Hostname(), u.Port(), u.User.Username()
	if p.port == "" {
		p.port = map[string]string{"smtp": "587", "smtps": "465"}[u.Scheme]
	}
	if _, has := u.User.Password(); has {
		return errors.New("the mail server's password does not belong in its address")
	}
	if (p.user == "") != (p.o.Password == "") {
		return fmt.Errorf("mail server %s: a user and a password belong together, and one is missing", p.host)
	}
	return line("the mail server's user", p.user+p.o.Password+p.o.HeloName)
}

func (p *Provider) readFrom() (err error) {
	if p.from, err = address(p.o.From); err != nil {
		return fmt.Errorf("mail's From %q is no address: write it like complaints@council.gov.uk", p.o.From)
	}
	p.from.Name = p.o.Name
	p.domain = domain(p.from.Address)
	return line("the name of From", p.o.Name)
}

func (p *Provider) readTLS() error {
	switch {
	case p.o.TLS == "":
		p.o.TLS = Required
	case p.o.TLS == Off && p.o.SMTP.Scheme == "smtps":
		return errors.New("smtps:// is encrypted: do not turn TLS off, or write smtp://")
	case p.o.TLS == Off && !loopback(p.host):
		return fmt.Errorf("TLS may only be off for a mail server on this machine, and %s is not", p.host)
	case p.o.TLS != Off && p.o.TLS != Required:
		return fmt.Errorf("TLS of mail is %q: write %s or %s", p.o.TLS, Required, Off)
	}
	return nil
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (p *Provider) address() string { return net.JoinHostPort(p.host, p.port) }
