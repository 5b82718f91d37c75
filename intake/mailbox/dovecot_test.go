package mailbox_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"heard/intake/mailbox/dovecottest"
)

// These tests watch mailboxes of a real Dovecot, while everything that can
// happen to a mailbox happens.

func imaps(s *dovecottest.Server, port int, user string) (string, *tls.Config) {
	return fmt.Sprintf("imaps://%s@localhost:%d/INBOX", user, port), &tls.Config{RootCAs: s.Roots}
}

func watched(t *testing.T, s *dovecottest.Server, user string) *desk {
	t.Helper()
	url, roots := imaps(s, s.IMAPS, user)
	return newDesk(t, url, roots)
}

func TestARealMailbox(t *testing.T) {
	s := dovecottest.Start(t)
	t.Run("a mail that a mail server brings is taken in", func(t *testing.T) {
		t.Parallel()
		comesAndIsWhole(t, s)
	})
	t.Run("what was there before is taken in, once, over restarts of Heard", func(t *testing.T) {
		t.Parallel()
		onceOverRestarts(t, s)
	})
	t.Run("the connection is kicked", func(t *testing.T) {
		t.Parallel()
		kicked(t, s)
	})
	t.Run("the mailbox numbers its mails anew", func(t *testing.T) {
		t.Parallel()
		renumbered(t, s)
	})
	t.Run("mails are deleted", func(t *testing.T) {
		t.Parallel()
		expunged(t, s)
	})
	t.Run("the link falls silent", func(t *testing.T) {
		t.Parallel()
		silent(t, s)
	})
	t.Run("the certificate is not trusted", func(t *testing.T) {
		t.Parallel()
		untrusted(t, s)
	})
	t.Run("the password is wrong", func(t *testing.T) {
		t.Parallel()
		wrongPassword(t, s)
	})
	t.Run("a mail is too large", func(t *testing.T) {
		t.Parallel()
		tooLarge(t, s)
	})
	t.Run("hundreds of mails wait", func(t *testing.T) {
		t.Parallel()
		many(t, s)
	})
	t.Run("nothing is marked or moved", func(t *testing.T) {
		t.Parallel()
		untouched(t, s)
	})
}

func comesAndIsWhole(t *testing.T, s *dovecottest.Server) {
	d := watched(t, s, "whole")
	heard := make(chan struct{}, 10)
	d.o.Received = func() { heard <- struct{}{} }
	d.run()
	raw := eml(t, "outlook-desktop")
	before := time.Now().Add(-2 * time.Second)
	s.Deliver("whole", "pat@example.org", raw)
	d.until("a message", func() bool { return len(d.kept()) == 1 })
	<-heard
	m := d.kept()[0]
	if m.From != "email:pat@example.org" || m.To != "complaints@heard.test" || m.Mail.Subject != "RE: We have your message [HAM 2X8 K4]" {
		t.Errorf("from %s to %s: %q", m.From, m.To, m.Mail.Subject)
	}
	if !strings.Contains(m.Text, "I want contact back") || strings.Contains(m.Text, "Have we got") || !strings.Contains(m.Mail.Hidden, "Have we got") {
		t.Errorf("text %q, hidden %q", m.Text, m.Mail.Hidden)
	}
	if m.At.Before(before) || m.At.After(time.Now()) {
		t.Errorf("received at %s, want what our own server wrote", m.At)
	}
	got, err := d.blobs.Get(context.Background(), town, m.Mail.Raw.Source)
	if err != nil || !strings.Contains(string(got), "Letter of 4 May.pdf") || !strings.HasPrefix(string(got), "Return-Path") {
		t.Errorf("the raw mail: %d bytes, %v", len(got), err)
	}
	if len(m.Files) != 3 || m.Files[1].Name != "Letter of 4 May.pdf" {
		t.Fatalf("files: %+v", m.Files)
	}
	if pdf, err := d.blobs.Get(context.Background(), town, m.Files[1].Source); err != nil || !strings.HasPrefix(string(pdf), "%PDF") {
		t.Errorf("%q, %v", pdf, err)
	}
	for _, word := range []string{"pat@example.org", "2X8", "contact back", "complaints@"} {
		if strings.Contains(d.logs.String(), word) {
			t.Errorf("the log has %q: %s", word, d.logs)
		}
	}
}

