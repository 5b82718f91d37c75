package mail_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	"github.com/google/go-cmp/cmp"

	"heard/casework"
	"heard/notify"
	"heard/notify/mail"
)

// read is a mail as a mail client reads it.
type read struct {
	head  map[string]string
	names []string
	text  string
	html  string
}

func parse(t *testing.T, raw []byte) read {
	t.Helper()
	m, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	r := read{head: map[string]string{}}
	for f := m.Header.Fields(); f.Next(); {
		value, err := f.Text()
		if err != nil {
			t.Fatalf("%s: %v", f.Key(), err)
		}
		r.head[strings.ToLower(f.Key())] = value
		r.names = append(r.names, strings.ToLower(f.Key()))
	}
	slices.Sort(r.names)
	parts := m.MultipartReader()
	if parts == nil {
		t.Fatal("it has no parts")
	}
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			return r
		} else if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		switch media, _, _ := p.Header.ContentType(); media {
		case "text/plain":
			r.text = strings.ReplaceAll(string(body), "\r\n", "\n")
		case "text/html":
			r.html = string(body)
		}
	}
}

// sent is what a provider makes of a text.
func sent(t *testing.T, x notify.Text, alter ...func(*mail.Options)) read {
	t.Helper()
	s := serve(t, "plain")
	p := provider(t, "plain", s.address, nil, alter...)
	if _, err := p.Send(t.Context(), x); err != nil {
		t.Fatal(err)
	}
	return parse(t, s.got()[0].body)
}

func TestAMailHasWhatItNeeds(t *testing.T) {
	t.Parallel()
	got := sent(t, text())
	delete(got.head, "content-type")
	want := map[string]string{
		"from": `"Hampshire County Council" <complaints@hants.example>`, "to": "<dawn@example.org>",
		"subject": "We have your message [HAM 2X8 K4]", "date": "Wed, 13 Jan 2027 09:30:00 +0000",
		"message-id":  "<00112233445566778899aabbccddeeff@hants.example>",
		"in-reply-to": "<second@example.org>", "references": "<first@example.org> <second@example.org>",
		"auto-submitted": "auto-replied", "x-auto-response-suppress": "DR, RN, NRN, OOF, AutoReply",
		"content-language": "en", "mime-version": "1.0",
	}
	if diff := cmp.Diff(want, got.head); diff != "" {
		t.Error(diff)
	}
	if got.text != "We have it.\n\nZoë will read it: £5.\n" {
		t.Errorf("text: %q", got.text)
	}
	if !strings.Contains(got.html, `<html lang="en">`) || !strings.Contains(got.html, "Zoë will read it: £5.</p>") {
		t.Errorf("html: %s", got.html)
	}
}

func TestWhatIsSaidUnaskedSaysSo(t *testing.T) {
	t.Parallel()
	x := text()
	x.Reply, x.Thread, x.Language = false, nil, "pl"
	got := sent(t, x)
	if got.head["auto-submitted"] != "auto-generated" || got.head["in-reply-to"]+got.head["references"] != "" {
		t.Errorf("%v", got.head)
	}
	if got.head["content-language"] != "pl" || !strings.Contains(got.html, `lang="pl"`) {
		t.Errorf("not in Polish: %v", got.head)
	}
}

func TestARepeatHasTheSameMessageID(t *testing.T) {
	t.Parallel()
	s := serve(t, "plain")
	p := provider(t, "plain", s.address, nil)
	other := text()
	other.Part = "ffffffffffffffffffffffffffffffff"
	var ids []string
	for _, x := range []notify.Text{text(), text(), other} {
		id, err := p.Send(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if ids[0] != ids[1] || ids[1] == ids[2] || parse(t, s.got()[1].body).head["message-id"] != "<"+ids[0]+">" {
		t.Error(ids)
	}
}

func TestNamesOfEveryKind(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "<complaints@hants.example>",
		"Bournemouth, Christchurch and Poole Council": `"Bournemouth, Christchurch and Poole Council" <complaints@hants.example>`,
		"Cyngor Môn":       "Cyngor Môn <complaints@hants.example>",
		`The "Team"`:       `"The \"Team\"" <complaints@hants.example>`,
		"Môn, Gwynedd <x>": "Môn, Gwynedd <x> <complaints@hants.example>",
	} {
		if got := sent(t, text(), func(o *mail.Options) { o.Name = name }).head["from"]; got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
}

func TestALongConversationFitsItsLine(t *testing.T) {
	t.Parallel()
	x := text()
	x.Thread = []string{"the-first@example.org", "with a gap", "in>jected", "é@example.org", ""}
	for range 100 {
		x.Thread = append(x.Thread, strings.Repeat("x", 40)+"@example.org")
	}
	x.Thread = append(x.Thread, "the-last@example.org")
	got := sent(t, x)
	refs := strings.Fields(got.head["references"])
	if refs[0] != "<the-first@example.org>" || refs[len(refs)-1] != "<the-last@example.org>" || len(refs) < 10 || len(got.head["references"]) > 980 {
		t.Errorf("%d: %v", len(refs), refs)
	}
	if got.head["in-reply-to"] != "<the-last@example.org>" {
		t.Error(got.head["in-reply-to"])
	}
	x.Subject = strings.Repeat("Zażółć ", 100)
	if got := []rune(sent(t, x).head["subject"]); len(got) > 120 || len(got) < 110 || got[len(got)-1] != '…' {
		t.Errorf("%d: %s", len(got), string(got))
	}
}

// FuzzHead looks for a field that brings a header of its own along.
func FuzzHead(f *testing.F) {
	f.Add("We have it", "dawn@example.org", "id@example.org", "Body")
	f.Add("a\r\nBcc: eve@example.org", "dawn@example.org\nBcc: e@x", "x@y>\r\nX: y", "\r\n.\r\nMAIL FROM:<x@y>\r\n")
	f.Add("=?utf-8?q?a=0D=0ABcc:_x?=", "\"a\r\nb\"@x", "<a>", "\x00")
	want := strings.Fields("auto-submitted content-language content-type date from in-reply-to message-id mime-version references subject to x-auto-response-suppress")
	f.Fuzz(func(t *testing.T, subject, to, thread, body string) {
		p := provider(t, "plain", "127.0.0.1:1", nil)
		x := text()
		x.Subject, x.To, x.Thread, x.Body = subject, casework.NewAddress(casework.Email, to), []string{"first@example.org", thread}, body
		raw, err := mail.Compose(p, x)
		if err != nil {
			return
		}
		got := parse(t, raw)
		if !slices.Equal(got.names, want) {
			t.Errorf("%q", got.names)
		}
		for line := range bytes.Lines(raw) {
			if len(line) > 1000 || bytes.Contains(bytes.TrimSuffix(line, []byte("\r\n")), []byte("\r")) {
				t.Errorf("%d bytes: %q", len(line), line)
			}
		}
	})
}
