package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"heard/intake/mailbox"
	"heard/intake/mailbox/dovecottest"
	"heard/store"
)

// memory is a small IMAP server in the process, for what Dovecot does not do.
func memory(t *testing.T, caps imap.CapSet) (url string, put func(raw []byte)) {
	t.Helper()
	user := imapmemserver.NewUser("intake", dovecottest.Password)
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	all := imapmemserver.New()
	all.AddUser(user)
	s := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return all.NewSession(), nil, nil
		},
		Caps: caps, InsecureAuth: true,
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var served sync.WaitGroup
	served.Go(func() { s.Serve(l) })
	t.Cleanup(func() {
		s.Close()
		served.Wait()
	})
	return fmt.Sprintf("imap://intake@%s/INBOX", l.Addr()), func(raw []byte) {
		t.Helper()
		if _, err := user.Append("INBOX", bytes.NewReader(raw), &imap.AppendOptions{Time: mailTime}); err != nil {
			t.Fatal(err)
		}
	}
}

// forgets is how soon the memory server is asked again: it says nothing of a mail
// that came just before it was told to wait, which real servers do.
const forgets = 200 * time.Millisecond

var idles = imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIdle: {}}

func TestTheMailboxsTimeIsTheMails(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	put(mail("a@example.org", "one"))
	put([]byte("Received: by mx; Mon, 3 Feb 2020 10:00:00 +0000\n" + string(mail("a@example.org", "two"))))
	put([]byte("Received: by mx; Mon, 3 Feb 2120 10:00:00 +0000\n" + string(mail("a@example.org", "three"))))
	d.run()
	d.texts(3)
	for _, m := range d.kept() {
		want := mailTime
		if m.Text == "two" {
			want = time.Date(2020, 2, 3, 10, 0, 0, 0, time.UTC)
		}
		if !m.At.Equal(want) {
			t.Errorf("%s at %s, want %s", m.Text, m.At, want)
		}
	}
}

func TestAServerWithoutIdleIsAskedNowAndThen(t *testing.T) {
	t.Parallel()
	url, put := memory(t, imap.CapSet{imap.CapIMAP4rev1: {}})
	d := newDesk(t, url, nil)
	d.o.IdleFor = 100 * time.Millisecond
	d.run()
	put(mail("a@example.org", "one"))
	d.texts(1)
	put(mail("a@example.org", "two"))
	d.texts(2)
}

func TestASenderWithoutANameIsNobodyElse(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	put([]byte("Subject: one\n\none"))
	put([]byte("Subject: two\n\ntwo"))
	d.run()
	d.texts(2)
	if a, b := d.kept()[0].From, d.kept()[1].From; a == b || !strings.HasPrefix(string(a), "email:unknown-") {
		t.Errorf("%s and %s", a, b)
	}
}

func TestAFormInOurNameIsTheWritersMail(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	put([]byte("From: Complaints@heard.test\nReply-To: dawn@example.org\n\nfrom the form"))
	put([]byte("From: Complaints@heard.test\n\nour own"))
	put(mail("a@example.org", "last"))
	d.run()
	d.texts(2)
	for _, m := range d.kept() {
		if m.Text == "from the form" && m.From != "email:dawn@example.org" {
			t.Errorf("from %s", m.From)
		}
	}
}

func TestAMachinesMailIsFiledAsSuch(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	put(eml(t, "dsn-postfix"))
	put(eml(t, "ooo-gmail"))
	d.run()
	d.until("both", func() bool { return len(d.kept()) == 2 })
	for _, m := range d.kept() {
		switch {
		case !m.Mail.Automatic() || m.Urgent:
			t.Errorf("%+v", m)
		case m.Mail.Class == "bounce" && (m.Mail.Bounce.Recipient != "gone@example.org" || m.Mail.Bounce.Original != "one.2027@council.example.org"):
			t.Errorf("%+v", m.Mail.Bounce)
		}
	}
}

// failing is a store that fails on demand.
type failing struct {
	*store.Store
	receive func(store.Inbound) error
}

func (f *failing) Receive(ctx context.Context, in store.Inbound) error {
	if err := f.receive(in); err != nil {
		return err
	}
	return f.Store.Receive(ctx, in)
}

func TestOneMailThatCannotBeKeptHoldsUpNobody(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	d.o.Store = &failing{d.store, func(in store.Inbound) error {
		if in.Text == "poison" {
			return errors.New("this one breaks something")
		}
		return nil
	}}
	for _, text := range []string{"one", "poison", "three"} {
		put(mail("a@example.org", text))
	}
	d.run()
	got := d.texts(3)
	if got["one"] != 1 || got["three"] != 1 || got[""] != 1 {
		t.Errorf("%v", got)
	}
	for _, m := range d.kept() {
		if m.Text != "" {
			continue
		}
		raw, err := d.blobs.Get(context.Background(), town, m.Mail.Raw.Source)
		if err != nil || !strings.Contains(string(raw), "poison") || !m.Mail.Cut {
			t.Errorf("kept as it came: %q, %v", raw, err)
		}
	}
}

