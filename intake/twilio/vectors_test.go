package twilio_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"heard/intake/twilio"
)

// TestSignatureVectors keeps Twilio's own published examples, and what is on the
// edges. The others were worked out from the rule alone, by another program.
func TestSignatureVectors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, address string
		form          url.Values
		signature     string // with the token 12345
	}{
		{"Twilio's example in its manual", "https://mycompany.com/myapp.php?foo=1&bar=2",
			url.Values{"CallSid": {"CA1234567890ABCDE"}, "Digits": {"1234"}, "From": {"+12349013030"}, "To": {"+18005551212"}, "Caller": {"+12349013030"}},
			"0/KCTR6DLpKmkAf8muzZqo1nDgQ="},
		{"and in its libraries", "https://mycompany.com/myapp.php?foo=1&bar=2",
			url.Values{"CallSid": {"CA1234567890ABCDE"}, "Digits": {"1234"}, "From": {"+14158675309"}, "To": {"+18005551212"}, "Caller": {"+14158675309"}},
			"RSOYDt4T1cUTdK1PDd93/VVr8B8="},
		{"empty values", "https://heard.example.org/twilio/town/message",
			url.Values{"MessageSid": {"SM1"}, "From": {"+447700900123"}, "To": {"+447400000001"}, "Body": {""}, "FromCity": {""}},
			"l3YIhGVvWSp0WIHEFXSj9j/ESyw="},
		{"a port", "https://heard.example.org:8443/twilio/town/message",
			url.Values{"MessageSid": {"SM1"}, "From": {"+447700900123"}, "To": {"+447400000001"}, "Body": {"hi"}},
			"FvMnvu+P68Rgsqn8W51ESd4h/2k="},
		{"a query with an escape", "https://heard.example.org/twilio/town/status?part=0a%2F1b&x",
			url.Values{"MessageSid": {"SM1"}, "From": {"+447700900123"}, "To": {"+447400000001"}, "MessageStatus": {"sent"}},
			"5SrK6atevaIfJQqulWpFlqJs+WQ="},
		{"letters and pictures of every kind", "https://heard.example.org/twilio/town/message",
			url.Values{"MessageSid": {"SM1"}, "From": {"+447700900123"}, "To": {"+447400000001"}, "Body": {"Zoë łódź 😀 👨‍👩‍👧 £5 & more + 100% = \n“yes”"}},
			"+hPPzbrrBdGbfnpOYo0y7mT41qY="},
		{"capitals before small letters", "https://heard.example.org/twilio/town/message",
			url.Values{"MessageSid": {"SM1"}, "From": {"+447700900123"}, "To": {"+447400000001"}, "Body": {"1"}, "body": {"2"}, "Bodyguard": {"3"}, "_": {"4"}},
			"mLeGdBwRFyDO4IVWU/1yJatRvX8="},
		{"a value that looks like the next name", "https://heard.example.org/twilio/town/message",
			url.Values{"MessageSid": {"SM1"}, "From": {"+447700900123"}, "To": {"+447400000001"}, "Body": {"From+447700900124"}},
			"ruXveBHtcAvyGOzvBy2YpgNxDZw="},
	} {
		if got := twilio.Sign("12345", c.address, c.form); got != c.signature {
			t.Errorf("%s: signed %s, want %s", c.name, got, c.signature)
		}
		if c.form.Get("MessageSid") == "" {
			continue // the examples are calls to another address
		}
		if got := doorAt(t, c.address, c.form.Encode(), c.signature); got != 200 {
			t.Errorf("%s: the door answers %d", c.name, got)
		}
		if got := doorAt(t, c.address, c.form.Encode()+"&Extra=1", c.signature); got != 403 {
			t.Errorf("%s, and a field that was not signed: the door answers %d", c.name, got)
		}
	}
}

// TestWhatCannotBeSignedIsRefused: a name that stands there twice, of which other
// validators look at one; and JSON, which Twilio signs in another way and never
// posts for a message.
func TestWhatCannotBeSignedIsRefused(t *testing.T) {
	t.Parallel()
	const at = "https://heard.example.org/twilio/town/message"
	once := url.Values{"MessageSid": {"SM1"}, "From": {"+447700900123"}, "To": {"+447400000001"}, "Body": {"a"}}
	if got := doorAt(t, at, once.Encode()+"&Body=b", twilio.Sign("12345", at, once)); got != 400 {
		t.Errorf("a repeated name: the door answers %d", got)
	}
	if got := doorAt(t, at, once.Encode()+"&Body=a", twilio.Sign("12345", at, once)); got != 400 {
		t.Errorf("a repeated name and value: the door answers %d", got)
	}
	const json = `{"MessageSid":"SM1"}`
	const hashed = at + "?bodySHA256=5c5de0d8ee3d6dd2c2b5f0b1a8c5e6b1e1e7b4bd4b6e9a1f0d6d2a2b3c4d5e6f"
	if got := doorAt(t, hashed, json, twilio.Sign("12345", hashed, nil)); got != 400 {
		t.Errorf("JSON: the door answers %d", got)
	}
}

// doorAt posts a body to a door with a public address of its own.
func doorAt(t *testing.T, address, body, signature string) int {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	h, err := twilio.New(twilio.Options{
		Store: &inbox{}, PublicURL: u.Scheme + "://" + u.Host,
		Settle:   func(context.Context, string, string, string, string, string, time.Time) error { return nil },
		Councils: map[string]twilio.Council{"town": {Token: "12345", Numbers: []string{"+447400000001"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", u.RequestURI(), bytes.NewBufferString(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", signature)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}
