package sandbox_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/sandbox"
)

func TestFailuresComeAsAskedAndPass(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		failure sandbox.Failure
		status  int // 0: the connection is cut
		created bool
	}{
		"error":             {sandbox.ErrorLost, 500, false},
		"error that lies":   {sandbox.ErrorCreated, 500, true},
		"cut":               {sandbox.CutLost, 0, false},
		"cut, but created":  {sandbox.CutCreated, 0, true},
		"too many requests": {sandbox.TooMany, 429, false},
		"bad token":         {sandbox.BadToken, 401, false},
		"opted out":         {sandbox.OptedOut, 400, false},
		"handset is off":    {sandbox.Unreachable, 201, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.twilio.Fail(2, test.failure)
			for range 2 {
				if got := w.try(sms(child, "x").Encode()); got != test.status {
					t.Errorf("answered %d, want %d", got, test.status)
				}
			}
			if created := len(w.twilio.Messages()) == 2; created != test.created {
				t.Errorf("kept %d messages", len(w.twilio.Messages()))
			}
			if got := w.try(sms(child, "y").Encode()); got != 201 || w.twilio.Failing() != 0 {
				t.Errorf("afterwards answered %d", got)
			}
		})
	}
}

// try is what a client sees of a create: its status, or 0.
func (w *world) try(form string) int {
	req, _ := http.NewRequestWithContext(w.t.Context(), "POST", w.api+".json", strings.NewReader(form))
	req.SetBasicAuth(sid, token)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	res.Body.Close()
	if res.StatusCode == 429 && res.Header.Get("Retry-After") != "2" {
		w.t.Errorf("429 without Retry-After: %v", res.Header)
	}
	return res.StatusCode
}

func TestASlowAnswerOutlivesItsCallerAndTheMessageIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.twilio.Fail(1, sandbox.SlowCreated)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "POST", w.api+".json", strings.NewReader(sms(child, "x").Encode()))
	req.SetBasicAuth(sid, token)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	gone := make(chan error)
	go func() {
		_, err := http.DefaultClient.Do(req)
		gone <- err
	}()
	if _, err := w.twilio.Await(t.Context(), 0, func(m sandbox.Message) bool { return m.Body == "x" }); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller saw %v", err)
	}
}

func TestAMessageToAHandsetThatIsOffFailsAfterwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.twilio.Fail(1, sandbox.Unreachable)
	form := sms(child, "x")
	form.Set("StatusCallback", w.hook.url("/status"))
	made := w.send(form)
	w.idle()
	if got := w.hook.statuses(); !slices.Equal(got, []string{"queued", "sent", "undelivered30003"}) {
		t.Errorf("told %v", got)
	}
	if _, got := w.call("GET", w.api+"/"+made["sid"].(string)+".json", nil); got["error_code"] != 30003.0 {
		t.Errorf("fetched %v", got)
	}
}

func TestAnyRequestCanGoWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *sandbox.Options) {
		o.Before = func(r *http.Request) *sandbox.Failure {
			if r.Method != http.MethodGet {
				return nil
			}
			return &sandbox.Failure{Status: 503, Code: 20500, RetryAfter: time.Second}
		}
	})
	w.send(sms(child, "x"))
	if status, _ := w.call("GET", w.api+".json", nil); status != 503 {
		t.Errorf("list answered %d", status)
	}
}
