package dovecottest

import (
	"bytes"
	"net"
	"net/smtp"
	"net/textproto"
	"os"
	"path/filepath"
	"syscall"
)

// Deliver sends a mail to a user as another mail server would: by SMTP,
// or by LMTP where no SMTP server runs.
func (s *Server) Deliver(user, from string, raw []byte) {
	s.t.Helper()
	if s.SMTP == 0 {
		s.DeliverNow(user, from, raw)
		return
	}
	err := smtp.SendMail(local(s.SMTP), nil, from, []string{user + "@" + Domain}, lines(raw))
	if err != nil {
		s.t.Fatalf("deliver: %v", err)
	}
}

// DeliverNow hands mails to Dovecot itself, over one connection, and returns
// when they are there.
func (s *Server) DeliverNow(user, from string, mails ...[]byte) {
	s.t.Helper()
	conn, err := net.Dial("tcp", local(s.LMTP))
	if err != nil {
		s.t.Fatalf("deliver: %v", err)
	}
	defer conn.Close()
	c := &lmtp{Conn: textproto.NewConn(conn)}
	c.await(220)
	c.say(250, "LHLO test")
	for _, raw := range mails {
		c.say(250, "MAIL FROM:<"+from+">")
		c.say(250, "RCPT TO:<"+user+"@"+Domain+">")
		c.say(354, "DATA")
		c.data(lines(raw))
	}
	if c.err != nil {
		s.t.Fatalf("deliver: %v", c.err)
	}
}

// lines ends the lines of a mail as they travel.
func lines(raw []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

// lmtp speaks LMTP: SMTP with another greeting, and an answer for each
// recipient after the mail. After an error it says no more.
type lmtp struct {
	*textproto.Conn
	err error
}

func (c *lmtp) await(code int) {
	if c.err == nil {
		_, _, c.err = c.ReadResponse(code)
	}
}

func (c *lmtp) say(want int, line string) {
	if c.err == nil {
		c.err = c.PrintfLine("%s", line)
	}
	c.await(want)
}

func (c *lmtp) data(raw []byte) {
	if c.err != nil {
		return
	}
	w := c.DotWriter()
	w.Write(raw)
	c.err = w.Close()
	c.await(250)
}

// alone keeps a second OpenSMTPD from starting on this machine: they would
// share one queue and one socket. Whoever does not get the lock goes without.
func alone() (release func(), ok bool) {
	f, err := os.OpenFile(filepath.Join(os.TempDir(), "heard-dovecottest.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, false
	}
	return func() { f.Close() }, true
}
