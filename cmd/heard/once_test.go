package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"heard/sandbox"
	"heard/store/storetest"
)

// serve starts the town's service for as long as the test lasts, and sees that
// it ends well.
func (w *town) serve(t *testing.T) {
	t.Helper()
	p, err := w.start(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if code := w.end(p, syscall.SIGTERM); code != 0 {
			t.Errorf("told to end, the service ended with %d", code)
		}
	})
	if err := w.open(p); err != nil {
		t.Fatal(err)
	}
}

// hears waits until somebody has had so many texts.
func (w *town) hears(t *testing.T, to string, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), answerLimit)
	defer cancel()
	last := 0
	for i := range n {
		m, err := w.provider.Await(ctx, last, func(m sandbox.Message) bool { return m.To == to })
		if err != nil {
			t.Fatalf("%s had %d texts of %d: %v", to, i, n, err)
		}
		last = m.Seq
	}
}

// heard returns what was said to each address, after a while in which what
// should not come may come.
func (w *town) heard(t *testing.T) map[string][]string {
	t.Helper()
	wait(t.Context(), time.Second)
	out := map[string][]string{}
	for _, m := range w.provider.Messages() {
		out[m.To] = append(out[m.To], m.Body)
	}
	return out
}

func TestAMessageThatComesAThousandTimesIsOneMessage(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil, "settle: 0s")
	w.serve(t)
	const sid = "SM00000000000000000000000000000001"
	status, err := w.provider.Inbound(t.Context(), sandbox.Message{SID: sid, From: zoe, To: townSMS, Body: "my social worker never turns up"})
	if err != nil || status != 200 {
		t.Fatalf("answered %d, %v", status, err)
	}
	var senders sync.WaitGroup
	var left atomic.Int64
	left.Store(999)
	for range 2 {
		senders.Go(func() {
			for left.Add(-1) >= 0 {
				if status, err := w.provider.Redeliver(t.Context(), sid); err != nil || status != 200 {
					t.Errorf("again: answered %d, %v", status, err)
					return
				}
			}
		})
	}
	senders.Wait()
	w.hears(t, zoe, 2)
	if texts := w.heard(t)[zoe]; len(texts) != 2 {
		t.Errorf("answered %d times: %q", len(texts), texts)
	}
	cases, err := w.house(t).store.AllCases(t.Context(), "hampshire", "", 10)
	if err != nil || len(cases) != 1 || cases[0].Statement != "my social worker never turns up" {
		t.Errorf("%d cases, %v", len(cases), err)
	}
}

func TestAWrongSignatureIsRefusedAndNothingStored(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil, "settle: 0s")
	w.serve(t)
	h := w.house(t)
	form := url.Values{"MessageSid": {"SM00000000000000000000000000000002"}, "AccountSid": {townAccount}, "From": {zoe}, "To": {townSMS}, "Body": {"he hit me again"}}
	to := townURL + "/twilio/hampshire/message"
	for name, signature := range map[string]string{
		"of another account": sandbox.Sign("fedcba9876543210fedcba9876543210", to, form),
		"of another address": sandbox.Sign(townToken, strings.Replace(to, "message", "status", 1), form),
		"of other words":     sandbox.Sign(townToken, to, url.Values{}),
		"none":               "",
	} {
		if status := w.post(t, to, form, signature); status != http.StatusForbidden {
			t.Errorf("%s: answered %d", name, status)
		}
	}
	for _, key := range storetest.Keys(storetest.Dump(t, h.engine)) {
		if !strings.HasPrefix(key, "hampshire/mark/") { // what the service notes for itself
			t.Errorf("%s was stored", key)
		}
	}
	if status := w.post(t, to, form, sandbox.Sign(townToken, to, form)); status != http.StatusOK {
		t.Errorf("rightly signed: answered %d", status)
	}
}

// post posts a form as the provider would, under any signature.
func (w *town) post(t *testing.T, to string, form url.Values, signature string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if signature != "" {
		req.Header.Set("X-Twilio-Signature", signature)
	}
	client := &http.Client{Transport: &http.Transport{DialContext: w.dial, DisableKeepAlives: true}, Timeout: 10 * time.Second}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}
