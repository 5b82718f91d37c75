package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"
)

// state is all that the page shows, at one moment.
type state struct {
	Now      time.Time `json:"now"`
	Messages []Message `json:"messages"`
	Calls    []Call    `json:"calls"`
	Mails    []Mail    `json:"mails,omitempty"`
	Cases    any       `json:"cases"`
	Tasks    any       `json:"tasks"`
	Failing  int       `json:"failing"`
	// Callbacks says how callbacks misbehave; "" when they do not.
	Callbacks string `json:"callbacks,omitempty"`
}

func (p page) state(w http.ResponseWriter, r *http.Request) {
	s := state{Now: p.o.Now(), Messages: p.Messages(), Calls: p.Calls(), Failing: p.Failing()}
	if s.Messages == nil {
		s.Messages = []Message{}
	}
	if p.mail != nil {
		s.Mails = p.mail.Mails()
		s.Failing += p.mail.Failing()
	}
	if p.o.Cases != nil {
		s.Cases = p.o.Cases()
	}
	if p.o.Tasks != nil {
		s.Tasks = p.o.Tasks()
	}
	for _, f := range namedCallbacks {
		if f.rules == p.rules() {
			s.Callbacks = f.Label
		}
	}
	s.Now = s.Now.Truncate(time.Minute) // so that an idle page is told "no news"
	body, err := json.Marshal(s)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

func (p page) media(w http.ResponseWriter, r *http.Request) {
	for _, m := range p.Messages() {
		for _, x := range m.Media {
			if x.SID == r.PathValue("sid") && len(x.Data) > 0 {
				x.write(w)
				return
			}
		}
	}
	http.NotFound(w, r)
}
