package mailbox_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"heard/intake/mailbox"
)

// Whatever a stranger sends, Parse returns, and what it returns can be kept.
func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("testdata", "mail", "*.eml"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(nil))
	f.Add([]byte("\n\n"))
	f.Add([]byte(":"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := mailbox.Parse(raw)
		whole(t, m)
	})
}

// whole checks what holds of every mail that was read.
func whole(t *testing.T, m mailbox.Mail) {
	t.Helper()
	for name, s := range map[string]string{
		"text": m.Text, "hidden": m.Hidden, "subject": m.Subject, "from": m.From, "name": m.Name, "id": m.MessageID, "answers": m.InReplyTo,
	} {
		if !utf8.ValidString(s) {
			t.Errorf("the %s is not UTF-8: %q", name, s)
		}
	}
	if m.MessageID == "" || m.Class == "" || strings.ContainsAny(m.Subject+m.From+m.Name, "\r\n\x00") {
		t.Errorf("id %q, class %q, subject %q, from %q, name %q", m.MessageID, m.Class, m.Subject, m.From, m.Name)
	}
	if (m.Class == mailbox.Bounce) != (m.Bounce != nil) {
		t.Errorf("class %q with %+v", m.Class, m.Bounce)
	}
	for _, f := range m.Files {
		if f.Name == "" || len(f.Name) > 120 || !utf8.ValidString(f.Name) || strings.ContainsAny(f.Name, "/\\\r\n\x00") || strings.HasPrefix(f.Name, ".") {
			t.Errorf("a file is named %q", f.Name)
		}
	}
}

// bombs are mails of any size that are meant to take long.
var bombs = map[string]func(n int) []byte{
	"parts in parts without an end": func(n int) []byte {
		var b bytes.Buffer
		for i := range n / 60 {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return b.Bytes()
	},
	"one boundary for all": func(n int) []byte {
		return after("Content-Type: multipart/mixed; boundary=b\n\n", bytes.Repeat([]byte("--b\nContent-Type: multipart/mixed; boundary=b\n\n"), n/48))
	},
	"a million parts": func(n int) []byte {
		return after("Content-Type: multipart/mixed; boundary=b\n\n", bytes.Repeat([]byte("--b\n\nx\n"), n/7))
	},
	"mails in mails": func(n int) []byte {
		return bytes.Repeat([]byte("Content-Type: message/rfc822\n\n"), n/31)
	},
	"one header line":   func(n int) []byte { return after("Subject: ", bytes.Repeat([]byte("x "), n/2)) },
	"many header lines": func(n int) []byte { return bytes.Repeat([]byte("X: y\n"), n/5) },
	"folded for ever":   func(n int) []byte { return after("To: a@b", bytes.Repeat([]byte(",\n a@b"), n/6)) },
	"open addresses":    func(n int) []byte { return after("From: ", bytes.Repeat([]byte("<(\""), n/3)) },
	"encoded words":     func(n int) []byte { return after("Subject: ", bytes.Repeat([]byte("=?utf-8?q?x?= "), n/14)) },
	"deep HTML":         func(n int) []byte { return after(htmlHead, bytes.Repeat([]byte("<div><blockquote><ul>"), n/21)) },
	"wrong HTML":        func(n int) []byte { return after(htmlHead, bytes.Repeat([]byte("<p <b </i x='"), n/13)) },
	"attributes":        func(n int) []byte { return after(htmlHead+"<p", bytes.Repeat([]byte(" a=b"), n/4)) },
	"quotes":            func(n int) []byte { return after(plainHead, bytes.Repeat([]byte("> > x\n"), n/6)) },
	"signatures":        func(n int) []byte { return after(plainHead, bytes.Repeat([]byte("-- \n--\n> x\n"), n/11)) },
	"short signatures":  func(n int) []byte { return after(plainHead, bytes.Repeat([]byte("--\n"), n/3)) },
	"attributions": func(n int) []byte {
		return after(plainHead, bytes.Repeat([]byte("On 1 at 10:00 a@b wrote:\n\n"), n/26))
	},
	"half attributions":  func(n int) []byte { return after(plainHead, bytes.Repeat([]byte("On the day\n"), n/11)) },
	"half header blocks": func(n int) []byte { return after(plainHead, bytes.Repeat([]byte("From: x\nx\n"), n/10)) },
	"one line":           func(n int) []byte { return after(plainHead, bytes.Repeat([]byte("On a wrote "), n/11)) },
	"blank lines":        func(n int) []byte { return after(plainHead, bytes.Repeat([]byte("\n"), n)) },
	"base64 junk": func(n int) []byte {
		return after("Content-Transfer-Encoding: base64\n\n", bytes.Repeat([]byte("=*A"), n/3))
	},
	"report without end": func(n int) []byte {
		return after("Content-Type: message/delivery-status\n\n", bytes.Repeat([]byte("A: b\n\n"), n/6))
	},
	"references": func(n int) []byte { return after("References: ", bytes.Repeat([]byte("<a@b> "), n/6)) },
}

const (
	htmlHead  = "From: a@example.org\nContent-Type: text/html\n\n"
	plainHead = "From: a@example.org\nIn-Reply-To: <x@y>\n\n"
)

func after(head string, body []byte) []byte { return append([]byte(head), body...) }

// Nothing costs more than in proportion to its size. Each of these takes well
// under a second, even on a busy machine; anything that grows with the square
// of its lines would take minutes.
func TestNoMailTakesLong(t *testing.T) {
	t.Parallel()
	const size, limit = 256 << 10, 8 * time.Second
	for name, bomb := range bombs {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			whole(t, mailbox.Parse(bomb(size)))
			if took := time.Since(start); took > limit {
				t.Errorf("%v for %d kB", took, size>>10)
			}
		})
	}
}
