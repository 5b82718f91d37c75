package twilio

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/url"
	"slices"
	"strings"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"heard/casework"
	"heard/notify"
)

const (
	// ringing is how long a phone rings, in seconds: some 9 rings.
	ringing = 45
	// times is how often the words are said before the call ends.
	times = "3"
)

// call rings a phone and says the words until a key is pressed. The key and how
// the call fares are posted to the voice webhook; the words go with the call,
// so that it can be made although nobody could reach us.
func (p *Provider) call(ctx context.Context, t notify.Text) (string, error) {
	params := &api.CreateCallParams{}
	params.SetTo(t.To.Value()).SetFrom(t.From.Value()).SetTimeout(ringing)
	hook := ""
	if p.o.VoiceBase != "" {
		hook = p.o.VoiceBase + "?part=" + url.QueryEscape(t.Part)
		params.SetStatusCallback(hook).SetStatusCallbackEvent([]string{"initiated", "ringing", "answered", "completed"})
	}
	params.SetTwiml(twiml(t.Body, hook))
	made, err := p.service(ctx).CreateCall(params)
	if err != nil {
		return "", sendError(err)
	}
	if made.Sid == nil || *made.Sid == "" {
		return "", unclear("no_sid", nil)
	}
	return *made.Sid, nil
}

// twiml says some words and waits for one key.
func twiml(words, hook string) string {
	var b strings.Builder
	b.WriteString(`<Response><Gather numDigits="1" timeout="10" action="` + escaped(hook) + `">`)
	b.WriteString(`<Say language="en-GB" loop="` + times + `">` + escaped(words) + `</Say></Gather></Response>`)
	return b.String()
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

// findCalls returns the calls to a number since a moment. What they said is not
// in the list; those that are known to be another's the caller leaves out.
func (p *Provider) findCalls(ctx context.Context, t notify.Text, since time.Time) ([]string, error) {
	since = since.Add(-skew).Truncate(time.Second)
	params := &api.ListCallParams{}
	params.SetTo(t.To.Value()).SetFrom(t.From.Value()).SetPageSize(pageSize)
	got, err := p.service(ctx).PageCall(params, "", "")
	if err != nil {
		return nil, sendError(err)
	}
	var ids []string
	for _, c := range got.Calls {
		at, err := time.Parse(time.RFC1123Z, value(c.DateCreated))
		if c.Sid != nil && (err != nil || !at.Before(since)) {
			ids = append(ids, *c.Sid)
		}
	}
	slices.Reverse(ids)
	return ids, nil
}

func isCall(t notify.Text) bool { return t.To.Channel() == casework.Call }
