package sandbox_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"heard/sandbox"
)

func TestCreateRefusesAsTwilioDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) {
		o.Strict = true
		o.Contents = map[string]sandbox.Content{}
		o.Lines[0].Service = service
	})
	w.text(child, ours, "stop")
	const other = "+447700900456"
	tests := map[string]struct {
		form url.Values
		code float64
	}{
		"no recipient":                     {url.Values{"From": {ours}, "Body": {"x"}}, 21604},
		"no sender":                        {url.Values{"To": {other}, "Body": {"x"}}, 21603},
		"nothing to say":                   {url.Values{"To": {other}, "From": {ours}}, 21602},
		"too long":                         {sms(other, strings.Repeat("é", 1601)), 21617},
		"recipient without a country":      {sms("07700900456", "x"), 21211},
		"recipient with spaces":            {sms("+44 7700 900456", "x"), 21211},
		"recipient who opted out":          {sms(child, "x"), 21610},
		"sender that is not a number":      {url.Values{"To": {other}, "From": {"Council"}, "Body": {"x"}}, 21212},
		"sender that is not ours":          {url.Values{"To": {other}, "From": {"+447400000009"}, "Body": {"x"}}, 21659},
		"sender that cannot text":          {url.Values{"To": {other}, "From": {oursWA[9:]}, "Body": {"x"}}, 21606},
		"WhatsApp sender that is not ours": {url.Values{"To": {childWA}, "From": {"whatsapp:" + ours}, "Body": {"x"}}, 63007},
		"two channels":                     {url.Values{"To": {other}, "From": {oursWA}, "Body": {"x"}}, 21910},
		"to itself":                        {sms(ours, "x"), 21266},
		"unknown service":                  {url.Values{"To": {other}, "MessagingServiceSid": {"MG" + sid[2:31] + "9"}, "Body": {"x"}}, 21701},
		"unknown template":                 {url.Values{"To": {childWA}, "From": {oursWA}, "ContentSid": {"HX1"}}, 21655},
		"callback that is no address":      {url.Values{"To": {other}, "From": {ours}, "Body": {"x"}, "StatusCallback": {"/status"}}, 21609},
		"misspelt parameter":               {url.Values{"To": {other}, "From": {ours}, "Body": {"x"}, "StatusCallBack": {"http://a.example"}}, 20001},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, got := w.call("POST", w.api+".json", test.form)
			if status != http.StatusBadRequest || got["code"] != test.code || got["status"] != 400.0 {
				t.Errorf("got %d %v, want 400 and code %v", status, got, test.code)
			}
			if got["message"] == "" || !strings.HasSuffix(got["more_info"].(string), "/errors/"+regexp.MustCompile(`\d+`).FindString(got["more_info"].(string))) {
				t.Errorf("an error must explain itself: %v", got)
			}
		})
	}
	if n := len(w.twilio.Messages()); n != 2 { // STOP and the reply to it
		t.Errorf("refused messages were kept: %d", n)
	}
}

func TestOnlyTheAccountItselfMayAsk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) {
		second := o.Lines[0]
		second.Account, second.Token, second.SMS = sid[:33]+"2", "second", "+447400000003"
		o.Lines = append(o.Lines, second)
	})
	made := w.send(sms(child, "x"))["sid"].(string)
	tests := map[string]struct {
		user, password, account string
		status                  int
	}{
		"nobody":             {"", "", sid, 401},
		"wrong token":        {sid, "wrong", sid, 401},
		"no token":           {sid, "", sid, 401},
		"another's token":    {sid, "second", sid, 401},
		"another's account":  {sid[:33] + "2", "second", sid, 404},
		"another's messages": {sid[:33] + "2", "second", sid[:33] + "2", 404},
		"its own":            {sid, token, sid, 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			to := strings.Replace(w.api, sid, test.account, 1) + "/" + made + ".json"
			req, _ := http.NewRequestWithContext(t.Context(), "GET", to, nil)
			req.SetBasicAuth(test.user, test.password)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != test.status {
				t.Errorf("got %d, want %d", res.StatusCode, test.status)
			}
		})
	}
}

func TestAServiceChoosesItsNumberAfterwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) { o.Lines[0].Service = service })
	got := w.send(url.Values{"To": {childWA}, "MessagingServiceSid": {service}, "Body": {"x"}})
	if got["status"] != "accepted" || got["from"] != nil {
		t.Errorf("got status %v from %v", got["status"], got["from"])
	}
	w.idle()
	if _, got = w.call("GET", w.api+"/"+got["sid"].(string)+".json", nil); got["from"] != oursWA {
		t.Errorf("sent from %v", got["from"])
	}
}

func TestSegmentsAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for body, want := range map[string]string{
		strings.Repeat("a", 160):      "1",
		strings.Repeat("a", 161):      "2",
		strings.Repeat("€", 80):       "1",
		strings.Repeat("€", 81):       "2",
		strings.Repeat("a", 307):      "3",
		strings.Repeat("a", 70) + "’": "2",
		strings.Repeat("😀", 35):       "1",
		strings.Repeat("😀", 67):       "3", // no part can hold half of the 34th
	} {
		if got := w.send(sms(child, body))["num_segments"]; got != want {
			t.Errorf("%d bytes of %q: %v segments, want %s", len(body), body[:1], got, want)
		}
	}
}

func TestAMessageIsEmptiedAndRemovedOnceItHasArrived(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) { o.Callbacks.Held = true })
	at := w.api + "/" + w.send(sms(child, "private"))["sid"].(string) + ".json"
	if status, got := w.call("DELETE", at, nil); status != 409 || got["code"] != 20009.0 {
		t.Errorf("under way: %d %v", status, got)
	}
	w.twilio.Release()
	w.idle()
	if status, _ := w.call("POST", at, url.Values{"Body": {"other words"}}); status != 400 {
		t.Errorf("rewritten: %d", status)
	}
	if status, got := w.call("POST", at, url.Values{"Body": {""}}); status != 200 || got["body"] != "" {
		t.Errorf("emptied: %d %v", status, got)
	}
	if status, _ := w.call("DELETE", at, nil); status != 204 {
		t.Errorf("removed: %d", status)
	}
	if status, _ := w.call("GET", at, nil); status != 404 {
		t.Errorf("still there: %d", status)
	}
}
