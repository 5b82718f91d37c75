package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// maxAct bounds what the page may post: a text of a few thousand characters.
const maxAct = 64 << 10

func (p page) text(w http.ResponseWriter, r *http.Request) {
	var said struct {
		From, To, Body, Media string
		Button                *Button // that was pressed
	}
	if !read(w, r, &said) {
		return
	}
	m := Message{From: strings.TrimSpace(said.From), To: said.To, Body: said.Body}
	if b := said.Button; b != nil {
		m.Body, m.ButtonText, m.ButtonPayload = b.Text, b.Text, b.Payload
	}
	if said.Media != "" {
		sample, ok := samples[said.Media]
		if !ok {
			http.Error(w, "no such sample: "+said.Media, http.StatusBadRequest)
			return
		}
		m.Media = []Media{sample}
	}
	status, err := p.Inbound(r.Context(), m)
	told := map[string]any{"status": status}
	if err != nil {
		told["error"] = err.Error()
	}
	answer(w, http.StatusOK, told)
}

func (p page) clock(w http.ResponseWriter, r *http.Request) {
	var to struct{ Advance string }
	if !read(w, r, &to) {
		return
	}
	if p.o.Advance == nil {
		http.Error(w, "this clock cannot be moved", http.StatusNotFound)
		return
	}
	if err := p.o.Advance(r.Context(), to.Advance); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (p page) fail(w http.ResponseWriter, r *http.Request) {
	var want struct {
		Kind string
		Next int
	}
	if !read(w, r, &want) {
		return
	}
	if err := p.set(want.Kind, want.Next); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// set arms a failure by its name.
func (p page) set(kind string, n int) error {
	const most = 100
	switch {
	case kind == "none":
		p.Heal()
		p.SetCallbacks(p.o.Callbacks)
		p.Release()
		if p.mail != nil {
			p.mail.Heal()
		}
		return nil
	case n < 1 || n > most:
		return fmt.Errorf("next must be 1 to %d", most)
	case kind == deaf:
		p.Deafen(n)
		return nil
	}
	for _, f := range named {
		if f.Name == kind {
			p.Fail(n, f.failure)
			return nil
		}
	}
	for _, f := range namedCallbacks {
		if f.Name == kind { // until it is cleared
			p.SetCallbacks(f.rules)
			return nil
		}
	}
	for _, f := range namedMail {
		if f.Name == kind && p.mail != nil {
			p.mail.Fail(n, f.failure)
			return nil
		}
	}
	return fmt.Errorf("no such failure: %q", kind)
}

func read(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct)).Decode(into); err != nil {
		http.Error(w, "post JSON: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

// pick answers a call on the page, or does not, or presses a key.
func (p page) pick(w http.ResponseWriter, r *http.Request) {
	var act struct{ SID, Do, Key string }
	if !read(w, r, &act) {
		return
	}
	var err error
	if act.Key != "" {
		_, err = p.Press(r.Context(), act.SID, act.Key)
	} else {
		err = p.Pick(act.SID, act.Do)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// ring rings a line from the page, or says how putting the caller through has
// ended.
func (p page) ring(w http.ResponseWriter, r *http.Request) {
	var act struct{ From, To, SID, Ended string }
	if !read(w, r, &act) {
		return
	}
	var c Call
	var err error
	if act.SID != "" {
		c, err = p.PutThrough(r.Context(), act.SID, act.Ended)
	} else {
		c, err = p.Ring(r.Context(), strings.TrimSpace(act.From), act.To)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	answer(w, http.StatusOK, c)
}
