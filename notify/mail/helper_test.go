package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"heard/casework"
	"heard/notify"
	"heard/notify/mail"
)

const (
	from     = "complaints@hants.example"
	dawn     = casework.Address("email:dawn@example.org")
	part     = "00112233445566778899aabbccddeeff"
	password = "correct horse"
)

var moment = time.Date(2027, 1, 13, 9, 30, 0, 0, time.UTC)

// text is a mail to somebody.
func text() notify.Text {
	return notify.Text{
		Council: "hampshire", From: "email:" + from, To: dawn, Part: part, Reply: true,
		Subject: "We have your message [HAM 2X8 K4]", Body: "We have it.\n\nZoë will read it: £5.",
		Thread: []string{"first@example.org", "second@example.org"},
	}
}

// server is a mail server in this process.
type server struct {
	mu    sync.Mutex
	mails []taken
	says  []string // the commands that came

	no         map[string]*smtp.SMTPError // what a command is refused with
	mechanisms []string
	address    string
	trust      *tls.Config
}

type taken struct {
	from, to string
	body     []byte
	options  smtp.MailOptions
}

// serve starts a server; alter may change it before. Scheme is that of the URL
// by which it is reached; "plain" is smtp without STARTTLS.
func serve(t *testing.T, scheme string, alter ...func(*server, *smtp.Server)) *server {
	t.Helper()
	s := &server{mechanisms: []string{sasl.Plain}, no: map[string]*smtp.SMTPError{}}
	own, trust := certificate(t)
	s.trust = trust
	x := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		if err := s.hear("EHLO"); err != nil {
			return nil, err
		}
		return &session{server: s, conn: c}, nil
	}))
	x.Domain, x.ErrorLog, x.EnableDSN = "mx.example", log.New(io.Discard, "", 0), true
	x.ReadTimeout, x.WriteTimeout = 10*time.Second, 10*time.Second
	if scheme != "plain" {
		x.TLSConfig = own
	}
	x.AllowInsecureAuth = scheme == "plain"
	for _, f := range alter {
		f(s, x)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = l.Addr().String()
	if scheme == "smtps" {
		l = tls.NewListener(l, own)
	}
	done := make(chan struct{})
	go func() { defer close(done); x.Serve(l) }()
	t.Cleanup(func() { x.Close(); <-done })
	return s
}

func (s *server) hear(command string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.says = append(s.says, command)
	if err := s.no[command]; err != nil {
		return err
	}
	return nil
}

func (s *server) heard(command string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.says, command)
}

func (s *server) got() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// session is one conversation with the server.
type session struct {
	*server
	conn *smtp.Conn
	mail taken
}

func (x *session) AuthMechanisms() []string { return x.mechanisms }

func (x *session) Auth(string) (sasl.Server, error) {
	if err := x.hear("AUTH"); err != nil {
		return nil, err
	}
	check := func(user, given string) error {
		if user != "me" || given != password {
			return smtp.ErrAuthFailed
		}
		return nil
	}
	if x.mechanisms[0] == sasl.Login {
		return &loginServer{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, user, given string) error { return check(user, given) }), nil
}

// loginServer asks for a user and a password, in words of its own.
type loginServer struct {
	check func(user, password string) error
	said  []string
}

func (l *loginServer) Next(response []byte) ([]byte, bool, error) {
	if response != nil {
		l.said = append(l.said, string(response))
	}
	switch len(l.said) {
	case 0:
		return []byte("VXNlcm5hbWU6"), false, nil
	case 1:
		return []byte("Your password, please:"), false, nil
	}
	return nil, true, l.check(l.said[0], l.said[1])
}

func (x *session) Mail(from string, o *smtp.MailOptions) error {
	x.mail = taken{from: from, options: *o}
	return x.hear("MAIL")
}

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.mail.to = to
	return x.hear("RCPT")
}

func (x *session) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := x.hear("DATA"); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.mail.body = body
	x.mails = append(x.mails, x.mail)
	return nil
}

func (x *session) Reset()        {}
func (x *session) Logout() error { return nil }

// certificate makes a certificate for this machine, and what trusts it.
func certificate(t *testing.T) (own, trust *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(c)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, &tls.Config{RootCAs: pool}
}

// provider makes a provider for a server; alter may change its options before.
func provider(t *testing.T, scheme, address string, trust *tls.Config, alter ...func(*mail.Options)) *mail.Provider {
	t.Helper()
	o := mail.Options{
		SMTP: &url.URL{Scheme: scheme, User: url.User("me"), Host: address}, Password: password,
		From: from, Name: "Hampshire County Council", TLSConfig: trust, Now: func() time.Time { return moment },
	}
	if scheme == "plain" {
		o.SMTP.Scheme, o.TLS = "smtp", mail.Off
	}
	for _, f := range alter {
		f(&o)
	}
	p, err := mail.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// failure is the error of a mail that was not sent.
func failure(t *testing.T, p *mail.Provider, x notify.Text) *notify.SendError {
	t.Helper()
	id, err := p.Send(t.Context(), x)
	s, ok := errors.AsType[*notify.SendError](err)
	if !ok || id != "" {
		t.Fatalf("sent %q, %v", id, err)
	}
	return s
}