func onceOverRestarts(t *testing.T, s *dovecottest.Server) {
	d := watched(t, s, "restarts")
	s.DeliverNow("restarts", "a@example.org", mail("a@example.org", "one"))
	s.DeliverNow("restarts", "b@example.org", mail("b@example.org", "he hit me"))
	d.run()
	d.texts(2)
	if in := d.kept()[0]; !in.Urgent || in.Text != "he hit me" {
		t.Errorf("danger is not first: %+v", in)
	}
	d.stop()
	s.DeliverNow("restarts", "c@example.org", mail("c@example.org", "three"))
	s.DeliverNow("restarts", "a@example.org", mail("a@example.org", "one")) // the sender's server sent it twice
	s.DeliverNow("restarts", "complaints@heard.test", mail("complaints@heard.test", "our own reply"))
	d.run()
	s.DeliverNow("restarts", "d@example.org", mail("d@example.org", "four"))
	d.until("four", func() bool { return len(d.kept()) >= 4 })
	if got := d.texts(4); got["one"] != 1 || got["three"] != 1 || got["our own reply"] != 0 {
		t.Errorf("%v", got)
	}
}

func kicked(t *testing.T, s *dovecottest.Server) {
	d := watched(t, s, "kicked")
	d.run()
	s.DeliverNow("kicked", "a@example.org", mail("a@example.org", "before"))
	d.texts(1)
	d.until("connected", func() bool { return strings.Contains(s.Admin("who", "kicked"), "kicked") })
	s.Admin("kick", "kicked")
	d.until("noticed", func() bool { return strings.Contains(d.logs.String(), "cannot be read") })
	s.DeliverNow("kicked", "a@example.org", mail("a@example.org", "after"))
	d.texts(2)
	d.until("well again", func() bool { return d.watch.Trouble() == nil })
}

func renumbered(t *testing.T, s *dovecottest.Server) {
	d := watched(t, s, "renumbered")
	for _, text := range []string{"one", "two", "three"} {
		s.DeliverNow("renumbered", "a@example.org", mail("a@example.org", text))
	}
	d.run()
	d.texts(3)
	d.stop()
	s.DeliverNow("renumbered", "a@example.org", mail("a@example.org", "four"))
	s.Admin("mailbox", "update", "-u", "renumbered", "--uid-validity", "77", "INBOX")
	d.run()
	s.DeliverNow("renumbered", "a@example.org", mail("a@example.org", "five"))
	if got := d.texts(5); got["one"] != 1 || got["four"] != 1 || got["five"] != 1 {
		t.Errorf("%v", got)
	}
	if !strings.Contains(d.logs.String(), "numbers its mails anew") {
		t.Errorf("it was not renumbered: %s", d.logs)
	}
}

func expunged(t *testing.T, s *dovecottest.Server) {
	d := watched(t, s, "expunged")
	for _, text := range []string{"one", "two", "three"} {
		s.DeliverNow("expunged", "a@example.org", mail("a@example.org", text))
	}
	s.Admin("expunge", "-u", "expunged", "mailbox", "INBOX", "uid", "2")
	d.run()
	d.texts(2)
	s.Admin("expunge", "-u", "expunged", "mailbox", "INBOX", "all")
	s.DeliverNow("expunged", "a@example.org", mail("a@example.org", "four"))
	if got := d.texts(3); got["two"] != 0 || got["four"] != 1 {
		t.Errorf("%v", got)
	}
}

func silent(t *testing.T, s *dovecottest.Server) {
	proxy := newLink(t, s.IMAPS)
	url, roots := imaps(s, proxy.port(), "silent")
	d := newDesk(t, url, roots)
	d.o.IdleFor, d.o.Quiet = 200*time.Millisecond, 500*time.Millisecond
	d.run()
	s.DeliverNow("silent", "a@example.org", mail("a@example.org", "before"))
	d.texts(1)
	proxy.silence(true)
	s.DeliverNow("silent", "a@example.org", mail("a@example.org", "after"))
	d.until("noticed", func() bool { return strings.Contains(d.logs.String(), "fallen silent") })
	proxy.silence(false)
	d.texts(2)
}

