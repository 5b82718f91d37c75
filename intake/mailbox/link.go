package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
)

// link is a connection to a server that never waits for ever. The library has
// no limits of its own: a command to a server that fell silent would block
// until the end of days, and only closing the connection wakes it.
type link struct {
	*imapclient.Client
	conn  *pulse
	quiet time.Duration
	news  chan struct{} // the server spoke of mails, unasked
}

// errSilent means that the server did not answer.
var errSilent = errors.New("the server has fallen silent")

// pulse is a connection that knows when bytes last came.
type pulse struct {
	net.Conn
	last atomic.Int64 // nanoseconds since 1970
}

func (p *pulse) Read(b []byte) (int, error) {
	n, err := p.Conn.Read(b)
	if n > 0 {
		p.last.Store(time.Now().UnixNano())
	}
	return n, err
}

// connect opens a link, with TLS unless the server is on this machine.
func (w *Watcher) connect(ctx context.Context) (*link, error) {
	dialer := net.Dialer{Timeout: w.o.Quiet}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(w.place.host, w.place.port))
	if err != nil {
		return nil, err
	}
	l := &link{conn: &pulse{Conn: conn}, quiet: w.o.Quiet, news: make(chan struct{}, 1)}
	err = l.within(ctx, func() error {
		l.Client, err = w.greet(ctx, l)
		if err != nil {
			return err
		}
		return l.WaitGreeting()
	})
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// greet starts the client, and TLS before anything is said.
func (w *Watcher) greet(ctx context.Context, l *link) (*imapclient.Client, error) {
	secure := &tls.Config{}
	if w.o.TLS != nil {
		secure = w.o.TLS.Clone()
	}
	if secure.ServerName == "" {
		secure.ServerName = w.place.host
	}
	options := &imapclient.Options{TLSConfig: secure, UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) { l.tell() },
	}}
	switch {
	case w.place.plain:
		return imapclient.New(l.conn, options), nil
	case w.place.implicit:
		secured := tls.Client(l.conn, secure)
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, err
		}
		return imapclient.New(secured, options), nil
	}
	return imapclient.NewStartTLS(l.conn, options)
}

// tell notes that there is news; more news is the same news.
func (l *link) tell() {
	select {
	case l.news <- struct{}{}:
	default:
	}
}

// within does something with the link and closes it if the server says nothing
// for too long meanwhile, or ctx ends. Bytes that keep coming are life: a large
// mail over a slow line takes its time.
func (l *link) within(ctx context.Context, do func() error) error {
	done := make(chan struct{})
	watched := make(chan error, 1)
	go func() { watched <- l.watch(ctx, done) }()
	err := do()
	close(done)
	if stopped := <-watched; stopped != nil {
		return stopped
	}
	return err
}

// watch waits for done. It closes the link, and says why, when it must not be
// waited for any longer.
func (l *link) watch(ctx context.Context, done <-chan struct{}) error {
	start := time.Now()
	timer := time.NewTimer(l.quiet)
	defer timer.Stop()
	for {
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			l.conn.Close()
			return ctx.Err()
		case <-timer.C:
		}
		last := time.Unix(0, max(l.conn.last.Load(), start.UnixNano()))
		left := l.quiet - time.Since(last)
		if left <= 0 {
			l.conn.Close()
			return errSilent
		}
		timer.Reset(left)
	}
}

// close ends the link without a word: it must not wait for the other side.
func (l *link) close() {
	l.conn.Close()
	if l.Client != nil {
		l.Client.Close()
	}
}
