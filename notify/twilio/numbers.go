package twilio

import (
	"context"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// Wiring is what the provider does with what comes to one of our numbers.
type Wiring struct {
	Message  string // the address that a text is posted to
	Fallback string // and the one where that fails
	Voice    string // the address that a call is posted to
}

// WiringOf reads how a number is set up; false means that it is not the
// account's.
func (p *Provider) WiringOf(ctx context.Context, phone string) (Wiring, bool, error) {
	params := &api.ListIncomingPhoneNumberParams{}
	params.SetPhoneNumber(phone).SetPageSize(pageSize)
	got, err := p.service(ctx).PageIncomingPhoneNumber(params, "", "")
	if err != nil {
		return Wiring{}, false, sendError(err)
	}
	for _, n := range got.IncomingPhoneNumbers {
		if value(n.PhoneNumber) == phone {
			return Wiring{value(n.SmsUrl), value(n.SmsFallbackUrl), value(n.VoiceUrl)}, true, nil
		}
	}
	return Wiring{}, false, nil
}
