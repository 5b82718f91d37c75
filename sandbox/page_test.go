package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"heard/sandbox"
)

// open starts a sandbox with a page and closes it with the test.
func open(t *testing.T, alter func(*sandbox.Options)) *sandbox.Server {
	t.Helper()
	o := sandbox.Options{
		Lines:      []sandbox.Line{{Council: "bcp", Title: "BCP <Council>", Account: sid, Token: token, SMS: ours}},
		DutyPhones: []sandbox.DutyPhone{{Name: "Office hours", Number: "+447700900001"}},
		Mail:       boxes,
		Cases:      func() any { return []any{map[string]string{"reference": "BCP 4K7 Q2"}} },
	}
	if alter != nil {
		alter(&o)
	}
	s, err := sandbox.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// ask makes one request as a browser does; header lines come in pairs.
func ask(t *testing.T, method, to, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, to, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(got)
}

func TestThePageUsesOnlyFilesOfItsOwn(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	res, html := ask(t, "GET", s.URL+"/", "")
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy: %q", csp)
	}
	if !strings.Contains(html, "BCP &lt;Council&gt;") || strings.Contains(html, "data-advance") || strings.Contains(html, token) {
		t.Errorf("page: %s", html)
	}
	seen := map[string]bool{}
	walk := []string{html}
	for len(walk) > 0 {
		text := walk[0]
		walk = walk[1:]
		for _, m := range regexp.MustCompile(`(?:src|href)="(/[^"]+)"|from "\./([^"]+)"`).FindAllStringSubmatch(text, -1) {
			at := m[1]
			if m[2] != "" {
				at = "/sandbox/files/" + m[2]
			}
			if seen[at] {
				continue
			}
			seen[at] = true
			res, body := ask(t, "GET", s.URL+at, "")
			if res.StatusCode != 200 || strings.Contains(body, "://") && !strings.Contains(body, "http://www.w3.org/2000/svg") {
				t.Errorf("%s: %d", at, res.StatusCode)
			}
			walk = append(walk, body)
		}
	}
	if len(seen) < 10 {
		t.Errorf("only found %v", seen)
	}
}

func TestATextFromThePageIsAnInboundMessage(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := open(t, func(o *sandbox.Options) { o.Webhook = func(string) string { return h.url("/message") } })
	for _, text := range []string{
		`{"from":" +447700900123 ","to":"+447400000001","body":"Zoë"}`,
		`{"from":"+447700900123","to":"+447400000001","media":"voice"}`,
		`{"from":"+447700900123","to":"+447400000001","media":"picture"}`,
	} {
		if _, got := ask(t, "POST", s.URL+"/sandbox/text", text); !strings.Contains(got, `"status":200`) {
			t.Errorf("%s: %s", text, got)
		}
	}
	var state struct {
		Messages []sandbox.Message
		Cases    []map[string]string
	}
	res, body := ask(t, "GET", s.URL+"/sandbox/state", "")
	if err := json.Unmarshal([]byte(body), &state); err != nil || len(state.Messages) != 3 || state.Cases[0]["reference"] == "" {
		t.Fatalf("state: %v in %s", err, body)
	}
	for _, m := range state.Messages[1:] {
		res, body := ask(t, "GET", s.URL+"/sandbox/media/"+m.Media[0].SID, "")
		if want := http.DetectContentType([]byte(body)); res.StatusCode != 200 || m.Media[0].ContentType != strings.Replace(want, "application/ogg", "audio/ogg", 1) {
			t.Errorf("%s is really %s", m.Media[0].ContentType, want)
		}
	}
	if got := len(h.all()); got != 3 {
		t.Errorf("%d webhooks", got)
	}
	if _, got := ask(t, "POST", s.URL+"/sandbox/text", `{"from":"me","to":"+447400000001","body":"x"}`); !strings.Contains(got, "error") {
		t.Errorf("a number that is none: %s", got)
	}
	if again, _ := ask(t, "GET", s.URL+"/sandbox/state", "", "If-None-Match", res.Header.Get("ETag")); again.StatusCode != 304 {
		// The minute may have turned between the two.
		if next, _ := ask(t, "GET", s.URL+"/sandbox/state", "", "If-None-Match", again.Header.Get("ETag")); next.StatusCode != 304 {
			t.Errorf("no news, but %d", next.StatusCode)
		}
	}
}

