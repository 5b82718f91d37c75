package twilio_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"heard/notify"
	"heard/notify/twilio"
	"heard/sandbox"
)

func callTo(words string) notify.Text {
	return notify.Text{Council: "town", From: "call:+447400000001", To: "call:+447700900001", Body: words, Part: "0a/1b", Urgent: true}
}

func voiced(o *twilio.Options) { o.VoiceBase = "https://heard.example/twilio/town/voice" }

// TestHowTwilioIsAskedToRing: how a call fares and which key is pressed come to
// one webhook, and the words go with the request.
func TestHowTwilioIsAskedToRing(t *testing.T) {
	t.Parallel()
	const hook = "https://heard.example/twilio/town/voice?part=0a%2F1b"
	a := newAPI(t, answers(201, `{"sid":"CA1","status":"queued"}`))
	id, err := a.provider(voiced).Send(t.Context(), callTo(`Case <TWN> & "co". To take it, press 1.`))
	if id != "CA1" || err != nil {
		t.Fatalf("got %q, %v", id, err)
	}
	form := a.asked[0].PostForm
	words := form.Get("Twiml")
	form.Del("Twiml")
	want := url.Values{
		"To": {"+447700900001"}, "From": {"+447400000001"}, "Timeout": {"45"}, "StatusCallback": {hook},
		"StatusCallbackEvent": {"initiated", "ringing", "answered", "completed"},
	}
	if form.Encode() != want.Encode() {
		t.Errorf("got  %v\nwant %v", form, want)
	}
	var said struct {
		Gather struct {
			Digits int    `xml:"numDigits,attr"`
			Action string `xml:"action,attr"`
			Say    struct {
				Language string `xml:"language,attr"`
				Loop     int    `xml:"loop,attr"`
				Words    string `xml:",chardata"`
			} `xml:"Say"`
		} `xml:"Gather"`
	}
	if err := xml.Unmarshal([]byte(words), &said); err != nil {
		t.Fatalf("%v in %s", err, words)
	}
	g := said.Gather
	if g.Digits != 1 || g.Action != hook || g.Say.Language != "en-GB" || g.Say.Loop < 2 || g.Say.Words != `Case <TWN> & "co". To take it, press 1.` {
		t.Errorf("says %+v", said)
	}
}

// What a call that Twilio did not take means for the next try.
func TestACallThatIsNotTaken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		status     int
		want       notify.SendError
	}{
		{"no such number", `{"code":21211,"message":"To +447700900001 is not a number","status":400}`, 400, notify.SendError{}},
		{"too many", `{"code":20429,"message":"Too Many Requests","status":429}`, 429, notify.SendError{Temporary: true}},
		{"a fault of theirs", `{"code":20500,"message":"oops","status":500}`, 500, notify.SendError{Unknown: true}},
		{"no id", `{"status":"queued"}`, 201, notify.SendError{Unknown: true}},
	} {
		a := newAPI(t, answers(c.status, c.body))
		_, err := a.provider(voiced).Send(t.Context(), callTo("words"))
		got, ok := errors.AsType[*notify.SendError](err)
		if !ok || got.Temporary != c.want.Temporary || got.Unknown != c.want.Unknown {
			t.Errorf("%s: %+v", c.name, err)
		}
		if err != nil && strings.Contains(err.Error(), "447700900001") {
			t.Errorf("%s: the error names who was rung: %v", c.name, err)
		}
	}
}

// A call of unknown outcome is looked for among those to the same phone.
func TestACallIsFound(t *testing.T) {
	t.Parallel()
	since := time.Date(2027, 2, 3, 12, 0, 0, 0, time.UTC)
	call := func(sid string, at time.Time) string {
		return fmt.Sprintf(`{"sid":%q,"to":"+447700900001","from":"+447400000001","date_created":%q}`, sid, at.Format(time.RFC1123Z))
	}
	a := newAPI(t, answers(200, `{"calls":[`+call("CAlast", since.Add(time.Second))+","+call("CAfirst", since)+","+
		call("CAold", since.Add(-time.Hour))+`],"next_page_uri":null}`))
	ids, err := a.provider(voiced).Find(t.Context(), callTo("words"), since)
	if got := strings.Join(ids, " "); got != "CAfirst CAlast" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	if q := a.asked[0].URL.Query(); q.Get("To") != "+447700900001" || q.Get("From") != "+447400000001" {
		t.Errorf("asked for %v", q)
	}
}

// TestACallThroughTheSandbox goes all the way round: the phone rings, a key is
// pressed, and what came of it is posted to the webhook, signed.
func TestACallThroughTheSandbox(t *testing.T) {
	t.Parallel()
	var got []string
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil || r.Header.Get("X-Twilio-Signature") == "" {
			t.Errorf("not signed, %v", err)
		}
		got = append(got, strings.TrimSpace(r.URL.Query().Get("part")+" "+r.PostForm.Get("CallStatus")+" "+r.PostForm.Get("Digits")))
		fmt.Fprint(w, `<Response><Say>Thank you.</Say></Response>`)
	}))
	phone, err := sandbox.NewTwilio(sandbox.Options{Strict: true, Lines: []sandbox.Line{{Council: town, Account: account, Token: token, SMS: ours}}})
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(phone)
	t.Cleanup(func() { phone.Close(); api.Close(); hook.Close() })
	p, err := twilio.New(twilio.Options{Account: account, Token: token, APIBase: api.URL, VoiceBase: hook.URL})
	if err != nil {
		t.Fatal(err)
	}
	id, err := p.Send(t.Context(), callTo("press 1"))
	if err != nil {
		t.Fatal(err)
	}
	if found, err := p.Find(t.Context(), callTo("press 1"), time.Now()); err != nil || len(found) != 1 || found[0] != id {
		t.Errorf("found %v, %v", found, err)
	}
	if err := phone.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if said, err := phone.Press(t.Context(), id, "1"); err != nil || said != "Thank you." {
		t.Errorf("said %q, %v", said, err)
	}
	if err := phone.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := "0a/1b ringing, 0a/1b in-progress, 0a/1b in-progress 1, 0a/1b completed"; strings.Join(got, ", ") != want {
		t.Errorf("told %q", got)
	}
}
