package twilio

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"heard/casework"
)

// This file reads what people sent us from the account's list. A webhook that
// failed is not repeated for long, and then this list alone knows of it.

const (
	// inboundPage is how many messages are asked for at once: 200 of 1,600
	// characters, each of 12 bytes when escaped, have less than maxAnswer.
	inboundPage = 200
	// inboundPages bounds one reading: 100,000 messages to one number.
	inboundPages = 500
)

// Inbound is a message that somebody sent to one of our numbers.
type Inbound struct {
	ID    string
	From  string // as the provider writes it
	Body  string
	Media int       // how many files came with it
	At    time.Time // when the provider received it
}

// Received lists what was sent to one of our addresses since a moment, the
// newest first. The list ends with an error if it could not be read to its end.
func (p *Provider) Received(ctx context.Context, to casework.Address, since time.Time) iter.Seq2[Inbound, error] {
	params := &api.ListMessageParams{}
	params.SetTo(number(to)).SetDateSentAfter(since.UTC().Truncate(time.Second)).SetPageSize(inboundPage)
	return func(yield func(Inbound, error) bool) {
		token, page := "", ""
		for range inboundPages {
			got, err := p.service(ctx).PageMessage(params, token, page)
			if err != nil {
				yield(Inbound{}, sendError(err))
				return
			}
			older := len(got.Messages) > 0
			for _, m := range got.Messages {
				older = older && before(m, since)
				if in, ok := inbound(m); ok && !in.At.Before(since) && !yield(in, nil) {
					return
				}
			}
			if token, page = next(got.NextPageUri); older || token == "" && page == "" {
				return
			}
		}
	}
}

// inbound reads a message of the list; false for one that is not a person's.
func inbound(m api.ApiV2010Message) (Inbound, bool) {
	if m.Sid == nil || *m.Sid == "" || value(m.Direction) != "inbound" {
		return Inbound{}, false
	}
	media, _ := strconv.Atoi(value(m.NumMedia))
	return Inbound{ID: *m.Sid, From: value(m.From), Body: value(m.Body), Media: media, At: taken(m)}, true
}

// taken is when the provider had a message: the earlier of its two dates, so
// that no limit on the council starts too late.
func taken(m api.ApiV2010Message) time.Time {
	created, _ := time.Parse(time.RFC1123Z, value(m.DateCreated))
	sent, _ := time.Parse(time.RFC1123Z, value(m.DateSent))
	if created.IsZero() || !sent.IsZero() && sent.Before(created) {
		return sent.UTC()
	}
	return created.UTC()
}

// File is a file that came with a message.
type File struct {
	URL  string // where its bytes are
	Type string
}

// FilesOf lists the files of a message.
func (p *Provider) FilesOf(ctx context.Context, message string) ([]File, error) {
	params := &api.ListMediaParams{}
	params.SetPageSize(inboundPage)
	got, err := p.service(ctx).PageMedia(message, params, "", "")
	if err != nil {
		return nil, sendError(err)
	}
	var files []File
	for _, m := range got.MediaList {
		if uri := strings.TrimSuffix(value(m.Uri), ".json"); strings.HasPrefix(uri, "/") {
			files = append(files, File{URL: p.o.APIBase + uri, Type: value(m.ContentType)})
		}
	}
	return files, nil
}
