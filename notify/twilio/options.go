package twilio

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"heard/notify"
)

// Options say whose account it is. Account and Token must be given.
type Options struct {
	Account string
	Token   string
	// Next is the token that is to replace Token; may be empty.
	Next string
	// APIBase is where the API is; "" means https://api.twilio.com.
	APIBase string
	// CallbackBase is the URL that is told how messages fare; "" for none.
	CallbackBase string
	// VoiceBase is the URL to which keys pressed in a call are posted, and how
	// the call fares.
	VoiceBase string
	// MessagingService sends, and chooses the number; "" means that From does.
	MessagingService string
	// PerSecond is how many parts of texts each number sends in a second; 0
	// leaves it to Twilio's own queue.
	PerSecond float64
	// Timeout is of one request, connecting and answer; 0 means 15 s.
	Timeout time.Duration
	// Now is the clock by which a pause is kept; nil means time.Now.
	Now func() time.Time
	// Transport carries requests; nil means one of this provider's own.
	Transport http.RoundTripper
}

const (
	apiBase = "https://api.twilio.com"
	// timeout leaves a sender's 20 s time to write down what has become of it.
	timeout        = 15 * time.Second
	connectTimeout = 5 * time.Second
	// filesTimeout is of a whole file: 20 MB at 3 Mbit/s.
	filesTimeout = time.Minute
)

// Provider sends through one account. It may be used by many goroutines.
type Provider struct {
	o      Options
	base   *url.URL
	client *http.Client
	files  *http.Client // has more time
	tokens *tokens
	pace   *pace
}

var (
	_ notify.Provider  = (*Provider)(nil)
	_ notify.Explainer = (*Provider)(nil)
)

// New makes a provider. It asks nothing of Twilio yet.
func New(o Options) (*Provider, error) {
	if o.Account == "" || o.Token == "" {
		return nil, errors.New("twilio needs an account and its token") // twilio-go would ask without
	}
	if o.APIBase == "" {
		o.APIBase = apiBase
	}
	base, err := url.Parse(strings.TrimSuffix(o.APIBase, "/"))
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("twilio_api %q is not a URL", o.APIBase)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Timeout == 0 {
		o.Timeout = timeout
	}
	if o.Transport == nil {
		o.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
			TLSHandshakeTimeout: connectTimeout,
			ForceAttemptHTTP2:   true,
			MaxIdleConnsPerHost: 8, // as many as a sender uses: 4 and 4 urgent
			IdleConnTimeout:     30 * time.Second,
		}
	}
	// A redirect would turn a create into a read, and carry our token along.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Provider{
		o: o, base: base, tokens: newTokens(o.Token, o.Next), pace: newPace(o.PerSecond),
		client: &http.Client{Transport: o.Transport, Timeout: o.Timeout, CheckRedirect: stay},
		files:  &http.Client{Transport: o.Transport, Timeout: filesTimeout, CheckRedirect: stay},
	}, nil
}
