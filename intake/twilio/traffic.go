package twilio

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
)

// Traffic makes webhooks as Twilio would post them, each signed and each
// different, for whoever wants to see what a door can stand. It may be used by
// any number of goroutines.
type Traffic struct {
	PublicURL string // as the service knows itself
	Council   string
	Account   string
	Token     string
	To        string   // one of the council's numbers
	People    int      // how many different people write; 0 means each message comes from another
	Texts     []string // what they write, in turn; none means a short complaint
	sent      atomic.Uint64
}

// Webhook is one request, to be posted as a form.
type Webhook struct {
	URL       string
	Signature string // the header X-Twilio-Signature
	Body      string
}

// Next makes the next webhook.
func (t *Traffic) Next() Webhook {
	n := t.sent.Add(1)
	w := Webhook{URL: t.PublicURL + "/twilio/" + t.Council + "/message"}
	form := t.form(n)
	w.Signature, w.Body = Sign(t.Token, w.URL, form), form.Encode()
	return w
}

// HTTP is the webhook as bytes, for a connection that is kept open.
func (w Webhook) HTTP() []byte {
	u, err := url.Parse(w.URL)
	if err != nil {
		return nil
	}
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: TwilioProxy/1.1\r\n"+
		"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nX-Twilio-Signature: %s\r\nContent-Length: %d\r\n\r\n%s",
		u.RequestURI(), u.Host, w.Signature, len(w.Body), w.Body)
}

// form has the 20 fields that an SMS comes with.
func (t *Traffic) form(n uint64) url.Values {
	person, text := n, "They changed my placement and nobody told me. I want to stay at my school."
	if t.People > 0 {
		person = n % uint64(t.People)
	}
	if len(t.Texts) > 0 {
		text = t.Texts[n%uint64(len(t.Texts))]
	}
	sid := fmt.Sprintf("SM%016x%016x", scatter(n), n)
	form := url.Values{}
	for _, pair := range strings.Fields(`ToCountry=GB ToState= SmsStatus=received ToCity= FromCountry=GB FromZip=
		FromState= FromCity= ToZip= NumMedia=0 NumSegments=1 ApiVersion=2010-04-01`) {
		name, value, _ := strings.Cut(pair, "=")
		form.Set(name, value)
	}
	for name, value := range map[string]string{
		"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "AccountSid": t.Account,
		"From": fmt.Sprintf("+4477%08d", person%1e8), "To": t.To, "Body": text,
		"MessagingServiceSid": "MG00000000000000000000000000000001",
	} {
		form.Set(name, value)
	}
	return form
}

// scatter makes neighbouring numbers differ everywhere, as real ids do.
func scatter(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}
