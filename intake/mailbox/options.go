package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"heard/store"
)

// Options make a Watcher of one mailbox. Council, URL, Store, Blobs and
// Cursors are required.
type Options struct {
	Council string
	// URL names the mailbox: imaps://user@host:993/INBOX, or imap:// with
	// STARTTLS, which only a server on this machine may go without. An @ in
	// the user is written %40.
	URL      string
	Password string
	TLS      *tls.Config // nil means the system's; ServerName is set if it is not
	// Own are our own addresses: what they sent is no complaint, and what was
	// sent to one is answered from it.
	Own     []string
	Store   Receiver
	Blobs   Blobs
	Cursors Cursors
	// Urgent tells whether there is danger in a text; nil hears none.
	Urgent func(text string) bool
	// Received is called after a mail was stored; it must not wait.
	Received func()
	Now      func() time.Time // nil means time.Now
	Log      *slog.Logger     // nil means none

	// Limits keep real time, whatever Now says. Zero means as it says here.
	MaxSize    int64         // of a mail that is read whole: 40 MB, what servers let through at most
	IdleFor    time.Duration // how long the server may say nothing before it is asked: 5 min
	Quiet      time.Duration // how long it may leave a command without a byte: 20 s
	Retry      time.Duration // the first wait after a failure, doubled each time: 1 s
	RetryMost  time.Duration // the longest wait: 2 min
	RetryLogin time.Duration // the wait after a refused login, lest the account is locked: 5 min
}

// Receiver is what the door needs of the store.
type Receiver interface {
	// Receive keeps a message and returns nil when it is on disk, or
	// store.ErrSeen if it already was.
	Receive(context.Context, store.Inbound) error
}

// Blobs keeps whole mails and the files in them.
type Blobs interface {
	// Put keeps bytes, returns their name and SHA-256, and nil only when they
	// are on disk. The same bytes may be put again.
	Put(ctx context.Context, council string, data []byte) (name, sum string, err error)
}

// Cursors keeps how far each mailbox was read.
type Cursors interface {
	Cursor(ctx context.Context, council, mailbox string) (store.Cursor, error)
	// MoveCursor returns the cursor with its new version, or
	// store.ErrConflict if another moved it.
	MoveCursor(ctx context.Context, council, mailbox string, to store.Cursor) (store.Cursor, error)
}

// place is where a mailbox is.
type place struct {
	host, port string
	user       string
	folder     string
	implicit   bool // TLS from the first byte
	plain      bool // no TLS at all: the server is on this machine
}

// name is what the cursor is kept under.
func (p place) name() string { return p.user + "@" + net.JoinHostPort(p.host, p.port) + "/" + p.folder }

// account is what mails are known by. The server is not in it: a mailbox that
// moves to another brings its mails along.
func (p place) account() string { return "imap:" + p.user + "/" + p.folder }

// parsePlace reads a mailbox's URL. Its errors do not quote it.
func parsePlace(text string) (place, error) {
	u, err := url.Parse(text)
	if err != nil {
		return place{}, errors.New("mailbox: URL cannot be read")
	}
	p := place{host: u.Hostname(), port: u.Port(), user: u.User.Username(), folder: strings.Trim(u.Path, "/")}
	port := map[string]string{"imaps": "993", "imap": "143"}[u.Scheme]
	switch {
	case port == "":
		return p, fmt.Errorf("mailbox: URL begins with %q, expected imaps:// or imap://", u.Scheme)
	case p.host == "" || p.user == "":
		return p, errors.New("mailbox: URL needs a user and a host, as in imaps://user@host:993/INBOX")
	}
	if _, ok := u.User.Password(); ok {
		return p, errors.New("mailbox: URL has a password; it belongs into the environment")
	}
	if p.port == "" {
		p.port = port
	}
	if p.folder == "" {
		p.folder = "INBOX"
	}
	p.implicit = u.Scheme == "imaps"
	p.plain = !p.implicit && loopback(p.host)
	return p, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// fill puts in what was left out.
func (o *Options) fill() {
	o.MaxSize = orElse(o.MaxSize, 40<<20)
	o.IdleFor = orElse(o.IdleFor, 5*time.Minute)
	o.Quiet = orElse(o.Quiet, 20*time.Second)
	o.Retry = orElse(o.Retry, time.Second)
	o.RetryMost = orElse(o.RetryMost, 2*time.Minute)
	o.RetryLogin = orElse(o.RetryLogin, 5*time.Minute)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

func orElse[T int64 | time.Duration](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}
