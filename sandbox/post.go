package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// post signs a form and posts it as the provider does: one more attempt if no
// connection could be made, none for anything else.
func (t *Twilio) post(ctx context.Context, account, to string, form url.Values) (int, error) {
	status, err := t.postOnce(ctx, account, to, form)
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" && ctx.Err() == nil {
		return t.postOnce(ctx, account, to, form)
	}
	return status, err
}

func (t *Twilio) postOnce(ctx context.Context, account, to string, form url.Values) (int, error) {
	status, _, err := t.ask(ctx, account, to, form)
	return status, err
}

// ask posts a signed form and returns the answer.
func (t *Twilio) ask(ctx context.Context, account, to string, form url.Values) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, nil, fmt.Errorf("webhook: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("I-Twilio-Idempotency-Token", newSID(""))
	req.Header.Set("X-Twilio-Signature", Sign(t.token(account), to, form))
	res, err := t.client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("webhook: %w", err)
	}
	defer res.Body.Close()
	// Read to the end, so that the connection can be used again.
	body, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err != nil {
		return res.StatusCode, nil, fmt.Errorf("webhook: %w", err)
	}
	return res.StatusCode, body, nil
}

// tracker counts what runs in the background, so that a test can wait for it.
type tracker struct {
	mu   sync.Mutex
	n    int
	idle chan struct{} // closed when n falls to 0
}

func (k *tracker) start(f func()) {
	k.mu.Lock()
	if k.n++; k.n == 1 {
		k.idle = make(chan struct{})
	}
	k.mu.Unlock()
	go func() {
		defer k.done()
		f()
	}()
}

func (k *tracker) done() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.n--; k.n == 0 {
		close(k.idle)
	}
}

// Idle waits until every callback under way has been posted. What is held
// does not count.
func (t *Twilio) Idle(ctx context.Context) error {
	t.work.mu.Lock()
	idle, n := t.work.idle, t.work.n
	t.work.mu.Unlock()
	if n == 0 {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
