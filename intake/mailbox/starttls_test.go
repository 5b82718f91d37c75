package mailbox

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"heard/intake/mailbox/dovecottest"
)

// far makes a watcher that takes a port of this machine for one of another, so
// that imap:// must be secured.
func far(t *testing.T, port int, secure *tls.Config) *Watcher {
	t.Helper()
	p, err := parsePlace(fmt.Sprintf("imap://me@localhost:%d", port))
	if err != nil || !p.plain {
		t.Fatalf("%+v, %v", p, err)
	}
	p.plain = false
	o := Options{TLS: secure, Password: dovecottest.Password, Quiet: 5 * time.Second}
	o.fill()
	return &Watcher{o: o, place: p}
}

func TestAServerElsewhereIsAskedForTLS(t *testing.T) {
	t.Parallel()
	s := dovecottest.Start(t)
	l, err := far(t, s.IMAP, &tls.Config{RootCAs: s.Roots}).connect(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	if err := l.Login("me", dovecottest.Password).Wait(); err != nil {
		t.Error(err)
	}
	if l, err := far(t, s.IMAP, &tls.Config{}).connect(context.Background()); err == nil {
		l.close()
		t.Error("a certificate that nobody trusts is trusted")
	}
}

func TestAServerElsewhereWithoutTLSIsLeft(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	memory := imapmemserver.New()
	s := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, InsecureAuth: true,
	})
	served := make(chan struct{})
	go func() { s.Serve(listener); close(served) }()
	defer func() { s.Close(); <-served }()
	if l, err := far(t, listener.Addr().(*net.TCPAddr).Port, nil).connect(context.Background()); err == nil {
		l.close()
		t.Error("a connection without TLS is used")
	}
}

func TestOnlyThisMachineMayGoWithoutTLS(t *testing.T) {
	t.Parallel()
	for url, plain := range map[string]bool{
		"imap://a@localhost": true, "imap://a@127.0.0.1:1143": true, "imap://a@[::1]": true, "imap://a@mail.example.org": false,
		"imap://a@10.0.0.1": false, "imaps://a@localhost": false, "imap://a@localhost.example.org": false,
	} {
		if p, err := parsePlace(url); err != nil || p.plain != plain {
			t.Errorf("%s: %+v, %v", url, p, err)
		}
	}
}

func TestWaitsGrowAndDiffer(t *testing.T) {
	t.Parallel()
	w := &Watcher{}
	w.o.fill()
	last := time.Duration(0)
	for failures := range 40 {
		d := w.wait(errSilent, failures)
		if d < last/4 || d > w.o.RetryMost || failures > 8 && d < w.o.RetryMost/2 {
			t.Errorf("after %d failures %v, after %v", failures, d, last)
		}
		last = d
	}
	if d := w.wait(errLogin, 0); d < w.o.RetryLogin/2 {
		t.Errorf("after a refused login %v", d)
	}
}
