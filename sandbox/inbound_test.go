package sandbox_test

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"

	"heard/sandbox"
)

func TestWebhooksAreSignedSoThatTwiliosOwnValidatorAgrees(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) { o.Lines[0].Service = service })
	validator := client.NewRequestValidator(token)
	for _, body := range []string{"hi", "", "Zoë’s 😀 & = + %41 #", "two\nlines", "مرحبا"} {
		m := sandbox.Message{From: childWA, To: oursWA, Body: body, ProfileName: "👑 ", ButtonText: "Yes"}
		if _, err := w.twilio.Inbound(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range w.hook.all() {
		if !validator.ValidateBody(p.url, p.body, p.signature) {
			t.Errorf("bad signature on %q", p.form)
		}
	}
}

func TestAFragmentIsNotSigned(t *testing.T) {
	t.Parallel()
	form := url.Values{"b": {"2"}, "a": {"1"}}
	const to = "https://heard.example/twilio/bcp/message"
	if sandbox.Sign(token, to+"#rc=5&rp=all", form) != sandbox.Sign(token, to, form) {
		t.Error("the fragment was signed")
	}
}

func TestInboundComesInTheProvidersShape(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.text(child, ours, "hiya")
	picture := sandbox.Message{From: childWA, To: oursWA, Media: []sandbox.Media{{ContentType: "image/png", Data: []byte("png")}}}
	if _, err := w.twilio.Inbound(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	got := w.hook.all()
	want := []map[string]string{
		{"From": child, "To": ours, "Body": "hiya", "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received",
			"AccountSid": sid, "ApiVersion": "2010-04-01", "FromCountry": "GB", "ToCity": ""},
		{"From": childWA, "Body": "", "NumMedia": "1", "MediaContentType0": "image/png", "WaId": child[1:],
			"MessageType": "image"},
	}
	for i, pairs := range want {
		for name, value := range pairs {
			if !got[i].form.Has(name) || got[i].form.Get(name) != value {
				t.Errorf("%d: %s is %q, want %q", i, name, got[i].form[name], value)
			}
		}
	}
	if f := got[0].form; f.Get("MessageSid") != f.Get("SmsMessageSid") || f.Has("OptOutType") || f.Has("WaId") {
		t.Errorf("SMS: %v", f)
	}
	res := w.raw("GET", got[1].form.Get("MediaUrl0"), nil)
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); string(body) != "png" || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("media: %q, %v", body, res.Header)
	}
	if res, err := http.Get(got[1].form.Get("MediaUrl0")); err != nil || res.StatusCode != 401 {
		t.Errorf("media without a token: %v, %v", res, err)
	}
}

func TestAWebhookThatIsAwayIsTriedTwiceAndForgotten(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody listens there any more
	w := newWorld(t, func(o *sandbox.Options) {
		o.Webhook = func(string) string { return "http://" + l.Addr().String() }
	})
	if status, err := w.twilio.Inbound(t.Context(), sandbox.Message{From: child, To: ours, Body: "x"}); status != 0 || err == nil {
		t.Errorf("got %d, %v", status, err)
	}
	if m := w.twilio.Messages(); len(m) != 1 || m[0].Status != "received" || m[0].Webhook != 0 {
		t.Errorf("kept: %+v", m)
	}
}

func TestAWebhookThatErrsIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hook.answer = 503
	status, err := w.twilio.Inbound(t.Context(), sandbox.Message{From: child, To: ours, Body: "x"})
	if status != 503 || err != nil || len(w.hook.all()) != 1 {
		t.Errorf("got %d, %v after %d posts", status, err, len(w.hook.all()))
	}
	again := w.twilio.Messages()[0].SID
	if _, err := w.twilio.Redeliver(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if got := w.hook.all(); len(got) != 2 || string(got[0].body) != string(got[1].body) {
		t.Errorf("a message delivered again must be the same: %v", got)
	}
}

func TestKeywordsAreObeyedBeforeAnybodySeesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) { o.Lines[0].Replies = map[string]string{"STOP": "OK, no more texts."} })
	for _, turn := range []struct {
		say, optOut, reply string
		send               int // what the API answers to a send afterwards
	}{
		{"we have got to STOP this", "", "", 201},
		{"yes", "", "", 201},
		{"help", "HELP", "Reply STOP", 201},
		{" Stop ", "STOP", "OK, no more texts.", 400},
		{"QUIT", "STOP", "", 400},
		{"help", "HELP", "", 400},
		{"yes", "START", "You have successfully been re-subscribed", 201},
	} {
		w.text(child, ours, turn.say)
		heard := w.hook.all()
		if got := heard[len(heard)-1].form.Get("OptOutType"); got != turn.optOut {
			t.Errorf("%q: OptOutType %q, want %q", turn.say, got, turn.optOut)
		}
		w.idle()
		m := w.twilio.Messages()
		last := m[len(m)-1]
		if replied := last.Direction == "outbound-reply"; replied != (turn.reply != "") || !strings.HasPrefix(last.Body, turn.reply) {
			t.Errorf("%q: the last message is %s %q", turn.say, last.Direction, last.Body)
		}
		if status, _ := w.call("POST", w.api+".json", sms(child, "x")); status != turn.send {
			t.Errorf("%q: a send is answered %d, want %d", turn.say, status, turn.send)
		}
	}
	w.text(childWA, oursWA, "stop")
	w.send(url.Values{"To": {childWA}, "From": {oursWA}, "Body": {"x"}})
}
