package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"heard/intake/twilio"
	"heard/store"
)

func TestAStatusIsSettled(t *testing.T) {
	t.Parallel()
	body := form(t, "status")
	for _, c := range []struct {
		name string
		path string
		body string
		with string
		fail error
		want int
		told bool
	}{
		{"with its part", "/twilio/town/status?part=abc", body, token, nil, 200, true},
		{"the part is signed", "/twilio/town/status?part=abd", body, "wrong", nil, 403, false},
		{"an unknown council", "/twilio/nowhere/status", body, token, nil, 404, false},
		{"no status", "/twilio/town/status", "MessageSid=SM1&From=1&To=2", token, nil, 400, false},
		{"no MessageSid", "/twilio/town/status", "MessageStatus=sent", token, nil, 400, false},
		{"nobody's", "/twilio/town/status?part=abc", body, token, store.ErrNotFound, 404, true},
		{"the store is away", "/twilio/town/status?part=abc", body, token, errors.New("gone"), 503, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			told := ""
			h := door(t, &inbox{}, func(o *twilio.Options) {
				o.Settle = func(_ context.Context, council, part, sid, status, code string, at time.Time) error {
					told = fmt.Sprint(council, " ", part, " ", sid[:4], " ", status, " ", code, " ", at.Equal(noon))
					return c.fail
				}
			})
			if w := post(h, request(c.path, c.body, c.with)); w.Code != c.want {
				t.Errorf("answered %d, want %d", w.Code, c.want)
			}
			if want := "town abc SM5f undelivered 30003 true"; c.told && told != want || !c.told && told != "" {
				t.Errorf("told %q", told)
			}
		})
	}
}

func TestThereIsNoStatusWithoutSettle(t *testing.T) {
	t.Parallel()
	if w := post(door(t, &inbox{}, nil), request("/twilio/town/status", form(t, "status"), token)); w.Code != 404 {
		t.Errorf("answered %d", w.Code)
	}
}