func TestTheClockIsMovedByWhoeverOwnsIt(t *testing.T) {
	t.Parallel()
	var asked string
	s := open(t, func(o *sandbox.Options) {
		o.Advance = func(_ context.Context, how string) error {
			if asked = how; how == "deadline" {
				return errors.New("no deadline is left")
			}
			return nil
		}
	})
	if res, _ := ask(t, "POST", s.URL+"/sandbox/clock", `{"advance":"working-day"}`); res.StatusCode != 204 || asked != "working-day" {
		t.Errorf("%d, asked for %q", res.StatusCode, asked)
	}
	if res, got := ask(t, "POST", s.URL+"/sandbox/clock", `{"advance":"deadline"}`); res.StatusCode != 409 || !strings.Contains(got, "no deadline") {
		t.Errorf("%d %s", res.StatusCode, got)
	}
	if res, _ := ask(t, "POST", open(t, nil).URL+"/sandbox/clock", `{"advance":"hour"}`); res.StatusCode != 404 {
		t.Errorf("a clock of its own: %d", res.StatusCode)
	}
}

func TestFailuresOfThePageAreAllKnown(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	_, html := ask(t, "GET", s.URL+"/", "")
	_, panel, _ := strings.Cut(html, `id="fail-kind"`)
	panel, _, _ = strings.Cut(panel, "</select>")
	kinds := regexp.MustCompile(`<option value="([^"]+)">`).FindAllStringSubmatch(panel, -1)
	for _, m := range kinds {
		if res, got := ask(t, "POST", s.URL+"/sandbox/fail", `{"kind":"`+m[1]+`","next":2}`); res.StatusCode != 204 {
			t.Errorf("%s: %d %s", m[1], res.StatusCode, got)
		}
	}
	lasting := strings.Count(panel, `value="callbacks-`) // until cleared, not by the number
	if n := s.Failing() + s.Mail.Failing(); n != 2*(len(kinds)-lasting) || len(kinds) < 20 || lasting != 4 {
		t.Errorf("%d armed of %d kinds, %d of which last", n, len(kinds), lasting)
	}
	if _, state := ask(t, "GET", s.URL+"/sandbox/state", ""); !strings.Contains(state, `"callbacks":"No status comes"`) {
		t.Errorf("the page does not say how callbacks behave: %s", state)
	}
	for _, body := range []string{`{"kind":"other","next":1}`, `{"kind":"slow","next":0}`, `{`} {
		if res, _ := ask(t, "POST", s.URL+"/sandbox/fail", body); res.StatusCode != 400 {
			t.Errorf("%s: %d", body, res.StatusCode)
		}
	}
	if ask(t, "POST", s.URL+"/sandbox/fail", `{"kind":"none"}`); s.Failing()+s.Mail.Failing() != 0 {
		t.Errorf("still %d", s.Failing()+s.Mail.Failing())
	}
	if _, state := ask(t, "GET", s.URL+"/sandbox/state", ""); strings.Contains(state, `"callbacks"`) {
		t.Error("callbacks still misbehave")
	}
}

