package twilio

import (
	"net/http"
	"sync/atomic"
)

// A result is how a webhook ended.
type result int

const (
	accepted result = iota
	repeated
	settled
	answered
	tooLarge
	unknownCouncil
	malformed
	badSignature
	notOurs
	storeAway
	results // how many there are
)

// answers are what Twilio, and whoever reads its log of errors, is told.
var answers = [results]struct {
	name   string // in counts and logs
	status int
	says   string
}{
	accepted:       {"accepted", http.StatusOK, ""},
	repeated:       {"repeated", http.StatusOK, ""},
	settled:        {"settled", http.StatusOK, ""},
	answered:       {"answered", http.StatusOK, ""},
	tooLarge:       {"too_large", http.StatusRequestEntityTooLarge, "more than 64 kB"},
	unknownCouncil: {"unknown_council", http.StatusNotFound, "there is no such council"},
	malformed:      {"malformed", http.StatusBadRequest, "not the form of a webhook"},
	badSignature:   {"bad_signature", http.StatusForbidden, "the signature does not fit: check the auth token and public_url"},
	notOurs:        {"not_ours", http.StatusNotFound, "it is for nobody here"},
	storeAway:      {"store_away", http.StatusServiceUnavailable, "the message could not be kept"},
}

type counts [results]atomic.Uint64

// Counts returns how many webhooks ended in each way since the start, by name:
// accepted, repeated, settled, and what was refused.
func (h *Handler) Counts() map[string]uint64 {
	out := make(map[string]uint64, results)
	for i := range h.counts {
		out[answers[i].name] = h.counts[i].Load()
	}
	return out
}

// Both are shared between answers; net/http only reads them.
var (
	xml   = []string{"text/xml"}
	empty = []byte("<Response/>")
)

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, council string, got result, twiml []byte) {
	h.counts[got].Add(1)
	a := answers[got]
	if a.status == http.StatusOK {
		w.Header()["Content-Type"] = xml
		if twiml == nil {
			twiml = empty
		}
		w.Write(twiml)
		return
	}
	if _, ok := h.councils[council]; !ok {
		council = "" // whatever somebody wrote there
	}
	h.o.Log.WarnContext(r.Context(), "a webhook was refused", "why", a.name, "council", council, "status", a.status)
	http.Error(w, a.says, a.status)
}
