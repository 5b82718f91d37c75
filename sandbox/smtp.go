package sandbox

import (
	"crypto/tls"
	"io"
	"log"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

const (
	largestMail = 25 << 20 // as large providers have it
	patience    = time.Minute
)

// openSMTP opens the server that mails are handed in at.
func (p *PostOffice) openSMTP(own *tls.Config) (*mailServer, error) {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &submission{post: p, conn: c}, nil
	}))
	own.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		return nil, p.goWrong(AtTLS, nil)
	}
	s.Domain, s.TLSConfig, s.AllowInsecureAuth, s.EnableDSN = "sandbox.localhost", own, true, true
	s.MaxMessageBytes, s.ReadTimeout, s.WriteTimeout = largestMail, patience, patience
	s.ErrorLog = log.New(io.Discard, "", 0)
	return startServer(s.Serve, func() { _ = s.Close() })
}

// submission is one conversation with somebody who hands mails in.
type submission struct {
	post *PostOffice
	conn *smtp.Conn
	who  Mailbox
	from string
	to   []string
}

var (
	errStranger = &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "log in first"}
	errOther    = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "that is another's address"}
)

// AuthMechanisms implements smtp.AuthSession.
func (*submission) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (s *submission) Auth(string) (sasl.Server, error) {
	if err := s.post.goWrong(AtLogin, s.conn); err != nil {
		return nil, err
	}
	return sasl.NewPlainServer(func(_, user, password string) (err error) {
		if s.who, err = s.post.login(user, password); err != nil {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *submission) Mail(from string, _ *smtp.MailOptions) error {
	switch {
	case s.who.Address == "":
		return errStranger
	case same(from) != same(s.who.Address):
		return errOther
	}
	s.from = from
	return s.post.goWrong(AtSender, s.conn)
}

// Rcpt implements smtp.Session.
func (s *submission) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return s.post.goWrong(AtRecipient, s.conn)
}

// Data implements smtp.Session. A mail that is only to seem refused is
// delivered first.
func (s *submission) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	f, wrong := s.post.next(AtData)
	if !wrong || f.Taken || !f.refuses() {
		if _, err := s.post.deliver(Mail{From: s.from, To: s.to, Raw: raw, Handed: true}); err != nil {
			return err
		}
	}
	if wrong {
		return f.happen(s.post.ctx, s.conn)
	}
	return nil
}

// Reset implements smtp.Session.
func (s *submission) Reset() { s.from, s.to = "", nil }

// Logout implements smtp.Session.
func (s *submission) Logout() error { return nil }