func TestAStoreThatIsAwayLosesNothing(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	var mu sync.Mutex
	away := 5
	d.o.Store = &failing{d.store, func(store.Inbound) error {
		mu.Lock()
		defer mu.Unlock()
		if away--; away > 0 {
			return fmt.Errorf("locked: %w", store.ErrAway)
		}
		return nil
	}}
	put(mail("a@example.org", "one"))
	put(mail("b@example.org", "two"))
	d.run()
	if got := d.texts(2); got["one"] != 1 || got["two"] != 1 {
		t.Errorf("%v", got)
	}
}

// A store that was replaced by its replica may have lost its last moments: mails
// and how far the mailbox was read. It is read again from there, be it noticed
// before more mails are read or while they are.
func TestAStoreThatHasGoneBackIsToldAgain(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	d.o.IdleFor = forgets
	name := strings.TrimPrefix(url, "imap://")
	back := func(uid uint32) {
		c, err := d.store.Cursor(context.Background(), town, name)
		if err == nil {
			c.UID = uid
			_, err = d.store.MoveCursor(context.Background(), town, name, c)
		}
		if err != nil {
			t.Error(err)
		}
	}
	var mu sync.Mutex
	told := map[string]int{}
	d.o.Store = &failing{d.store, func(in store.Inbound) error {
		mu.Lock()
		defer mu.Unlock()
		if told[in.Text]++; in.Text == "five" && told["five"] == 1 {
			back(2)
		}
		return nil
	}}
	heard := func(text string, times int) func() bool {
		return func() bool {
			mu.Lock()
			defer mu.Unlock()
			return told[text] >= times
		}
	}
	for _, text := range []string{"one", "two", "three"} {
		put(mail("a@example.org", text))
	}
	d.run()
	d.until("three mails are read", func() bool {
		c, err := d.store.Cursor(context.Background(), town, name)
		return err == nil && c.UID == 3
	})
	back(1)
	put(mail("a@example.org", "four"))
	d.until("the lost ones are read again", heard("three", 2))
	d.until("and the new one", heard("four", 1))
	put(mail("a@example.org", "five"))
	d.until("the lost ones are read once more", heard("three", 3))
	d.until("up to the last", heard("five", 2))
	d.texts(5)
}

func TestTwoWatchersOfOneMailboxKeepEachMailOnce(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	d.o.IdleFor = forgets
	d.run()
	d.run()
	for i := range 20 {
		put(mail("a@example.org", fmt.Sprint("mail ", i)))
	}
	d.texts(20)
}

func TestDangerThatCannotBeHeardIsDanger(t *testing.T) {
	t.Parallel()
	url, put := memory(t, idles)
	d := newDesk(t, url, nil)
	d.o.Urgent = func(string) bool { panic("a bug") }
	put(mail("a@example.org", "one"))
	d.run()
	d.texts(1)
	if !d.kept()[0].Urgent {
		t.Error("not urgent")
	}
}

func TestAServerThatSaysNothingIsLeft(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	d := newDesk(t, fmt.Sprintf("imap://intake@%s/INBOX", l.Addr()), nil)
	d.o.Quiet = 100 * time.Millisecond
	d.run()
	d.until("noticed", func() bool { return strings.Contains(d.logs.String(), "fallen silent") })
	d.stop()
}

func TestWhatNewRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "imap://intake@127.0.0.1/INBOX", nil)
	for url, want := range map[string]string{
		"https://a@b/INBOX":         "expected imaps://",
		"imaps://host/INBOX":        "needs a user",
		"imaps://me:secret@h/INBOX": "has a password",
		"imaps://%zz":               "cannot be read",
	} {
		d.o.URL = url
		if _, err := mailbox.New(d.o); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, change := range []func(*mailbox.Options){
		func(o *mailbox.Options) { o.Council = "" }, func(o *mailbox.Options) { o.Store = nil },
		func(o *mailbox.Options) { o.Blobs = nil }, func(o *mailbox.Options) { o.Cursors = nil },
	} {
		o := d.o
		o.URL = "imaps://a%40b@h"
		change(&o)
		if _, err := mailbox.New(o); err == nil || !strings.Contains(err.Error(), "is missing") {
			t.Errorf("%v", err)
		}
	}
}
