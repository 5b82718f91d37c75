package sandbox_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"

	"heard/sandbox"
)

func TestCallbacksTellTheJourney(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rules sandbox.Callbacks
		want  []string
	}{
		"once and in order": {sandbox.Callbacks{}, []string{"queued", "sent", "delivered"}},
		"not at all":        {sandbox.Callbacks{Off: true}, nil},
		"twice":             {sandbox.Callbacks{Twice: true}, []string{"queued", "queued", "sent", "sent", "delivered", "delivered"}},
		"out of order":      {sandbox.Callbacks{Reversed: true}, []string{"delivered", "sent", "queued"}},
		"not yet":           {sandbox.Callbacks{Held: true}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.twilio.SetCallbacks(test.rules)
			form := sms(child, "x")
			form.Set("StatusCallback", w.hook.url("/status?part=K.1"))
			made := w.send(form)
			w.idle()
			if got := w.hook.statuses(); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			validator := client.NewRequestValidator(token)
			for _, p := range w.hook.all() {
				if !validator.ValidateBody(p.url, p.body, p.signature) || p.form.Get("MessageSid") != made["sid"] {
					t.Errorf("%s: %v", p.url, p.form)
				}
			}
			w.twilio.Release()
			w.idle()
			if m := w.twilio.Messages()[0]; m.Status != "delivered" {
				t.Errorf("in the end it is %s", m.Status)
			}
		})
	}
}

func TestAFreeWhatsAppTextFailsADayAfterThePersonsLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) {
		o.Callbacks.Read = true
		o.Contents = map[string]sandbox.Content{"HX1": {Text: "There is news, {{1}}."}}
	})
	form := func(name, value string) url.Values {
		return url.Values{"To": {childWA}, "From": {oursWA}, name: {value},
			"StatusCallback": {w.hook.url("/status")}, "ContentVariables": {`{"1":"Zoë"}`}}
	}
	w.text(childWA, oursWA, "hi")
	w.now.add(24 * time.Hour)
	w.send(form("Body", "in time"))
	w.idle()
	w.now.add(time.Minute)
	if made := w.send(form("Body", "too late")); made["status"] != "queued" || made["error_code"] != nil {
		t.Errorf("it must be taken at first: %v", made)
	}
	w.idle()
	w.send(form("ContentSid", "HX1"))
	w.idle()
	want := []string{"queued", "sent", "delivered", "read", "queued", "failed63016", "queued", "sent", "delivered", "read"}
	if got := w.hook.statuses()[1:]; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	m := w.twilio.Messages()
	if got := m[len(m)-1].Body; got != "There is news, Zoë." {
		t.Errorf("template reads %q", got)
	}
}
