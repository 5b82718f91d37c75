package mailbox_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"heard/intake/mailbox"
	"heard/intake/mailbox/dovecottest"
	"heard/store"
	"heard/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const town = "town"

// mailTime is before anything that a test's server writes.
var mailTime = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// desk is a watcher over a store of its own.
type desk struct {
	t     *testing.T
	store *store.Store
	blobs *store.Blobs
	o     mailbox.Options
	logs  *logs
	watch *mailbox.Watcher
	stop  func()
}

// logs keeps what was logged.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newDesk(t *testing.T, url string, roots *tls.Config) *desk {
	t.Helper()
	e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(t.TempDir(), "heard.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	key := base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))
	seal, err := store.ParseKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	lookup, err := store.ParseLookup(key)
	if err != nil {
		t.Fatal(err)
	}
	councils := map[string]store.Council{town: {Seal: seal, Lookup: lookup}}
	blobs, err := store.NewBlobs(filepath.Join(t.TempDir(), "blobs"), councils)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, store: store.New(e, councils), blobs: blobs, logs: &logs{}}
	d.o = mailbox.Options{
		Council: town, URL: url, Password: dovecottest.Password, TLS: roots, Own: []string{"complaints@heard.test"},
		Store: d.store, Blobs: blobs, Cursors: d.store,
		Urgent: func(text string) bool { return strings.Contains(text, "he hit me") },
		Log:    slog.New(slog.NewJSONHandler(d.logs, nil)),
		Retry:  10 * time.Millisecond, RetryMost: 50 * time.Millisecond, RetryLogin: 50 * time.Millisecond, Quiet: 5 * time.Second,
	}
	return d
}

// run starts the watcher; it ends with the test, or with stop.
func (d *desk) run() {
	d.t.Helper()
	w, err := mailbox.New(d.o)
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { w.Run(ctx); close(ended) }()
	d.watch = w
	d.stop = func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(patience):
			d.t.Error("the watcher does not stop")
		}
	}
	d.t.Cleanup(d.stop)
}

const patience = 30 * time.Second

// until waits for something to come true.
func (d *desk) until(what string, true func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(patience); !true(); {
		if time.Now().After(deadline) {
			d.t.Fatalf("never: %s\n%s", what, d.logs)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// kept returns all messages in the store, in the order of their times.
func (d *desk) kept() []store.Inbound {
	d.t.Helper()
	ctx := context.Background()
	boxes, err := d.store.Waiting(ctx, town, time.Now().Add(time.Hour), 10_000)
	if err != nil {
		d.t.Fatal(err)
	}
	var out []store.Inbound
	for _, in := range boxes {
		got, err := d.store.Messages(ctx, in, 10_000)
		if err != nil {
			d.t.Fatal(err)
		}
		out = append(out, got...)
	}
	return out
}

// texts waits for a number of messages and returns what they say.
func (d *desk) texts(n int) map[string]int {
	d.t.Helper()
	d.until(fmt.Sprintf("%d messages", n), func() bool { return len(d.kept()) >= n })
	out := map[string]int{}
	for _, m := range d.kept() {
		out[m.Text]++
	}
	if len(d.kept()) != n {
		d.t.Errorf("%d messages, want %d: %v", len(d.kept()), n, out)
	}
	return out
}

// mail is a short mail.
func mail(from, text string) []byte {
	return fmt.Appendf(nil, "From: <%s>\nTo: complaints@heard.test\nSubject: about %s\nMessage-ID: <%s@example.org>\n\n%s\n", from, text, strings.ReplaceAll(text, " ", "."), text)
}

// link is a proxy before a server, which can fall silent.
type link struct {
	net.Listener
	to    string
	mu    sync.Mutex
	mute  bool
	conns []net.Conn
	all   sync.WaitGroup
}

func newLink(t *testing.T, port int) *link {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &link{Listener: l, to: fmt.Sprintf("127.0.0.1:%d", port)}
	p.all.Go(p.serve)
	t.Cleanup(func() {
		l.Close()
		p.mu.Lock()
		for _, c := range p.conns {
			c.Close()
		}
		p.mu.Unlock()
		p.all.Wait()
	})
	return p
}

func (p *link) port() int { return p.Addr().(*net.TCPAddr).Port }

// silence stops or starts the flow of bytes of connections that are there;
// nobody is told.
func (p *link) silence(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mute = on
}

func (p *link) serve() {
	for {
		in, err := p.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", p.to)
		if err != nil {
			in.Close()
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, in, out)
		p.mu.Unlock()
		p.all.Go(func() { p.copy(in, out) })
		p.all.Go(func() { p.copy(out, in) })
	}
}

func (p *link) copy(from, to net.Conn) {
	defer to.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		p.mu.Lock()
		mute := p.mute
		p.mu.Unlock()
		if mute {
			io.Copy(io.Discard, from) // for ever: this link is dead
			return
		}
		if _, failed := to.Write(b[:n]); err != nil || failed != nil {
			return
		}
	}
}
