package twilio_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"heard/intake/twilio"
)

func TestTrafficIsSignedAndDistinct(t *testing.T) {
	t.Parallel()
	kept := &inbox{}
	h := door(t, kept, nil)
	traffic := &twilio.Traffic{PublicURL: public, Council: "town", Token: token, To: "+447400000001", People: 3}
	for range 20 {
		if w := post(h, hooked(traffic.Next())); w.Code != http.StatusOK {
			t.Fatalf("answered %d", w.Code)
		}
	}
	people := map[string]bool{}
	for _, in := range kept.got {
		people[string(in.From)] = true
	}
	if len(kept.got) != 20 || len(people) != 3 {
		t.Errorf("%d messages of %d people", len(kept.got), len(people))
	}
}

func hooked(w twilio.Webhook) *http.Request {
	r := httptest.NewRequest(http.MethodPost, strings.TrimPrefix(w.URL, public), strings.NewReader(w.Body))
	r.Header.Set("X-Twilio-Signature", w.Signature)
	return r
}

// The provider may post one message many times over, from several machines.
func TestAThousandTimesTheSameIsOneMessage(t *testing.T) {
	t.Parallel()
	h := door(t, disk(t), nil)
	next := (&twilio.Traffic{PublicURL: public, Council: "town", Token: token, To: "+447400000001"}).Next()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for range 50 {
				if w := post(h, hooked(next)); w.Code != http.StatusOK {
					t.Errorf("answered %d", w.Code)
				}
			}
		})
	}
	wg.Wait()
	if c := h.Counts(); c["accepted"] != 1 || c["repeated"] != 999 {
		t.Errorf("counted %v", c)
	}
}
