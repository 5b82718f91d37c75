package twilio_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/notify"
	"heard/notify/twilio"
	"heard/sandbox"
)

// roads sends requests to hosts of the world to servers of this test, and
// keeps who was asked, and whether our token came along.
type roads struct {
	hosts map[string]http.HandlerFunc
	asked []string
}

func (r *roads) RoundTrip(req *http.Request) (*http.Response, error) {
	line := req.URL.Host
	if _, _, ok := req.BasicAuth(); ok {
		line += " with our token"
	}
	r.asked = append(r.asked, line)
	serve, ok := r.hosts[req.URL.Host]
	if !ok {
		return nil, errors.New("no such host")
	}
	w := httptest.NewRecorder()
	serve(w, req)
	return w.Result(), nil
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusTemporaryRedirect) }
}

func file(kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Write([]byte(body))
	}
}

const media = "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Messages/MM1/Media/ME1"

func TestWhereFilesAreFetchedFrom(t *testing.T) {
	t.Parallel()
	picture := file("image/jpeg", "picture")
	for _, c := range []struct {
		name, source string
		hosts        map[string]http.HandlerFunc
		asked        []string
		code         string // of the refusal
	}{
		{"the API, with our token", media, map[string]http.HandlerFunc{"api.twilio.com": picture}, []string{"api.twilio.com with our token"}, ""},
		{"sent on to Twilio's store, without it", media, map[string]http.HandlerFunc{"api.twilio.com": redirect("https://mms.twiliocdn.com/x?sig=1"), "mms.twiliocdn.com": picture},
			[]string{"api.twilio.com with our token", "mms.twiliocdn.com"}, ""},
		{"sent on to where it used to be", media, map[string]http.HandlerFunc{"api.twilio.com": redirect("https://s3-external-1.amazonaws.com/media.twiliocdn.com/x"), "s3-external-1.amazonaws.com": picture},
			[]string{"api.twilio.com with our token", "s3-external-1.amazonaws.com"}, ""},
		{"sent back to the API, without it", media, map[string]http.HandlerFunc{"api.twilio.com": redirect(media)},
			[]string{"api.twilio.com with our token", "api.twilio.com", "api.twilio.com", "api.twilio.com"}, "elsewhere"},
		{"sent elsewhere", media, map[string]http.HandlerFunc{"api.twilio.com": redirect("https://evil.example/x")}, []string{"api.twilio.com with our token"}, "elsewhere"},
		{"sent to somebody else's store", media, map[string]http.HandlerFunc{"api.twilio.com": redirect("https://s3-external-1.amazonaws.com/evil/x")}, []string{"api.twilio.com with our token"}, "elsewhere"},
		{"sent on in the clear", media, map[string]http.HandlerFunc{"api.twilio.com": redirect("http://mms.twiliocdn.com/x")}, []string{"api.twilio.com with our token"}, "elsewhere"},
		{"somewhere else from the start", "https://evil.example/x", nil, nil, "elsewhere"},
		{"a host that only ends like it", "https://eviltwilio.com/x", nil, nil, "elsewhere"},
		{"this machine", "http://127.0.0.1/x", nil, nil, "elsewhere"},
		{"no address", "file:///etc/passwd", nil, nil, "elsewhere"},
		{"a name and password in it", "https://a:b@api.twilio.com/x", nil, nil, "elsewhere"},
		{"a program", media, map[string]http.HandlerFunc{"api.twilio.com": file("application/x-msdownload", "MZ")}, []string{"api.twilio.com with our token"}, "kind"},
		{"a drawing that may run", media, map[string]http.HandlerFunc{"api.twilio.com": file("image/svg+xml", "<svg/>")}, []string{"api.twilio.com with our token"}, "kind"},
		{"too large", media, map[string]http.HandlerFunc{"api.twilio.com": file("video/mp4", strings.Repeat("x", 20<<20+1))}, []string{"api.twilio.com with our token"}, "large"},
		{"not there yet", media, map[string]http.HandlerFunc{"api.twilio.com": answers(404, `{"code":20404}`)}, []string{"api.twilio.com with our token"}, "20404"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := &roads{hosts: c.hosts}
			p, err := twilio.New(twilio.Options{Account: account, Token: token, Transport: r})
			if err != nil {
				t.Fatal(err)
			}
			kind, data, err := p.Fetch(t.Context(), c.source)
			if !slices.Equal(r.asked, c.asked) {
				t.Errorf("asked %q, want %q", r.asked, c.asked)
			}
			if c.code == "" {
				if err != nil || kind != "image/jpeg" || string(data) != "picture" {
					t.Errorf("got %s, %q, %v", kind, data, err)
				}
				return
			}
			no, ok := errors.AsType[*notify.SendError](err)
			if !ok || no.Code != c.code || no.Temporary != (c.code == "20404") {
				t.Errorf("got %v, want %s", err, c.code)
			}
			if strings.Contains(err.Error(), account) {
				t.Errorf("the error tells an address: %v", err)
			}
		})
	}
}

// TestWhatPeopleSentIsListedAndFetchedAndForgotten goes round through the
// sandbox, with a list of several pages.
func TestWhatPeopleSentIsListedAndFetchedAndForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	sound := []byte("OggS")
	for n := range 450 {
		m := sandbox.Message{From: child, To: ours, Body: "again"}
		if n == 0 {
			m.Body, m.Media = "", []sandbox.Media{{ContentType: "audio/ogg; codecs=opus", Data: sound}}
		}
		if _, err := h.twilio.Inbound(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	h.say("answer", "hello") // ours is not theirs
	var got []twilio.Inbound
	for m, err := range h.door.Received(t.Context(), "sms:"+ours, h.now().Add(-time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m)
	}
	if len(got) != 450 || !got[0].At.Equal(h.now().Truncate(time.Second)) || got[0].From != child || got[449].Media != 1 {
		t.Fatalf("%d were listed, the last as %+v", len(got), got[len(got)-1])
	}
	files, err := h.door.FilesOf(t.Context(), got[449].ID)
	if err != nil || len(files) != 1 || files[0].Type != "audio/ogg; codecs=opus" {
		t.Fatalf("its files are %+v, %v", files, err)
	}
	for _, source := range []string{files[0].URL, "twilio:" + got[449].ID + "/0"} {
		kind, data, err := h.door.Fetch(t.Context(), source)
		if err != nil || kind != "audio/ogg" || !bytes.Equal(data, sound) {
			t.Errorf("%s, %q, %v", kind, data, err)
		}
	}
	for range 2 { // the second time it is gone
		if err := h.door.Discard(t.Context(), files[0].URL); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := h.door.Fetch(t.Context(), files[0].URL); err == nil {
		t.Error("what was to be forgotten is still given out")
	}
}
