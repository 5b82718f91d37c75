package twilio

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"heard/notify"
)

const (
	pageSize = 100
	// maxPages bounds a search: nobody is sent 2,000 texts in the minutes
	// between an attempt and the search for it.
	maxPages = 20
	// skew is how far Twilio's clock and ours may be apart. What matches by
	// chance within it is known to be another text's, by its id.
	skew = time.Minute
)

// Find implements notify.Provider. The list is not narrowed by DateSent: a
// message that is still queued has none.
func (p *Provider) Find(ctx context.Context, t notify.Text, since time.Time) ([]string, error) {
	if isCall(t) {
		return p.findCalls(ctx, t, since)
	}
	since = since.Add(-skew).Truncate(time.Second)
	params := &api.ListMessageParams{}
	params.SetTo(number(t.To)).SetPageSize(pageSize)
	var ids []string
	token, page := "", ""
	for range maxPages {
		got, err := p.service(ctx).PageMessage(params, token, page)
		if err != nil {
			return nil, sendError(err)
		}
		older := len(got.Messages) > 0
		for _, m := range got.Messages {
			if matches(m, t, since) {
				ids = append(ids, *m.Sid)
			}
			older = older && before(m, since)
		}
		// The list is newest first: behind a page of older messages are only
		// older ones.
		if token, page = next(got.NextPageUri); older || token == "" && page == "" {
			break
		}
	}
	slices.Reverse(ids)
	return ids, nil
}

// matches tells whether a message is the text: ours, to the same number, with
// the same words but for the white space at its ends, which Twilio may trim. An
// approved text has the words that Twilio keeps of it; what Twilio says of
// itself, at STOP, is not taken for one.
func matches(m api.ApiV2010Message, t notify.Text, since time.Time) bool {
	return m.Sid != nil && strings.HasPrefix(value(m.Direction), "outbound") &&
		value(m.To) == number(t.To) && !before(m, since) &&
		(t.Content != "" && value(m.Direction) == "outbound-api" ||
			t.Content == "" && strings.TrimSpace(value(m.Body)) == strings.TrimSpace(t.Body))
}

// before tells whether Twilio took a message before a moment, in whole seconds.
// One without a date is taken for new.
func before(m api.ApiV2010Message, moment time.Time) bool {
	at, err := time.Parse(time.RFC1123Z, value(m.DateCreated))
	return err == nil && at.Before(moment)
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// next reads where a list goes on. Only the place is taken over, not the
// address: that is ours to choose.
func next(uri *string) (token, page string) {
	u, err := url.Parse(value(uri))
	if err != nil {
		return "", ""
	}
	return u.Query().Get("PageToken"), u.Query().Get("Page")
}
