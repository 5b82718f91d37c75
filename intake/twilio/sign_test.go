package twilio_test

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"

	"heard/intake/twilio"
)

// Twilio's own validator is the judge of our signatures, and of whether the
// door believes the same as it does.
func TestSignaturesAreTwiliosOwn(t *testing.T) {
	t.Parallel()
	judge := client.NewRequestValidator(token)
	for _, query := range []string{"", "?part=0123abcd", "?a=b%20c&d=%C3%AB", "?x=1+2&y", "?"} {
		for _, name := range []string{"sms", "mms", "whatsapp-voice", "whatsapp-button", "whatsapp-place", "short-code", "blank"} {
			body := form(t, name)
			values, err := url.ParseQuery(body)
			if err != nil {
				t.Fatal(err)
			}
			path := "/twilio/town/message" + query
			flat := map[string]string{}
			for k := range values {
				flat[k] = values.Get(k)
			}
			if !judge.Validate(public+path, flat, twilio.Sign(token, public+path, values)) {
				t.Errorf("%s%s: Twilio would not have signed it so", name, query)
			}
			if w := post(door(t, &inbox{}, nil), request(path, body, token)); w.Code != 200 {
				t.Errorf("%s%s: answered %d", name, query, w.Code)
			}
		}
	}
}

// Random forms with every kind of character agree with the judge too.
func TestRandomFormsAgreeWithTwilio(t *testing.T) {
	t.Parallel()
	judge := client.NewRequestValidator(token)
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aZ09 &=+%;#?/\\\"'\n\t\x00éß€😀𝒵~*.-_")
	word := func() string {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteRune(alphabet[r.IntN(len(alphabet))])
		}
		return b.String()
	}
	for range 500 {
		values, flat := url.Values{}, map[string]string{"MessageSid": "SM1", "From": "+1", "To": "+447400000001"}
		for range r.IntN(30) {
			flat["k"+word()] = word()
		}
		for k, v := range flat {
			values.Set(k, v)
		}
		path := "/twilio/town/message?q=" + url.QueryEscape(word())
		signature := twilio.Sign(token, public+path, values)
		if !judge.Validate(public+path, flat, signature) {
			t.Fatalf("Twilio would not have signed %q so", flat)
		}
		q := request(path, values.Encode(), "")
		q.Header.Set("X-Twilio-Signature", signature)
		if w := post(door(t, &inbox{}, nil), q); w.Code != 200 {
			t.Fatalf("answered %d to %q", w.Code, flat)
		}
	}
}
