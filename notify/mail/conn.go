package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/emersion/go-smtp"
)

// client is a conversation with a mail server that ends with its context.
type client struct {
	*smtp.Client
	stop func() bool
}

// Close hangs up.
func (c client) Close() {
	c.stop()
	_ = c.Client.Close() // what matters was said, or has failed, before
}

// byeTimeout is how long a server may take to say goodbye: the mail is out.
const byeTimeout = time.Second

func (c client) bye() {
	c.CommandTimeout = byeTimeout
	_ = c.Quit()
}

// open connects and greets, encrypted as the options demand. With an error
// comes how far it got.
func (p *Provider) open(ctx context.Context) (client, stage, error) {
	dialer := net.Dialer{Timeout: p.o.Timeouts.Connect}
	conn, err := dialer.DialContext(ctx, "tcp", p.address())
	if err != nil {
		return client{}, connecting, err
	}
	conn = &patient{Conn: conn, limit: p.o.Timeouts.Command}
	c := client{stop: context.AfterFunc(ctx, func() { conn.Close() })}
	if c.Client, err = p.secure(conn); err != nil {
		c.stop()
		conn.Close()
		return client{}, refusal(err), err
	}
	c.CommandTimeout, c.SubmissionTimeout = p.o.Timeouts.Command, p.o.Timeouts.Send
	if err := c.Hello(p.o.HeloName); err != nil {
		at := greeting
		// The handshake of TLS happens with the first word.
		if state, encrypts := c.TLSConnectionState(); encrypts && !state.HandshakeComplete {
			at = securing
		}
		c.Close()
		return client{}, at, err
	}
	return c, "", nil
}

// secure begins TLS, or does without where that is allowed. Nothing falls back:
// a server without STARTTLS gets nothing.
func (p *Provider) secure(conn net.Conn) (*smtp.Client, error) {
	switch {
	case p.o.TLS == Off:
		return smtp.NewClient(conn), nil
	case p.o.SMTP.Scheme == "smtps":
		return smtp.NewClient(tls.Client(conn, p.tls())), nil
	}
	return smtp.NewClientStartTLS(conn, p.tls()) // its first EHLO says localhost
}

// refusal is the stage at which STARTTLS failed: a server may be away, or have
// no time for anybody, before it is asked.
func refusal(err error) stage {
	s, answered := errors.AsType[*smtp.SMTPError](err)
	if answered && (s.Code == 421 || s.Code == 554) || !answered && kind(err) != odd {
		return greeting
	}
	return securing
}

func (p *Provider) tls() *tls.Config {
	c := p.o.TLSConfig.Clone()
	if c == nil {
		c = &tls.Config{}
	}
	c.MinVersion = max(c.MinVersion, tls.VersionTLS12)
	if c.ServerName == "" {
		c.ServerName = p.host
	}
	return c
}

// patient is a connection on which no read or write takes longer than a limit,
// even where nobody has set a deadline.
type patient struct {
	net.Conn
	limit time.Duration
	until time.Time // the deadline that was set; zero for none
}

func (c *patient) deadline() time.Time {
	at := time.Now().Add(c.limit)
	if !c.until.IsZero() && c.until.Before(at) {
		return c.until
	}
	return at
}

// Read implements net.Conn.
func (c *patient) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(c.deadline()); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// Write implements net.Conn.
func (c *patient) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(c.deadline()); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// SetDeadline implements net.Conn.
func (c *patient) SetDeadline(at time.Time) error {
	c.until = at
	return nil
}

// What can be wrong with a line.
const (
	absent    = "there is no connection"
	slow      = "no answer in time"
	cut       = "the line was cut"
	untrusted = "its certificate is not trusted"
	odd       = "it does not speak as it should"
)

// kind says what went wrong without repeating what an error says: it may quote
// the server, and the server quotes addresses.
func kind(err error) string {
	certificate, bad := errors.AsType[*tls.CertificateVerificationError](err)
	op, network := errors.AsType[*net.OpError](err)
	switch {
	case bad && certificate != nil:
		return untrusted
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), errors.Is(err, net.ErrClosed):
		return slow // only a context that has ended closes the line
	case network && op.Op == "dial":
		return absent
	case network, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return cut
	}
	return odd
}
