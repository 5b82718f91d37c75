package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	notifytwilio "heard/notify/twilio"
)

func TestCheckTellsHowANumberIsToBeSetAtTheProvider(t *testing.T) {
	t.Parallel()
	const number, at = "+447400000001", "https://heard.example/twilio/town"
	for _, c := range []struct {
		name, answer string
		status       int
		wrong        bool
		says         []string
	}{
		{"all is set", `{"phone_number":"` + number + `","sms_url":"` + at + `/message#rc=5&rp=all","sms_fallback_url":"https://second.example/","voice_url":"` + at + `/voice"}`, 200, false, nil},
		{"as it comes", `{"phone_number":"` + number + `","sms_url":"https://demo.twilio.com/welcome/sms/reply/","sms_fallback_url":"","voice_url":"https://demo.twilio.com/"}`, 200, true,
			[]string{"posted elsewhere", "fallback", "whoever rings"}},
		{"posted once", `{"phone_number":"` + number + `","sms_url":"` + at + `/message","sms_fallback_url":"x","voice_url":"` + at + `/voice"}`, 200, false, []string{"#rc=5&rp=all"}},
		{"not ours", "", 200, false, []string{"not among the account's numbers; where it is, set messages to " + at + "/message#rc=5&rp=all"}},
		{"not to be read", "", 404, false, []string{"cannot be read; set messages to " + at + "/message#rc=5&rp=all"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("PhoneNumber") != number {
					t.Errorf("asked for %s", r.URL)
				}
				w.WriteHeader(c.status)
				fmt.Fprintf(w, `{"incoming_phone_numbers":[%s]}`, c.answer)
			}))
			defer api.Close()
			p, err := notifytwilio.New(notifytwilio.Options{Account: "AC1", Token: "t", APIBase: api.URL})
			if err != nil {
				t.Fatal(err)
			}
			h := &house{plan: plan{publicURL: "https://heard.example"}, providers: map[string]*notifytwilio.Provider{"town": p}}
			got := h.checkNumber(t.Context(), setup{name: "town"}, number, at)
			if len(got) != len(c.says) {
				t.Errorf("got %v", got)
			}
			wrong := false
			for i, f := range got {
				wrong = wrong || f.wrong
				if i < len(c.says) && !strings.Contains(f.text, c.says[i]) {
					t.Errorf("%q is not in %q", c.says[i], f.text)
				}
			}
			if wrong != c.wrong {
				t.Errorf("wrong is %t", wrong)
			}
		})
	}
}

// TestCheckTellsTheWordsForAdvancedOptOut holds what is to be set at the
// provider to what this council's procedure says.
func TestCheckTellsTheWordsForAdvancedOptOut(t *testing.T) {
	t.Parallel()
	c, err := pretendCouncil("hampshire", 0)
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(http.NotFoundHandler())
	defer api.Close()
	p, err := notifytwilio.New(notifytwilio.Options{Account: c.account, Token: c.token, APIBase: api.URL})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{plan: plan{publicURL: "http://heard.example"}, providers: map[string]*notifytwilio.Provider{c.name: p}}
	var out strings.Builder
	if err := report(&world{out: &out, err: io.Discard}, h.checkProvider(c)); err != nil {
		t.Error(err)
	}
	for _, want := range []string{
		"Advanced Opt-Out for STOP: OK, no more texts.", "for HELP: In danger? Ring 999.", "for START",
		"redaction", "WhatsApp sender", "public_url is http", c.rules.Procedure.Contacts["childline"].Phone, "news",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
