package twilio_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"heard/casework"
	"heard/intake/twilio"
	"heard/store"
)

func TestAMessageIsTakenInAsItCame(t *testing.T) {
	t.Parallel()
	const media = "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/MM5f0c1d2e3a4b5c6d7e8f9a0b1c2d3e4f/Media/"
	sms := store.Inbound{From: "sms:+447700900101", To: "+447400000001", Provider: "SM5f0c1d2e3a4b5c6d7e8f9a0b1c2d3e4f"}
	whatsApp := store.Inbound{From: "whatsapp:+447700900102", To: "+447400000002", Provider: sms.Provider}
	with := func(in store.Inbound, text string, files ...casework.File) store.Inbound {
		in.Council, in.Account, in.At, in.Text = "town", "AC1", noon, text
		for i := range files {
			files[i].At = noon
			in.Provider = "MM" + in.Provider[2:]
		}
		in.Files = files
		return in
	}
	place := with(whatsApp, "", casework.File{Name: "place", Type: "application/geo", Source: "geo:50.72,-1.88"})
	place.Provider = whatsApp.Provider
	short := with(sms, "hello")
	short.From = "sms:61234"
	for name, want := range map[string]store.Inbound{
		"sms": with(sms, "My social worker Zoë won’t call back 😔 & I asked 3+ times = 100%"),
		"mms": with(sms, "", casework.File{Name: "picture", Type: "image/jpeg", Source: media + "ME1"},
			casework.File{Name: "contact card", Type: "text/x-vcard", Source: media + "ME2"}),
		"whatsapp-voice":  with(whatsApp, "", casework.File{Name: "voice note", Type: "audio/ogg", Source: media + "ME3"}),
		"whatsapp-button": with(whatsApp, "Talk to a person"),
		"whatsapp-place":  place,
		"short-code":      short,
		"blank":           with(sms, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := &inbox{}
			w := post(door(t, kept, nil), request("/twilio/town/message", form(t, name), token))
			if w.Code != http.StatusOK || w.Body.String() != "<Response/>" || w.Header().Get("Content-Type") != "text/xml" {
				t.Fatalf("answered %d %q %q", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			if diff := cmp.Diff([]store.Inbound{want}, kept.got, cmpopts.IgnoreUnexported(store.Inbound{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The order of the answers is what the outside relies on: of two things that
// are wrong the first of this list is told.
func TestWhatIsWrongIsToldInOrder(t *testing.T) {
	t.Parallel()
	good := form(t, "sms")
	long := good + "&Long=" + strings.Repeat("x", 64<<10-len(good)-len("&Long="))
	elsewhere := strings.Replace(good, "To=%2B447400000001", "To=%2B447400000009", 1)
	for _, c := range []struct {
		name string
		path string
		body string
		with string
		fail error
		want int
	}{
		{"more than 64 kB", "/twilio/nowhere/message", long + "y", "", nil, 413},
		{"64 kB", "/twilio/town/message", long, token, nil, 200},
		{"an unknown council", "/twilio/nowhere/message", "", "", nil, 404},
		{"no council", "/twilio//message", good, token, nil, 404},
		{"an empty body", "/twilio/town/message", "", token, nil, 400},
		{"no MessageSid", "/twilio/town/message", strings.Replace(good, "&MessageSid=SM", "&Message_Sid=SM", 1), "", nil, 400},
		{"an empty MessageSid", "/twilio/town/message", "From=1&To=2&MessageSid=", "", nil, 400},
		{"no From", "/twilio/town/message", "MessageSid=1&To=2", "", nil, 400},
		{"no To", "/twilio/town/message", "MessageSid=1&From=2", "", nil, 400},
		{"a repeated key", "/twilio/town/message", good + "&Body=EVIL", token, nil, 400},
		{"a repeated key we do not know", "/twilio/town/message", good + "&New=1&New=1", token, nil, 400},
		{"a repeated key in other letters", "/twilio/town/message", good + "&%42ody=EVIL", token, nil, 400},
		{"a bad escape", "/twilio/town/message", good + "&New=%zz", token, nil, 400},
		{"an escape cut off", "/twilio/town/message", good + "&New=%4", token, nil, 400},
		{"JSON", "/twilio/town/message", `{"MessageSid":"SM1"}`, token, nil, 400},
		{"no signature", "/twilio/town/message", elsewhere, "", nil, 403},
		{"another's signature", "/twilio/town/message", good, "another", nil, 403},
		{"a signature for another council", "/twilio/city/message", good, token, nil, 403},
		{"the next token", "/twilio/town/message", good, next, nil, 200},
		{"a number that is not ours", "/twilio/town/message", elsewhere, token, store.ErrAway, 404},
		{"our number on the other channel", "/twilio/town/message", strings.Replace(good, "To=%2B", "To=whatsapp%3A%2B", 1), token, nil, 404},
		{"the store is away", "/twilio/town/message", good, token, store.ErrAway, 503},
		{"the store breaks", "/twilio/town/message", good, token, errors.New("disk full"), 503},
		{"seen before", "/twilio/town/message", good, token, store.ErrSeen, 200},
		{"a parameter we do not know", "/twilio/town/message", good + "&Brand%20New=Z%C3%B6e", token, nil, 200},
		{"a query", "/twilio/town/message?a=b%20c&d", good, token, nil, 200},
		{"voice", "/twilio/town/voice", good, token, nil, 404},
		{"no hook", "/twilio/town", good, token, nil, 404},
		{"more path", "/twilio/town/message/x", good, token, nil, 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			kept := &inbox{fail: c.fail}
			h := door(t, kept, func(o *twilio.Options) {
				o.Councils["city"] = twilio.Council{Token: "city"}
			})
			w := post(h, request(c.path, c.body, c.with))
			if w.Code != c.want {
				t.Errorf("answered %d (%s), want %d", w.Code, w.Body, c.want)
			}
			if stored := len(kept.got) > 0; stored != (c.want == 200 && c.fail == nil) {
				t.Errorf("stored: %v", stored)
			}
		})
	}
}

func TestOnlyPosted(t *testing.T) {
	t.Parallel()
	r := request("/twilio/town/message", form(t, "sms"), token)
	r.Method = http.MethodGet
	if w := post(door(t, &inbox{}, nil), r); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("answered %d", w.Code)
	}
}

// What a request says of its own address is not believed.
func TestHeadersDoNotMoveTheAddress(t *testing.T) {
	t.Parallel()
	r := request("/twilio/town/message", form(t, "sms"), "")
	r.Host = "evil.example"
	r.Header.Set("X-Forwarded-Host", "evil.example")
	r.Header.Set("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	if w := post(door(t, &inbox{}, nil), r); w.Code != http.StatusForbidden {
		t.Errorf("answered %d", w.Code)
	}
	r = request("/twilio/town/message", form(t, "sms"), token)
	r.Host = "10.0.0.7:8080"
	if w := post(door(t, &inbox{}, nil), r); w.Code != http.StatusOK {
		t.Errorf("behind a proxy: answered %d", w.Code)
	}
}

func TestAMessageIsTakenInOnce(t *testing.T) {
	t.Parallel()
	kept, woken := &inbox{}, 0
	h := door(t, kept, func(o *twilio.Options) { o.Received = func() { woken++ } })
	for range 3 {
		if w := post(h, request("/twilio/town/message", form(t, "sms"), token)); w.Code != http.StatusOK || w.Body.String() != "<Response/>" {
			t.Errorf("answered %d %s", w.Code, w.Body)
		}
	}
	if c := h.Counts(); len(kept.got) != 1 || woken != 1 || c["accepted"] != 1 || c["repeated"] != 2 || c["malformed"] != 0 {
		t.Errorf("kept %d, woke %d times, counted %v", len(kept.got), woken, c)
	}
}

func TestDangerIsHeardAtTheDoor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		urgent func(string) bool
		want   bool
	}{
		"heard":          {func(text string) bool { return strings.Contains(text, "Zoë") }, true},
		"not heard":      {func(string) bool { return false }, false},
		"nobody listens": {nil, false},
		"it breaks down": {func(string) bool { panic("no words") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := &inbox{}
			h := door(t, kept, func(o *twilio.Options) { o.Urgent = c.urgent })
			post(h, request("/twilio/town/message", form(t, "sms"), token))
			if len(kept.got) != 1 || kept.got[0].Urgent != c.want {
				t.Errorf("kept %+v", kept.got)
			}
		})
	}
}

// A store that does not answer is told to Twilio within a second.
func TestAStuckStoreIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		w := post(door(t, &inbox{wait: true}, nil), request("/twilio/town/message", form(t, "sms"), token))
		if took := time.Since(began); w.Code != http.StatusServiceUnavailable || took >= time.Second {
			t.Errorf("answered %d after %s", w.Code, took)
		}
	})
}

func TestNewRefusesADoorThatIsOpenToAll(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]twilio.Options{
		"no store":      {PublicURL: public},
		"no public_url": {Store: &inbox{}},
		"no token":      {Store: &inbox{}, PublicURL: public, Councils: map[string]twilio.Council{"town": {Next: next}}},
	} {
		if _, err := twilio.New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
