package sandbox

import (
	"strconv"
	"time"
)

// resource is a message as the API writes it: every field is there, and what
// is not known is null. Times are RFC 2822 in GMT.
type resource struct {
	AccountSID   string            `json:"account_sid"`
	APIVersion   string            `json:"api_version"`
	Body         string            `json:"body"`
	DateCreated  *string           `json:"date_created"`
	DateSent     *string           `json:"date_sent"`
	DateUpdated  *string           `json:"date_updated"`
	Direction    string            `json:"direction"`
	ErrorCode    *int              `json:"error_code"`
	ErrorMessage *string           `json:"error_message"`
	From         *string           `json:"from"`
	Service      *string           `json:"messaging_service_sid"`
	NumMedia     string            `json:"num_media"`
	NumSegments  string            `json:"num_segments"`
	Price        *string           `json:"price"`
	PriceUnit    string            `json:"price_unit"`
	SID          string            `json:"sid"`
	Status       string            `json:"status"`
	Subresources map[string]string `json:"subresource_uris"`
	To           string            `json:"to"`
	URI          string            `json:"uri"`
}

const apiVersion = "2010-04-01"

func (m *Message) resource() resource {
	path := m.path()
	r := resource{
		AccountSID: m.Account, APIVersion: apiVersion, Body: m.Body,
		DateCreated: stamp(m.At), DateSent: stamp(m.Sent), DateUpdated: stamp(m.Updated),
		Direction: m.Direction, From: optional(m.From), Service: optional(m.Service),
		NumMedia: strconv.Itoa(len(m.Media)), NumSegments: strconv.Itoa(m.Segments),
		PriceUnit: "USD", SID: m.SID, Status: m.Status, To: m.To, URI: path + ".json",
		Subresources: map[string]string{"media": path + "/Media.json"},
	}
	if m.ErrorCode != 0 {
		r.ErrorCode, r.ErrorMessage = &m.ErrorCode, optional(words[m.ErrorCode])
	}
	if m.Status == "accepted" {
		r.From = nil // a Messaging Service chooses the number only afterwards
	}
	return r
}

func (m *Message) path() string {
	return "/" + apiVersion + "/Accounts/" + m.Account + "/Messages/" + m.SID
}

func stamp(at time.Time) *string {
	if at.IsZero() {
		return nil
	}
	return optional(at.UTC().Format(time.RFC1123Z))
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
