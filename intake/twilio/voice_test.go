package twilio_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"heard/intake/twilio"
)

func TestWhoRingsIsAnswered(t *testing.T) {
	t.Parallel()
	var rang []twilio.Call
	fails := false
	h := door(t, &inbox{}, func(o *twilio.Options) {
		o.Voice = func(_ context.Context, council string, c twilio.Call, at time.Time) ([]byte, error) {
			if council != "town" || !at.Equal(noon) {
				t.Errorf("rang %s at %s", council, at)
			}
			rang = append(rang, c)
			if fails {
				return nil, errors.New("away")
			}
			return []byte("<Response><Hangup/></Response>"), nil
		}
	})
	body := form(t, "voice")
	w := post(h, request("/twilio/town/voice", body, token))
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/xml" || w.Body.String() != "<Response><Hangup/></Response>" {
		t.Errorf("answered %d, %s", w.Code, w.Body)
	}
	w = post(h, request("/twilio/town/voice?step=dialled", body+"&DialCallStatus=busy", next))
	if w.Code != 200 {
		t.Errorf("answered %d", w.Code)
	}
	want := twilio.Call{ID: "CA00000000000000000000000000000001", From: "+447700900123", To: "+447400000001", Status: "ringing"}
	then := want
	then.Step, then.Dialled = "dialled", "busy"
	if len(rang) != 2 || rang[0] != want || rang[1] != then {
		t.Errorf("told of %+v", rang)
	}
	fails = true
	for code, r := range map[int]struct{ body, with string }{
		503: {body, token},
		403: {body, ""},
		404: {strings.ReplaceAll(body, "%2B447400000001", "%2B447400000009"), token},
		400: {"CallSid=CA1", token},
	} {
		if w := post(h, request("/twilio/town/voice", r.body, r.with)); w.Code != code {
			t.Errorf("answered %d, want %d", w.Code, code)
		}
	}
}

func TestWithoutAVoiceNobodyIsAnswered(t *testing.T) {
	t.Parallel()
	if w := post(door(t, &inbox{}, nil), request("/twilio/town/voice", form(t, "voice"), token)); w.Code != 404 {
		t.Errorf("answered %d", w.Code)
	}
}
