package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	intaketwilio "heard/intake/twilio"
	"heard/sandbox"
)

// TestATokenIsReplacedWhileTheServiceRuns goes the way of docs/twilio.md: the
// new token is put beside the old one, promoted at the provider, and moved to
// the old one's place. The service is not started again.
func TestATokenIsReplacedWhileTheServiceRuns(t *testing.T) {
	t.Parallel()
	const old = "fedcba9876543210fedcba9876543210"
	w := newTown(t, nil, "settle: 0s")
	now, next := filepath.Join(w.dir, "token"), filepath.Join(w.dir, "next")
	put := func(path, token string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(token), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(now, old)
	put(next, "")
	w.env = slices.DeleteFunc(w.env, func(v string) bool { return strings.HasPrefix(v, "HEARD_TWILIO_TOKEN_") })
	w.env = append(w.env, "HEARD_TWILIO_TOKEN_HAMPSHIRE_FILE="+now, "HEARD_TWILIO_TOKEN_NEXT_HAMPSHIRE_FILE="+next)
	p, err := w.start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.open(p); err != nil {
		t.Fatal(err)
	}
	defer w.end(p, syscall.SIGKILL)

	r := rotation{t, w, p}
	r.answers("before", townToken, http.StatusForbidden) // the provider signs with what we do not know yet
	r.answers("before", old, http.StatusOK)
	put(next, townToken)
	r.reread("the tokens were changed")
	r.answers("both are known", townToken, http.StatusOK)
	r.answers("both are known", old, http.StatusOK)
	put(now, townToken)
	put(next, "")
	r.reread("the tokens were changed")
	r.answers("moved", townToken, http.StatusOK)
	r.answers("moved", old, http.StatusForbidden)
	put(now, "")
	r.reread("those known stay")
	r.answers("an emptied file changes nothing", townToken, http.StatusOK)
	// What we ask of the provider bears the token that it knows by now.
	said := func(m sandbox.Message) bool { return m.To == zoe && m.Direction == "outbound-api" }
	if _, err := w.provider.Await(t.Context(), 0, said); err != nil {
		t.Errorf("nothing was said with the new token: %v", err)
	}
}

// rotation is a service whose tokens change.
type rotation struct {
	*testing.T
	*town
	p *process
}

// answers posts a text that is signed with a token.
func (r rotation) answers(when, token string, want int) {
	r.Helper()
	form := url.Values{"MessageSid": {"SM" + randomHex(16)}, "From": {zoe}, "To": {townSMS}, "Body": {"my social worker never rings"}, "NumMedia": {"0"}}
	const path = "/twilio/hampshire/message"
	req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, "http://"+*r.door.Load()+path, strings.NewReader(form.Encode()))
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Twilio-Signature", intaketwilio.Sign(token, townURL+path, form))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != want {
		r.Errorf("%s: answered %d, want %d", when, res.StatusCode, want)
	}
}

// reread lets the files be read again, and waits until the service has told so.
func (r rotation) reread(word string) {
	r.Helper()
	before := r.logged(word)
	r.p.cmd.Process.Signal(syscall.SIGHUP)
	for end := time.Now().Add(startLimit); r.logged(word) == before; wait(r.Context(), 10*time.Millisecond) {
		if time.Now().After(end) {
			r.Fatalf("the service did not say that %s", word)
		}
	}
}

func (r rotation) logged(word string) int {
	log, err := os.ReadFile(r.p.stderr)
	if err != nil {
		r.Fatal(fmt.Errorf("the service's log: %w", err))
	}
	return strings.Count(string(log), word)
}
