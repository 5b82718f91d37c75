package mail_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"heard/notify/mail"
)

// config has OpenSMTPD take mail for example.org alone, and pass it on to a
// server of the test. There is no TLS: Debian's OpenSMTPD 6.8 cannot serve it
// since OpenSSL 3 (its issue 1171). The other tests have TLS.
const config = `listen on 127.0.0.1 port %s hostname mx.example
action "on" relay host "smtp://%s"
match from any for domain "example.org" action "on"
`

// apart starts the server in a namespace of its own where that is allowed: its
// queue and its socket have fixed places, and another may be running.
const apart = `mount -t tmpfs none /var/spool 2>/dev/null; mount -t tmpfs none /run 2>/dev/null; exec smtpd -d -f "$0"`

func TestARealServerTakesAMail(t *testing.T) {
	if _, err := exec.LookPath("smtpd"); err != nil || os.Getuid() != 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("OpenSMTPD is not here, or this is not root: see NEEDS in the Makefile")
		}
		t.Skip("OpenSMTPD is not here, or this is not root")
	}
	next := serve(t, "plain") // where it passes mail on to
	nobody := func(o *mail.Options) { o.SMTP.User, o.Password = nil, "" }
	at := openSMTPD(t, next.address)
	p := provider(t, "plain", at, nil, nobody)
	id, err := p.Send(t.Context(), text())
	if err != nil {
		t.Fatal(err)
	}
	got := parse(t, waitFor(t, next))
	want := text()
	if got.head["message-id"] != "<"+id+">" || got.head["subject"] != want.Subject || got.text != want.Body+"\n" {
		t.Errorf("%v %q", got.head, got.text)
	}
	x := text()
	x.To = "email:eve@elsewhere.example"
	if e := failure(t, p, x); e.Temporary || e.Code[0] != '5' || e.Hint == "" {
		t.Errorf("another's mail: %+v", e)
	}
	if e := failure(t, provider(t, "smtp", at, nil, nobody), text()); e.Code != "no_tls" {
		t.Errorf("there is no STARTTLS: %+v", e)
	}
	if e := failure(t, provider(t, "plain", at, nil), text()); e.Code != "no_login" || !e.Operator {
		t.Errorf("there is no AUTH: %+v", e)
	}
}

// waitFor gives the first mail as soon as it was passed on.
func waitFor(t *testing.T, s *server) []byte {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); <-tick.C {
		if got := s.got(); len(got) > 0 {
			return got[0].body
		}
	}
	t.Fatal("it was not passed on")
	return nil
}

// openSMTPD starts the server, waits until it answers, and stops it with the
// test.
func openSMTPD(t *testing.T, next string) (at string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at = l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(at)
	file := filepath.Join(t.TempDir(), "smtpd.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, config, port, next), 0o600); err != nil {
		t.Fatal(err)
	}
	command := []string{"unshare", "--mount", "sh", "-c", apart, file}
	if exec.Command("unshare", "--mount", "true").Run() != nil {
		command = []string{"smtpd", "-d", "-f", file}
	}
	run(t, at, command)
	return at
}

func run(t *testing.T, at string, command []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		c.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		if conn, err := net.Dial("tcp", at); err == nil {
			conn.Close()
			return
		}
		<-tick.C
	}
	t.Fatal("OpenSMTPD did not start")
}
