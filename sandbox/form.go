package sandbox

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The longest body, in characters, and how long after a person's last WhatsApp
// message a text without a template still reaches them.
const (
	maxBody = 1600
	window  = 24 * time.Hour
)

// parameters are all that Twilio's description of Create knows.
var parameters = strings.Fields(`AddressRetention ApplicationSid Attempt Body ContentRetention
	ContentSid ContentVariables FallbackFrom ForceDelivery From MaxPrice MediaUrl MessagingServiceSid
	PersistentAction ProvideFeedback RiskCheck ScheduleType SendAsMms SendAt ShortenUrls SmartEncoded
	StatusCallback To TrafficType ValidityPeriod`)

func (t *Twilio) checkForm(form url.Values) error {
	switch {
	case form.Get("To") == "":
		return refused(21604)
	case form.Get("From") == "" && form.Get("MessagingServiceSid") == "":
		return refused(21603)
	case form.Get("Body") == "" && form.Get("MediaUrl") == "" && form.Get("ContentSid") == "":
		return refused(21602)
	case utf8.RuneCountInString(form.Get("Body")) > maxBody:
		return refused(21617)
	case !wellFormed(form.Get("To")):
		return refusedFor(21211, form.Get("To"))
	case !validCallback(form.Get("StatusCallback")):
		return refused(21609)
	}
	return t.checkNames(form)
}

func (t *Twilio) checkNames(form url.Values) error {
	for name := range form {
		if t.o.Strict && !slices.Contains(parameters, name) {
			return problem{Status: 400, Code: 20001, Message: "Parameter " + name + " is unknown"}
		}
	}
	return nil
}

func validCallback(raw string) bool {
	if raw == "" {
		return true
	}
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (t *Twilio) checkPair(from, to string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case isWhatsApp(from) != isWhatsApp(to):
		return refused(21910)
	case from == to:
		return refused(21266)
	case t.optedOut[pair{to, from}]:
		return refused(21610)
	}
	return nil
}

// body is what the person will read: the text, or the template filled in with
// its buttons.
func (t *Twilio) body(form url.Values) (string, []Button, error) {
	sid := form.Get("ContentSid")
	if sid == "" {
		return form.Get("Body"), nil, nil
	}
	content, known := t.o.Contents[sid]
	if !known && t.o.Contents != nil {
		return "", nil, refused(21655)
	}
	var blanks map[string]string
	if v := form.Get("ContentVariables"); v != "" && !wellFilled(v, &blanks) {
		return "", nil, problem{Status: 400, Code: 21656, Message: "The ContentVariables parameter is invalid."}
	}
	if !known {
		return strings.TrimSpace("[" + sid + "] " + form.Get("ContentVariables")), nil, nil
	}
	text := content.Text
	for name, value := range blanks {
		text = strings.ReplaceAll(text, "{{"+name+"}}", value)
	}
	return text, content.Buttons, nil
}

// wellFilled reads what is filled into a template. WhatsApp takes neither line
// ends nor tabs there.
func wellFilled(variables string, into *map[string]string) bool {
	if json.Unmarshal([]byte(variables), into) != nil {
		return false
	}
	for _, value := range *into {
		if strings.ContainsAny(value, "\n\t") || strings.Contains(value, "     ") {
			return false
		}
	}
	return true
}

// windowClosed reports whether a free WhatsApp text comes too late after the
// person's own last message to this number. The caller holds the lock.
func (t *Twilio) windowClosed(m *Message) bool {
	if !isWhatsApp(m.To) || m.Content != "" {
		return false
	}
	for _, last := range slices.Backward(t.messages) {
		if last.Direction == inbound && last.From == m.To && last.To == m.From {
			return m.At.Sub(last.At) > window
		}
	}
	return true
}
