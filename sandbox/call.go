package sandbox

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Call is one telephone call that the service makes, or answers.
type Call struct {
	SID      string    `json:"sid"`
	Account  string    `json:"account"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	Status   string    `json:"status"` // queued, ringing, in-progress, completed, busy, no-answer
	Words    string    `json:"words"`  // what is said
	Pressed  string    `json:"pressed,omitempty"`
	Inbound  bool      `json:"inbound,omitempty"`
	Through  string    `json:"through,omitempty"` // the number that a caller is put through to
	Answer   string    `json:"answer,omitempty"`  // what was said after the key
	At       time.Time `json:"at"`
	Callback string    `json:"-"` // StatusCallback

	action string
}

const (
	callRinging = "ringing"
	callAnswer  = "in-progress"
	callDone    = "completed"
)

// over tells whether nobody is on the line any more.
func (c *Call) over() bool {
	return !slices.Contains([]string{"queued", callRinging, callAnswer}, c.Status)
}

// twiml is as much of the provider's language as the service speaks in calls.
type twiml struct {
	Say    string `xml:"Say"`
	Gather struct {
		Action string `xml:"action,attr"`
		Say    string `xml:"Say"`
	} `xml:"Gather"`
}

// createCall rings a phone.
func (t *Twilio) createCall(w http.ResponseWriter, r *http.Request, a account) error {
	return t.creating(w, r, func(form url.Values, _ Failure) (any, error) {
		c, err := t.draftCall(a, form)
		if err != nil {
			return nil, err
		}
		t.mu.Lock()
		c.At = t.o.Now()
		t.calls = append(t.calls, c)
		made := c.resource()
		t.touch()
		t.mu.Unlock()
		t.work.start(func() { t.turn(c.SID, callRinging) })
		return made, nil
	})
}

func (t *Twilio) draftCall(a account, form url.Values) (*Call, error) {
	var said twiml
	switch {
	case !wellFormed(form.Get("To")):
		return nil, refusedFor(21211, form.Get("To"))
	case a.checkFrom(form.Get("From")) != nil:
		return nil, a.checkFrom(form.Get("From"))
	case !validCallback(form.Get("StatusCallback")):
		return nil, refused(21609)
	case xml.Unmarshal([]byte(form.Get("Twiml")), &said) != nil:
		return nil, refused(20001)
	}
	words := said.Gather.Say
	if words == "" {
		words = said.Say
	}
	return &Call{
		SID: newSID("CA"), Account: a.sid, From: form.Get("From"), To: form.Get("To"), Status: "queued",
		Words: words, Callback: form.Get("StatusCallback"), action: said.Gather.Action,
	}, nil
}

// resource is a call as the API writes it: every field is there, and what is
// not known is null.
func (c *Call) resource() map[string]any {
	path := "/" + apiVersion + "/Accounts/" + c.Account + "/Calls/" + c.SID
	r := map[string]any{
		"sid": c.SID, "account_sid": c.Account, "from": c.From, "from_formatted": c.From, "to": c.To, "to_formatted": c.To,
		"status": c.Status, "date_created": stamp(c.At), "date_updated": stamp(c.At), "direction": viaAPI, "api_version": apiVersion,
		"price_unit": "USD", "queue_time": "0", "uri": path + ".json", "subresource_uris": map[string]string{"events": path + "/Events.json"},
	}
	for _, unknown := range []string{
		"answered_by", "caller_name", "duration", "end_time", "forwarded_from", "group_sid",
		"parent_call_sid", "phone_number_sid", "price", "start_time", "trunk_sid",
	} {
		r[unknown] = nil
	}
	return r
}

func (t *Twilio) listCalls(w http.ResponseWriter, r *http.Request, a account) error {
	all := []map[string]any{}
	wants := func(field, have string) bool { return r.FormValue(field) == "" || r.FormValue(field) == have }
	for _, c := range slices.Backward(t.Calls()) {
		if c.Account == a.sid && wants("To", c.To) && wants("From", c.From) {
			all = append(all, c.resource())
		}
	}
	here := r.URL.RequestURI()
	answer(w, http.StatusOK, map[string]any{
		"calls": all, "page": 0, "page_size": len(all), "start": 0, "end": max(0, len(all)-1),
		"uri": here, "first_page_uri": here, "next_page_uri": nil, "previous_page_uri": nil,
	})
	return nil
}

// Calls is every call so far, the oldest first.
func (t *Twilio) Calls() (all []Call) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.calls {
		all = append(all, *c)
	}
	return all
}

// Pick says what the phone of a call does: "answer", "voicemail", "no-answer",
// "busy", "hang-up". A voicemail answers and presses nothing.
func (t *Twilio) Pick(sid, how string) error {
	switch how {
	case "answer":
		return t.turn(sid, callAnswer)
	case "voicemail":
		if err := t.turn(sid, callAnswer); err != nil {
			return err
		}
		return t.turn(sid, callDone)
	case "hang-up":
		return t.turn(sid, callDone)
	case "busy", "no-answer":
		return t.turn(sid, how)
	}
	return fmt.Errorf("a phone cannot %q", how)
}

// Press presses a key in a call, answering it first, and returns what is said
// then.
func (t *Twilio) Press(ctx context.Context, sid, key string) (string, error) {
	c, err := t.callBy(sid)
	if err != nil {
		return "", err
	}
	if c.Status == callRinging || c.Status == "queued" {
		if err := t.turn(sid, callAnswer); err != nil {
			return "", err
		}
	}
	status, body, err := t.ask(ctx, c.Account, c.action, c.form(callAnswer, key))
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the webhook answered %d", status)
	}
	if err != nil {
		return "", err
	}
	var said twiml
	_ = xml.Unmarshal(body, &said) // what is no TwiML says nothing
	t.mu.Lock()
	for _, k := range t.calls {
		if k.SID == sid {
			k.Pressed, k.Answer = key, said.Say
		}
	}
	t.mu.Unlock()
	return said.Say, t.turn(sid, callDone)
}

func (t *Twilio) callBy(sid string) (Call, error) {
	for _, c := range t.Calls() {
		if c.SID == sid {
			if c.over() {
				return c, fmt.Errorf("that call is over")
			}
			return c, nil
		}
	}
	return Call{}, fmt.Errorf("no call %q", sid)
}

// turn brings a call to a status and tells it.
func (t *Twilio) turn(sid, status string) error {
	c, err := t.callBy(sid)
	if err != nil {
		return err
	}
	if status == callRinging && c.Status != "queued" {
		return nil // it was answered already
	}
	t.mu.Lock()
	for _, k := range t.calls {
		if k.SID == sid {
			k.Status = status
		}
	}
	t.touch()
	t.mu.Unlock()
	if c.Callback == "" {
		return nil
	}
	// Nobody is told of a callback that fails: Twilio, too, only logs it.
	_, _ = t.post(t.ctx, c.Account, c.Callback, c.form(status, ""))
	return nil
}

// form is the webhook of a call in the provider's own shape.
func (c *Call) form(status, digits string) url.Values {
	form := url.Values{
		"CallSid": {c.SID}, "AccountSid": {c.Account}, "From": {c.From}, "To": {c.To},
		"CallStatus": {status}, "Direction": {viaAPI}, "ApiVersion": {apiVersion},
	}
	if digits != "" {
		form.Set("Digits", digits)
		form.Set("msg", "Gather End")
	}
	return form
}