func untrusted(t *testing.T, s *dovecottest.Server) {
	for _, url := range []string{
		fmt.Sprintf("imaps://untrusted@localhost:%d/INBOX", s.IMAPS),
		fmt.Sprintf("imaps://untrusted@localhost:%d/INBOX", s.IMAP), // no TLS there at all
	} {
		d := newDesk(t, url, &tls.Config{})
		d.run()
		d.until("noticed", func() bool { return strings.Contains(d.logs.String(), `"connect: tls: `) })
		d.stop()
		if strings.Contains(s.Log(), "user=<untrusted>, method=PLAIN") {
			t.Error("the password was sent")
		}
	}
}

func wrongPassword(t *testing.T, s *dovecottest.Server) {
	d := watched(t, s, "wrong")
	s.DeliverNow("wrong", "a@example.org", mail("a@example.org", "one"))
	d.o.Password = "not it"
	d.run()
	d.until("noticed", func() bool { return d.watch.Trouble() != nil })
	if got := d.watch.Trouble().Error(); !strings.Contains(got, "HEARD_MAIL_PASSWORD") {
		t.Errorf("it says %q", got)
	}
	if strings.Contains(d.logs.String(), "not it") {
		t.Errorf("the log has the password: %s", d.logs)
	}
	d.stop()
	d.o.Password = dovecottest.Password
	d.run()
	d.texts(1)
}

func tooLarge(t *testing.T, s *dovecottest.Server) {
	d := watched(t, s, "large")
	d.o.MaxSize = 100_000
	s.DeliverNow("large", "a@example.org", mail("a@example.org", strings.Repeat("All of it. ", 20_000)))
	s.DeliverNow("large", "a@example.org", mail("a@example.org", "small"))
	d.run()
	d.until("two", func() bool { return len(d.kept()) == 2 })
	for _, m := range d.kept() {
		if large := m.Text != "small"; m.Mail.Cut != large || large && m.Mail.Raw.Size != 100_000 {
			t.Errorf("cut %v, raw of %d bytes", m.Mail.Cut, m.Mail.Raw.Size)
		}
	}
}

func many(t *testing.T, s *dovecottest.Server) {
	const n = 300
	user := "many"
	var mails [][]byte
	for i := range n {
		mails = append(mails, mail(fmt.Sprintf("a%d@example.org", i), fmt.Sprintf("mail %d", i)))
	}
	s.DeliverNow(user, "a@example.org", mails...)
	d := watched(t, s, user)
	var heard atomic.Int64
	d.o.Received = func() { heard.Add(1) }
	d.run()
	d.until("all", func() bool { return heard.Load() == n })
	d.texts(n)
}

func untouched(t *testing.T, s *dovecottest.Server) {
	s.DeliverNow("untouched", "a@example.org", mail("a@example.org", "one"))
	before := s.Admin("fetch", "-u", "untouched", "uid flags", "mailbox", "INBOX")
	d := watched(t, s, "untouched")
	d.run()
	d.texts(1)
	if after := s.Admin("fetch", "-u", "untouched", "uid flags", "mailbox", "INBOX"); after != before || strings.Contains(after, "Seen") {
		t.Errorf("before %q, after %q", before, after)
	}
}

func TestTheServerIsRestarted(t *testing.T) {
	t.Parallel()
	s := dovecottest.Start(t)
	d := watched(t, s, "restarted")
	d.run()
	s.DeliverNow("restarted", "a@example.org", mail("a@example.org", "before"))
	d.texts(1)
	s.Stop()
	d.until("noticed", func() bool { return d.watch.Trouble() != nil })
	s.Run()
	s.DeliverNow("restarted", "a@example.org", mail("a@example.org", "after"))
	d.texts(2)
}
