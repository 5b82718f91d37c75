package sandbox

import (
	"net/http"
	"strings"
)

// find is the message that a request is about, as it is now.
func (t *Twilio) find(r *http.Request, a account) (Message, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	m, ok := t.bySID[strings.TrimSuffix(r.PathValue("Sid"), ".json")]
	if !ok || m.gone || m.Account != a.sid {
		return Message{}, notFound(r)
	}
	return m.clone(), nil
}

func (t *Twilio) fetch(w http.ResponseWriter, r *http.Request, a account) error {
	m, err := t.find(r, a)
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, m.resource())
	return nil
}

// update redacts: the only change that a sent message allows is to be emptied.
func (t *Twilio) update(w http.ResponseWriter, r *http.Request, a account) error {
	if err := r.ParseForm(); err != nil || !r.PostForm.Has("Body") || r.PostForm.Get("Body") != "" {
		return problem{Status: http.StatusBadRequest, Code: 20001, Message: "Body can only be set to the empty string"}
	}
	m, err := t.change(r, a, func(m *Message) { m.Body = "" })
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, m.resource())
	return nil
}

func (t *Twilio) remove(w http.ResponseWriter, r *http.Request, a account) error {
	if _, err := t.change(r, a, func(m *Message) { m.gone = true }); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// change alters a message whose journey has ended.
func (t *Twilio) change(r *http.Request, a account, alter func(*Message)) (Message, error) {
	found, err := t.find(r, a)
	if err != nil {
		return Message{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.bySID[found.SID]
	if !m.final() {
		return Message{}, problem{Status: http.StatusConflict, Code: 20009}
	}
	alter(m)
	m.Updated = t.o.Now()
	t.touch()
	return m.clone(), nil
}
