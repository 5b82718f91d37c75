package sandbox

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Inbound lets a person send a message to one of the lines. The provider keeps
// it, obeys a keyword, and posts the signed webhook; the status is what the
// webhook answered. An error with the status 0 means that the webhook was not
// reached: the message is kept all the same, and nobody is told of it again.
func (t *Twilio) Inbound(ctx context.Context, m Message) (status int, err error) {
	l, ok := t.line(m.To)
	if !ok {
		return 0, fmt.Errorf("nobody has the number %q", m.To)
	}
	if !wellFormed(m.From) || isWhatsApp(m.From) != isWhatsApp(m.To) {
		return 0, fmt.Errorf("a message from %q to %q cannot be", m.From, m.To)
	}
	kept := t.receive(l, m)
	if kept.Lost {
		return 0, nil
	}
	return t.Redeliver(ctx, kept.SID)
}

// Redeliver posts the webhook of an inbound message again, unchanged, as a
// provider does that is not sure of having been heard.
func (t *Twilio) Redeliver(ctx context.Context, sid string) (status int, err error) {
	t.mu.Lock()
	kept, ok := t.bySID[sid]
	if !ok || kept.Direction != inbound {
		t.mu.Unlock()
		return 0, fmt.Errorf("no inbound message %q", sid)
	}
	m := kept.clone()
	base := t.base
	t.mu.Unlock()

	hook := ""
	if t.o.Webhook != nil {
		hook = t.o.Webhook(m.To)
	}
	if hook == "" {
		return 0, nil
	}
	status, err = t.post(ctx, m.Account, hook, m.webhookForm(base))
	t.mu.Lock()
	defer t.mu.Unlock()
	kept.Webhook = status
	t.touch()
	return status, err
}

// receive keeps an inbound message and obeys a keyword in it.
func (t *Twilio) receive(l Line, m Message) *Message {
	m.Account, m.Direction, m.Status = l.Account, inbound, "received"
	m.Segments, m.Service = segments(m.Body), l.Service
	m.Media = keepMedia(m.Media)
	if m.SID == "" {
		m.SID = newSID(kindOf(m))
	}
	t.mu.Lock()
	if t.deaf > 0 {
		t.deaf--
		m.Lost = true
	}
	t.record(&m)
	m.Sent = m.At
	reply := t.obey(&m, l)
	t.mu.Unlock()
	if reply != "" {
		t.accept(&Message{
			SID: newSID("SM"), Account: l.Account, Direction: viaReply, From: m.To, To: m.From,
			Body: reply, Status: "queued", Segments: segments(reply), Service: l.Service,
		}, 0)
	}
	return &m
}

func kindOf(m Message) string {
	if len(m.Media) > 0 {
		return "MM"
	}
	return "SM"
}

func (t *Twilio) line(address string) (Line, bool) {
	for _, l := range t.o.Lines {
		if l.owns(address) {
			return l, true
		}
	}
	return Line{}, false
}

// webhookForm is the inbound webhook in the provider's own shape: a parameter
// that it knows nothing about is there and empty.
func (m *Message) webhookForm(base string) url.Values {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "SmsMessageSid": {m.SID}, "AccountSid": {m.Account},
		"From": {m.From}, "To": {m.To}, "Body": {m.Body}, "SmsStatus": {"received"},
		"NumMedia": {strconv.Itoa(len(m.Media))}, "NumSegments": {strconv.Itoa(m.Segments)},
		"ApiVersion": {apiVersion},
	}
	set(form, "MessagingServiceSid", m.Service)
	set(form, "OptOutType", m.OptOut)
	for i, media := range m.Media {
		n := strconv.Itoa(i)
		form.Set("MediaUrl"+n, base+m.path()+"/Media/"+media.SID)
		form.Set("MediaContentType"+n, media.ContentType)
	}
	if isWhatsApp(m.From) {
		m.addWhatsApp(form)
	} else {
		addPlaces(form, m)
	}
	return form
}

func (m *Message) addWhatsApp(form url.Values) {
	number := strings.TrimPrefix(m.From, whatsApp)
	name := m.ProfileName
	if name == "" {
		name = number
	}
	form.Set("ProfileName", name)
	form.Set("WaId", strings.TrimPrefix(number, "+"))
	form.Set("MessageType", m.messageType())
	form.Set("ReferralNumMedia", "0")
	set(form, "ButtonText", m.ButtonText)
	set(form, "ButtonPayload", m.ButtonPayload)
}

// messageType is text, button, or the first half of the media's type.
func (m *Message) messageType() string {
	switch {
	case m.ButtonText != "" || m.ButtonPayload != "":
		return "button"
	case len(m.Media) > 0:
		kind, _, _ := strings.Cut(m.Media[0].ContentType, "/")
		return strings.Replace(kind, "application", "document", 1)
	}
	return "text"
}

func addPlaces(form url.Values, m *Message) {
	for who, number := range map[string]string{"From": m.From, "To": m.To} {
		country := ""
		if strings.HasPrefix(number, "+44") {
			country = "GB"
		}
		form.Set(who+"Country", country)
		for _, place := range []string{"City", "State", "Zip"} {
			form.Set(who+place, "")
		}
	}
}

func set(form url.Values, name, value string) {
	if value != "" {
		form.Set(name, value)
	}
}
