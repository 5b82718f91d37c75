package twilio_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"heard/intake/twilio"
)

// Whatever a stranger posts, the door stays up and takes nothing in that is
// not signed; whatever is signed and whole, it takes in as it was meant.
func FuzzDoor(f *testing.F) {
	for _, name := range []string{"sms", "mms", "whatsapp-voice", "blank", "status"} {
		f.Add("/twilio/town/message", form(f, name), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	}
	f.Add("/twilio/town/status?part=%zz", "MessageSid=1&MessageStatus=2&%", "")
	f.Add("/twilio//message", "&&=&=&+=%00", "\xff")
	f.Fuzz(func(t *testing.T, path, body, signature string) {
		if u, err := url.ParseRequestURI(path); err != nil || !strings.HasPrefix(path, "/") || u.Host != "" || strings.ContainsAny(path, " \r\n") {
			t.Skip()
		}
		kept := &inbox{}
		h := door(t, kept, nil)
		r := httptest.NewRequest("POST", path, strings.NewReader(body))
		r.Header["X-Twilio-Signature"] = []string{signature}
		if w := post(h, r); w.Code < 400 || len(kept.got) > 0 {
			t.Fatalf("unsigned, and answered %d", w.Code)
		}
		signed(t, h, kept, body)
	})
}

// signed posts a body with its right signature, if it can have one.
func signed(t *testing.T, h *twilio.Handler, kept *inbox, body string) {
	t.Helper()
	values, err := url.ParseQuery(body)
	w := post(h, request("/twilio/town/message", body, token))
	if err != nil || w.Code != 200 {
		return
	}
	got := kept.got[0]
	if got.Provider != values.Get("MessageSid") || values.Get("Body") != "" && got.Text != values.Get("Body") {
		t.Fatalf("took in %+v of %q", got, body)
	}
}
