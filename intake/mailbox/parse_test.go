package mailbox_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/intake/mailbox"
)

var update = flag.Bool("update", false, "write what is read from testdata/mail as what is wanted")

func eml(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "mail", name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// The mails in testdata have the shapes of real mailers. What is to be read of
// each stands beside it and was checked by eye.
func TestMailsOfRealShapes(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join("testdata", "mail", "*.eml"))
	if err != nil || len(names) < 25 {
		t.Fatalf("%d mails, %v", len(names), err)
	}
	for _, path := range names {
		name := strings.TrimSuffix(filepath.Base(path), ".eml")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			enc := json.NewEncoder(&got)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "\t")
			if err := enc.Encode(mailbox.Summarise(name+".eml", mailbox.Parse(eml(t, name)))); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(path, ".eml") + ".json"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A mail reads the same whichever line ends it came with.
func TestLineEndsDoNotMatter(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"gmail-web-top", "outlook-desktop", "dsn-postfix", "thunderbird-bottom"} {
		raw := eml(t, name)
		want := mailbox.Summarise("", mailbox.Parse(raw))
		for _, end := range []string{"\r\n", "\r"} {
			got := mailbox.Summarise("", mailbox.Parse(bytes.ReplaceAll(raw, []byte("\n"), []byte(end))))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s with %q: %s", name, end, diff)
			}
		}
	}
}

func TestTheEnvelope(t *testing.T) {
	t.Parallel()
	m := mailbox.Parse(eml(t, "gmail-web-top"))
	if m.MessageID != "CAF+x1@mail.example.org" || m.InReplyTo != "one.2027@council.example.org" || len(m.References) != 1 {
		t.Errorf("ids %q, %q, %q", m.MessageID, m.InReplyTo, m.References)
	}
	if m.Name != "Dawn" || m.From != "dawn@example.org" || len(m.To) != 1 || m.To[0] != "complaints@council.example.org" {
		t.Errorf("%q %q to %q", m.Name, m.From, m.To)
	}
	if want := time.Date(2027, 1, 13, 10, 2, 11, 0, time.UTC); !m.Received.Equal(want) {
		t.Errorf("received %s, want the top line's %s", m.Received, want)
	}
	if want := time.Date(2027, 1, 13, 10, 2, 8, 0, time.UTC); !m.Date.Equal(want) {
		t.Errorf("dated %s", m.Date)
	}
}

func TestAMissingIDIsMadeFromTheMail(t *testing.T) {
	t.Parallel()
	a, b := mailbox.Parse([]byte("From: a@example.org\n\none")), mailbox.Parse([]byte("From: a@example.org\n\ntwo"))
	if a.MessageID == "" || a.MessageID == b.MessageID || a.MessageID != mailbox.Parse([]byte("From: a@example.org\n\none")).MessageID {
		t.Errorf("%q, %q", a.MessageID, b.MessageID)
	}
}

// Two deliveries of one mail differ in what the servers wrote above it.
func TestTheBodySumOutlivesTheWay(t *testing.T) {
	t.Parallel()
	raw := eml(t, "apple-mail")
	a, b := mailbox.Parse(raw), mailbox.Parse(append([]byte("Delivered-To: other@council.example.org\n"), raw...))
	if a.Sum == b.Sum || a.BodySum != b.BodySum {
		t.Errorf("%s, %s", a.BodySum, b.BodySum)
	}
}

func TestWhatABounceIsAbout(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"dsn-postfix": "one.2027@council.example.org", "dsn-delayed": "two.2027@council.example.org",
		"ndr-exchange": "three.2027@council.example.org", "bounce-dovecot": "five.2027@council.example.org",
	} {
		if m := mailbox.Parse(eml(t, name)); m.Bounce == nil || m.Bounce.Original != want {
			t.Errorf("%s: %+v", name, m.Bounce)
		}
	}
}