func TestNobodyElsesPageMayTouchIt(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	text := `{"from":"+447700900123","to":"+447400000001","body":"x"}`
	for name, headers := range map[string][]string{
		"another site's form":       {"Sec-Fetch-Site", "cross-site"},
		"another origin":            {"Origin", "https://evil.example"},
		"a name that leads to here": {"Host", "evil.example"},
	} {
		if res, _ := ask(t, "POST", s.URL+"/sandbox/text", text, headers...); res.StatusCode != 403 {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
	if len(s.Messages()) != 0 {
		t.Error("a text got through")
	}
}

func TestStartSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	line := sandbox.Line{Council: "bcp", Account: sid, Token: token, SMS: ours}
	for want, o := range map[string]sandbox.Options{
		"loopback": {Listen: "0.0.0.0:0"},
		"account":  {Lines: []sandbox.Line{{Council: "bcp", Token: token}}},
		"token":    {Lines: []sandbox.Line{{Council: "bcp", Account: sid}}},
		"numbers":  {Lines: []sandbox.Line{line, {Council: "x", Account: sid, Token: token, SMS: "07400 000001"}}},
	} {
		s, err := sandbox.Start(o)
		if err == nil {
			s.Close()
			t.Errorf("%s: started", want)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not speak of %s", err, want)
		}
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	before := goleak.IgnoreCurrent()
	h := newHook(t)
	s, err := sandbox.Start(sandbox.Options{
		Lines:   []sandbox.Line{{Council: "bcp", Account: sid, Token: token, SMS: ours}},
		Webhook: func(string) string { return h.url("/") },
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Fail(1, sandbox.Failure{Slow: time.Hour})
	slow := make(chan struct{})
	go func() {
		defer close(slow)
		req, _ := http.NewRequest("POST", s.URL+"/2010-04-01/Accounts/"+sid+"/Messages.json", strings.NewReader(sms(child, "x").Encode()))
		req.SetBasicAuth(sid, token)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		_, _ = (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	}()
	if _, err := s.Await(t.Context(), 0, func(m sandbox.Message) bool { return m.Body == "x" }); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Inbound(t.Context(), sandbox.Message{From: child, To: ours, Body: "STOP"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-slow
	h.server.Close()
	goleak.VerifyNone(t, before)
}

// TestAButtonThatIsPressedComesBackAsItsWords has a text with quick replies, as
// WhatsApp shows them, and presses one on the page.
func TestAButtonThatIsPressedComesBackAsItsWords(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := open(t, func(o *sandbox.Options) {
		o.Lines[0].WhatsApp = oursWA[9:]
		o.Webhook = func(string) string { return h.url("/message") }
		o.Contents = map[string]sandbox.Content{"HX1": {Text: "{{1}}", Buttons: []sandbox.Button{{Text: "Yes, it is safe", Payload: "safe1"}}}}
	})
	if _, got := ask(t, "POST", s.URL+"/sandbox/text", `{"from":"`+childWA+`","to":"`+oursWA+`","body":"hi"}`); !strings.Contains(got, `"status":200`) {
		t.Fatal(got)
	}
	for variables, want := range map[string]int{`{"1":"Is it safe?"}`: 201, `{"1":"two\nlines"}`: 400} {
		form := url.Values{"To": {childWA}, "From": {oursWA}, "ContentSid": {"HX1"}, "ContentVariables": {variables}}
		req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/2010-04-01/Accounts/"+sid+"/Messages.json", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.SetBasicAuth(sid, token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if res.Body.Close(); res.StatusCode != want {
			t.Errorf("%s: %d", variables, res.StatusCode)
		}
	}
	if _, state := ask(t, "GET", s.URL+"/sandbox/state", ""); !strings.Contains(state, `"buttons":[{"text":"Yes, it is safe","payload":"safe1"}]`) {
		t.Errorf("no buttons in %s", state)
	}
	ask(t, "POST", s.URL+"/sandbox/text", `{"from":"`+childWA+`","to":"`+oursWA+`","button":{"text":"Yes, it is safe","payload":"safe1"}}`)
	all := h.all()
	last := all[len(all)-1]
	for name, want := range map[string]string{"Body": "Yes, it is safe", "ButtonText": "Yes, it is safe", "ButtonPayload": "safe1", "MessageType": "button"} {
		if got := last.form.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}
