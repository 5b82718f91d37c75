package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"heard/casework"
	"heard/notify"
)

// Send implements notify.Provider.
func (p *Provider) Send(ctx context.Context, t notify.Text) (string, error) {
	if isCall(t) {
		return p.call(ctx, t)
	}
	params := &api.CreateMessageParams{}
	params.SetTo(number(t.To))
	if t.Content == "" {
		params.SetBody(t.Body)
	} else if err := setContent(params, t); err != nil {
		return "", err
	}
	if p.o.MessagingService != "" {
		params.SetMessagingServiceSid(p.o.MessagingService)
	} else {
		params.SetFrom(number(t.From))
	}
	if p.o.CallbackBase != "" {
		params.SetStatusCallback(p.o.CallbackBase + "?part=" + url.QueryEscape(t.Part))
	}
	made, err := p.service(ctx).CreateMessage(params)
	if err != nil {
		failed := sendError(err)
		if failed.RetryAfter > 0 || failed.Hint == hintBusy {
			p.pace.ask(failed.RetryAfter, p.o.Now())
		}
		return "", failed
	}
	if made.Sid == nil || *made.Sid == "" {
		return "", unclear("no_sid", nil)
	}
	return *made.Sid, nil
}

// setContent asks for a text that the provider has approved.
func setContent(params *api.CreateMessageParams, t notify.Text) error {
	params.SetContentSid(t.Content)
	if len(t.Variables) == 0 {
		return nil
	}
	filled, err := json.Marshal(t.Variables)
	if err != nil {
		return &notify.SendError{Code: "variables", Hint: hintWords}
	}
	params.SetContentVariables(string(filled))
	return nil
}

// number writes an address as Twilio does.
func number(a casework.Address) string {
	if a.Channel() == casework.WhatsApp {
		return "whatsapp:" + a.Value()
	}
	return a.Value()
}

// sendError takes an answer that twilio-go could not read for an unknown
// outcome. What it says is not kept: it may quote the answer.
func sendError(err error) *notify.SendError {
	if s, ok := errors.AsType[*notify.SendError](err); ok {
		return s
	}
	return unclear("bad_answer", nil)
}
