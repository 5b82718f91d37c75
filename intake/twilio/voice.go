package twilio

import (
	"context"
	"net/http"
)

// Call is what the provider tells of a telephone call: that somebody rings, or
// how it goes on.
type Call struct {
	ID       string
	From, To string
	Outgoing bool   // we rang them
	Status   string // how a call of ours fares: ringing, completed, busy, no-answer...
	Digits   string // keys that were pressed
	Dialled  string // how putting through ended: completed, busy, no-answer...
	Part     string // of an alert that was rung: the hash of its part
	Step     string // what the address that we gave says comes next
}

// voice answers a call. Nobody who rings the number for texts is to hear it
// ring out: what is said, and who is put through, is decided by Options.Voice.
func (h *Handler) voice(ctx context.Context, c *council, f *form, r *http.Request) (result, []byte) {
	q := r.URL.Query()
	call := Call{
		ID: f.value("CallSid"), From: f.value("From"), To: f.value("To"),
		Outgoing: len(f.value("Direction")) > 0 && f.value("Direction") != "inbound",
		Status:   f.value("CallStatus"), Digits: f.value("Digits"), Dialled: f.value("DialCallStatus"),
		Part: q.Get("part"), Step: q.Get("step"),
	}
	if ours := call.To; !c.own[ours] && !(call.Outgoing && c.own[call.From]) {
		return notOurs, nil
	}
	twiml, err := h.o.Voice(ctx, c.name, call, h.o.Now().UTC())
	if err != nil {
		h.o.Log.ErrorContext(ctx, "a call could not be noted", "council", c.name, "error", err)
		if twiml == nil {
			return storeAway, nil
		}
	}
	return answered, twiml
}
