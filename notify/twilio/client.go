package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"heard/notify"
)

// maxAnswer is the most that is read of an answer. A page of 100 messages of
// 1,600 characters has less than 1 MB.
const maxAnswer = 4 << 20

// call is twilio-go's client for one call: it carries the call's context, which
// twilio-go itself has no room for.
type call struct {
	ctx context.Context
	p   *Provider
}

var _ client.BaseClient = call{}

// service returns twilio-go's API for one call.
func (p *Provider) service(ctx context.Context) *api.ApiService {
	return api.NewApiServiceWithClient(call{ctx, p})
}

// AccountSid implements client.BaseClient.
func (c call) AccountSid() string { return c.p.o.Account }

// SetTimeout implements client.BaseClient. The context and Options decide.
func (call) SetTimeout(time.Duration) {}

// SetOauth implements client.BaseClient. Basic authentication is used.
func (call) SetOauth(client.OAuth) {}

// OAuth implements client.BaseClient.
func (call) OAuth() client.OAuth { return nil }

// SendRequest implements client.BaseClient. An error is a *notify.SendError.
func (c call) SendRequest(method, rawURL string, data url.Values, _ map[string]any, _ ...byte) (*http.Response, error) {
	res, err := c.ask(method, rawURL, data)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	err = errors.Join(err, res.Body.Close())
	switch {
	case res.StatusCode < 200 || res.StatusCode > 299:
		return nil, refused(res, body)
	case err != nil:
		return nil, unanswered(err)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// ask makes a request with the token that is right. One that is refused for its
// token has done nothing, so it may be made with the other.
func (c call) ask(method, rawURL string, data url.Values) (*http.Response, error) {
	tokens := c.p.tokens.all()
	for i, token := range tokens {
		req, err := c.request(method, rawURL, data)
		if err != nil {
			return nil, err
		}
		req.SetBasicAuth(c.p.o.Account, token)
		res, err := c.p.client.Do(req)
		switch {
		case err != nil:
			return nil, unanswered(err)
		case res.StatusCode != http.StatusUnauthorized || i == len(tokens)-1:
			if i > 0 && res.StatusCode != http.StatusUnauthorized {
				c.p.tokens.prefer(token)
			}
			return res, nil
		}
		res.Body.Close()
	}
	return nil, unclear("no_token", nil)
}

// request makes a request as it is to go over the wire. twilio-go's idea of the
// host, which may come from the environment, gives way to that of Options.
func (c call) request(method, rawURL string, data url.Values) (*http.Request, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, errors.New("twilio: the address of a request is no URL")
	}
	u.Scheme, u.Host, u.Path = c.p.base.Scheme, c.p.base.Host, c.p.base.Path+u.Path
	var body io.Reader
	if method == http.MethodGet {
		u.RawQuery = data.Encode()
	} else {
		body = strings.NewReader(data.Encode())
	}
	req, err := http.NewRequestWithContext(c.ctx, method, u.String(), body)
	if err != nil {
		return nil, errors.New("twilio: a request cannot be made")
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "heard (twilio-go/"+client.LibraryVersion+")")
	return req, nil
}

// unanswered is a request without an answer. Only where there was never a
// connection is it certain that nothing was sent. The URL that net/http puts
// into its errors is left out: the list's has a number in it.
func unanswered(err error) *notify.SendError {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return &notify.SendError{Temporary: true, Code: "unreachable", Hint: hintAway, Err: err}
	}
	return unclear("no_answer", err)
}

func unclear(code string, err error) *notify.SendError {
	return &notify.SendError{Unknown: true, Code: code, Hint: hintUnclear, Err: err}
}

// refused is an answer that is none: Twilio's own words for an error are not
// kept, they quote numbers.
func refused(res *http.Response, body []byte) *notify.SendError {
	var said struct{ Code int }
	known := json.Unmarshal(body, &said) == nil && said.Code != 0
	if res.StatusCode >= 500 || res.StatusCode < 400 {
		return unclear(strconv.Itoa(res.StatusCode), nil)
	}
	if !known {
		said.Code = res.StatusCode
	}
	e := explain(said.Code)
	if !known && e.Hint == hintOther {
		// Something on the way has answered, not Twilio: nobody is to be
		// given up for it.
		e = &notify.SendError{Temporary: true, Operator: true, Code: strconv.Itoa(res.StatusCode),
			Hint: hintOperator, Err: fmt.Errorf("the answer is not Twilio's")}
	}
	e.RetryAfter = retryAfter(res.Header.Get("Retry-After"))
	return e
}

// retryAfter reads the header in seconds. As a date it would need a clock that
// agrees with the provider's; then our own waits have to do.
func retryAfter(header string) time.Duration {
	seconds, err := strconv.Atoi(strings.TrimSpace(header))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
