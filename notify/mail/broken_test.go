package mail_test

import (
	"bufio"
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"heard/notify/mail"
)

// moments are where a line can break, in the order of a conversation, with what
// is known then.
var moments = []struct {
	name, code string
	unknown    bool
}{
	{"greeting", "no_greeting", false},
	{"EHLO", "no_greeting", false},
	{"AUTH", "no_login", false},
	{"MAIL", "no_sender", false},
	{"RCPT", "no_recipient", false},
	{"DATA", "no_data", false},
	{".", "no_answer", true},
}

// breaks is a server that does what it should until a moment, and then falls
// silent or hangs up.
func breaks(t *testing.T, at string, silent bool) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go converse(t.Context(), conn, at, silent)
		}
	}()
	return l.Addr().String()
}

func converse(ctx context.Context, conn net.Conn, at string, silent bool) {
	defer conn.Close()
	fail := func() {
		if silent {
			<-ctx.Done()
		}
	}
	if at == "greeting" {
		fail()
		return
	}
	conn.Write([]byte("220 mx.example ESMTP\r\n"))
	lines, body := bufio.NewScanner(conn), false
	for lines.Scan() {
		command := strings.ToUpper(strings.SplitN(strings.SplitN(lines.Text(), " ", 2)[0], ":", 2)[0])
		if body && command != "." {
			continue
		}
		if command == at {
			fail()
			return
		}
		body = command == "DATA"
		conn.Write([]byte(map[string]string{
			"EHLO": "250-mx.example\r\n250 AUTH PLAIN\r\n", "AUTH": "235 2.7.0 yes\r\n", "DATA": "354 go on\r\n", "QUIT": "221 bye\r\n",
		}[command]))
		if !strings.Contains("EHLO AUTH DATA QUIT", command) {
			conn.Write([]byte("250 2.0.0 ok\r\n"))
		}
		if command == "QUIT" {
			return
		}
	}
}

func TestALineMayBreakAtAnyMoment(t *testing.T) {
	t.Parallel()
	for _, m := range moments {
		for how, silent := range map[string]bool{"silence": true, "cut": false} {
			t.Run(m.name+" "+how, func(t *testing.T) {
				t.Parallel()
				p := provider(t, "plain", breaks(t, m.name, silent), nil, func(o *mail.Options) {
					o.Timeouts = mail.Timeouts{Command: 100 * time.Millisecond, Send: 400 * time.Millisecond}
				})
				e := failure(t, p, text())
				if e.Code != m.code || e.Unknown != m.unknown || e.Temporary == m.unknown || e.Hint == "" {
					t.Errorf("%+v: %v", e, e)
				}
				if want := map[bool]string{true: "no answer in time", false: "the line was cut"}[silent]; !strings.Contains(e.Error(), want) {
					t.Errorf("%v does not say %q", e, want)
				}
			})
		}
	}
}

func TestALongGoodbyeDoesNotMatter(t *testing.T) {
	t.Parallel()
	p := provider(t, "plain", breaks(t, "QUIT", true), nil, func(o *mail.Options) {
		o.Timeouts = mail.Timeouts{Command: 100 * time.Millisecond}
	})
	if _, err := p.Send(t.Context(), text()); err != nil {
		t.Error(err)
	}
}

func TestAServerThatDripsIsLeft(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for range tick.C {
			if _, err := conn.Write([]byte("220-still here\r\n")); err != nil {
				return
			}
		}
	}()
	p := provider(t, "plain", l.Addr().String(), nil, func(o *mail.Options) {
		o.Timeouts = mail.Timeouts{Command: 200 * time.Millisecond, Send: time.Second}
	})
	start := time.Now()
	if e := failure(t, p, text()); e.Code != "no_greeting" || time.Since(start) > 10*time.Second {
		t.Errorf("%+v after %s", e, time.Since(start))
	}
}

func TestAContextEndsIt(t *testing.T) {
	t.Parallel()
	p := provider(t, "plain", breaks(t, "MAIL", true), nil)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := p.Send(ctx, text()); err == nil || !strings.Contains(err.Error(), "no answer in time") {
		t.Error(err)
	}
}

func TestNobodyIsThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	e := failure(t, provider(t, "smtp", l.Addr().String(), nil), text())
	if e.Code != "unreachable" || !e.Temporary || !e.Operator || e.Unknown {
		t.Errorf("%+v", e)
	}
	if ids, err := provider(t, "smtp", l.Addr().String(), nil).Find(t.Context(), text(), moment); len(ids) != 0 || err != nil {
		t.Errorf("found %v, %v", ids, err)
	}
}
