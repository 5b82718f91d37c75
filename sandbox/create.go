package sandbox

import (
	"net/http"
	"net/url"
)

// create takes a message to be sent.
func (t *Twilio) create(w http.ResponseWriter, r *http.Request, a account) error {
	return t.creating(w, r, func(form url.Values, f Failure) (any, error) {
		m, err := t.draft(a, form)
		if err != nil {
			return nil, err
		}
		fate := 0
		if f.Status == 0 {
			fate = f.Code
		}
		return t.accept(m, fate), nil
	})
}

// creating answers with what is made of a form, or goes wrong as the script says:
// before anything is made, or after.
func (t *Twilio) creating(w http.ResponseWriter, r *http.Request, of func(url.Values, Failure) (any, error)) error {
	f := t.nextFailure()
	if f.refuses() && !f.Created {
		f.answer(w, r)
		return nil
	}
	if err := r.ParseForm(); err != nil {
		return refused(20001)
	}
	made, err := of(r.PostForm, f)
	if err != nil {
		return err
	}
	if f.answer(w, r) {
		answer(w, http.StatusCreated, made)
	}
	return nil
}

// draft makes a message of a form, or says as Twilio does why it cannot.
func (t *Twilio) draft(a account, form url.Values) (*Message, error) {
	if err := t.checkForm(form); err != nil {
		return nil, err
	}
	from, status, err := a.sender(form)
	if err != nil {
		return nil, err
	}
	if err := t.checkPair(from, form.Get("To")); err != nil {
		return nil, err
	}
	body, buttons, err := t.body(form)
	if err != nil {
		return nil, err
	}
	m := &Message{
		SID: newSID("SM"), Account: a.sid, Direction: viaAPI, From: from, To: form.Get("To"),
		Body: body, Status: status, Segments: segments(body), Service: form.Get("MessagingServiceSid"),
		Content: form.Get("ContentSid"), Buttons: buttons, Callback: form.Get("StatusCallback"),
	}
	for range form["MediaUrl"] {
		m.SID = newSID("MM")
		m.Media = append(m.Media, Media{SID: newSID("ME"), ContentType: "application/octet-stream"})
	}
	return m, nil
}

// accept keeps a message and lets it travel. The answer is the message as it
// was taken, before anything has happened to it.
func (t *Twilio) accept(m *Message, fate int) resource {
	t.mu.Lock()
	t.record(m)
	if fate == 0 && t.windowClosed(m) {
		fate = 63016
	}
	made := m.resource()
	t.mu.Unlock()
	t.travel(m.SID, t.journey(m, fate))
	return made
}

// sender is the number that a message leaves from, and its first status.
func (a account) sender(form url.Values) (from, status string, err error) {
	to := form.Get("To")
	if from := form.Get("From"); from != "" {
		return from, "queued", a.checkFrom(from)
	}
	for _, l := range a.lines {
		if l.Service == "" || l.Service != form.Get("MessagingServiceSid") {
			continue
		}
		if from := l.address(to); from != "" {
			return from, "accepted", nil
		}
		return "", "", refused(21703)
	}
	return "", "", refused(21701)
}

func (a account) checkFrom(from string) error {
	if !wellFormed(from) {
		return refusedFor(21212, from)
	}
	for _, l := range a.lines {
		if l.owns(from) {
			return nil
		}
	}
	switch {
	case isWhatsApp(from):
		return refusedFor(63007, from)
	case a.hasWhatsApp(from):
		return refusedFor(21606, from) // ours, but it cannot text
	}
	return refusedFor(21659, from)
}

func (a account) hasWhatsApp(number string) bool {
	for _, l := range a.lines {
		if l.WhatsApp == number {
			return true
		}
	}
	return false
}
