package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"heard/sandbox"
)

// desk is a service that makes calls, and hears how they fare.
type desk struct {
	*world
	told []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{world: newWorld(t)}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := "http://" + r.Host + r.URL.RequestURI()
		if err := r.ParseForm(); err != nil || r.Header.Get("X-Twilio-Signature") != sandbox.Sign(token, to, r.PostForm) {
			t.Errorf("not signed: %v", err)
		}
		f := r.PostForm
		if f.Get("CallSid") == "" || f.Get("AccountSid") != sid || f.Get("To") != duty || f.Get("From") != ours || f.Get("Direction") != "outbound-api" {
			t.Errorf("told %v", f)
		}
		d.told = append(d.told, strings.TrimSpace(f.Get("CallStatus")+" "+f.Get("Digits")))
		w.Write([]byte(`<Response><Say>Taken.</Say></Response>`))
	}))
	t.Cleanup(hook.Close)
	status, made := d.call("POST", d.callsURL(), url.Values{
		"To": {duty}, "From": {ours}, "StatusCallback": {hook.URL + "/voice?part=1"},
		"Twiml": {`<Response><Gather numDigits="1" action="` + hook.URL + `/voice?part=1"><Say loop="3">Press &lt;1&gt;</Say></Gather></Response>`},
	})
	if status != http.StatusCreated || made["status"] != "queued" {
		t.Fatalf("%d %v", status, made)
	}
	d.idle()
	return d
}

const duty = "+447700900801"

func (d *desk) callsURL() string { return strings.TrimSuffix(d.api, "Messages") + "Calls.json" }

func (d *desk) only() sandbox.Call {
	d.t.Helper()
	all := d.twilio.Calls()
	if len(all) != 1 {
		d.t.Fatalf("%d calls", len(all))
	}
	return all[0]
}

func TestWhatAPhoneDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		how    string
		status string
		told   []string
	}{
		{"answer", "in-progress", []string{"ringing", "in-progress"}},
		{"voicemail", "completed", []string{"ringing", "in-progress", "completed"}},
		{"no-answer", "no-answer", []string{"ringing", "no-answer"}},
		{"busy", "busy", []string{"ringing", "busy"}},
		{"hang-up", "completed", []string{"ringing", "completed"}},
	} {
		t.Run(c.how, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			if got := d.only(); got.Status != "ringing" || got.Words != "Press <1>" {
				t.Errorf("rings as %+v", got)
			}
			if err := d.twilio.Pick(d.only().SID, c.how); err != nil {
				t.Fatal(err)
			}
			d.idle()
			if got := d.only(); got.Status != c.status || got.Pressed != "" || !slices.Equal(d.told, c.told) {
				t.Errorf("%s, pressed %q, told %q", got.Status, got.Pressed, d.told)
			}
		})
	}
}

func TestAKeyIsPressed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	said, err := d.twilio.Press(t.Context(), d.only().SID, "1")
	if err != nil || said != "Taken." {
		t.Fatalf("said %q, %v", said, err)
	}
	d.idle()
	if got := d.only(); got.Status != "completed" || got.Pressed != "1" || got.Answer != "Taken." {
		t.Errorf("%+v", got)
	}
	if want := []string{"ringing", "in-progress", "in-progress 1", "completed"}; !slices.Equal(d.told, want) {
		t.Errorf("told %q, want %q", d.told, want)
	}
	if _, err := d.twilio.Press(t.Context(), d.only().SID, "1"); err == nil {
		t.Error("a key was pressed in a call that is over")
	}
	if err := d.twilio.Pick(d.only().SID, "sing"); err == nil {
		t.Error("a phone sang")
	}
}

func TestCallsThatAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, c := range map[string]struct {
		form url.Values
		code float64
	}{
		"no number":           {url.Values{"To": {"12"}, "From": {ours}, "Twiml": {"<Response/>"}}, 21211},
		"a number not ours":   {url.Values{"To": {duty}, "From": {child}, "Twiml": {"<Response/>"}}, 21659},
		"words that are none": {url.Values{"To": {duty}, "From": {ours}, "Twiml": {"<Response>"}}, 20001},
	} {
		if status, got := d.call("POST", d.callsURL(), c.form); status != 400 || got["code"] != c.code {
			t.Errorf("%s: %d %v", name, status, got["code"])
		}
	}
	if len(d.twilio.Calls()) != 1 {
		t.Error("a refused call rings")
	}
}
