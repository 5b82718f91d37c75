package sandbox

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// This file lets somebody ring one of the lines, to hear what the service says
// to who does not text.

// spoken is what a service answers a call with: what is said, and whom it puts
// the caller through to.
type spoken struct {
	Say  []string `xml:"Say"`
	Dial struct {
		Action string `xml:"action,attr"`
		Number string `xml:",chardata"`
	} `xml:"Dial"`
}

func (s spoken) words() string { return strings.Join(s.Say, "\n") }

// Ring lets a person ring one of the lines and returns the call with what is
// said. One that is put through goes on until PutThrough tells how that ended.
func (t *Twilio) Ring(ctx context.Context, from, to string) (Call, error) {
	l, ok := t.line(to)
	if !ok || isWhatsApp(to) || !wellFormed(from) {
		return Call{}, fmt.Errorf("%q cannot ring %q", from, to)
	}
	hook := ""
	if t.o.Voice != nil {
		hook = t.o.Voice(to)
	}
	if hook == "" {
		return Call{}, fmt.Errorf("nobody answers %q", to)
	}
	c := &Call{SID: newSID("CA"), Account: l.Account, From: from, To: to, Status: callRinging, Inbound: true}
	said, err := t.hear(ctx, c, hook, "")
	if err != nil {
		return Call{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	c.At = t.o.Now()
	c.Words, c.Through, c.action = said.words(), strings.TrimSpace(said.Dial.Number), said.Dial.Action
	if c.Status = callDone; c.Through != "" {
		c.Status = callAnswer
	}
	t.calls = append(t.calls, c)
	t.touch()
	return *c, nil
}

// PutThrough says how putting a caller through has ended: "completed", "busy"
// or "no-answer". What is said then is the call's Answer.
func (t *Twilio) PutThrough(ctx context.Context, sid, how string) (Call, error) {
	if !slices.Contains([]string{callDone, "busy", "no-answer"}, how) {
		return Call{}, fmt.Errorf("a phone cannot %q", how)
	}
	c, err := t.callBy(sid)
	if err != nil || !c.Inbound {
		return Call{}, fmt.Errorf("no such call is put through")
	}
	said, err := t.hear(ctx, &c, c.action, how)
	if err != nil {
		return Call{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.calls {
		if k.SID == sid {
			k.Status, k.Answer = callDone, said.words()
			c = *k
		}
	}
	t.touch()
	return c, nil
}

// hear posts how a call stands and returns what is said.
func (t *Twilio) hear(ctx context.Context, c *Call, hook, dialled string) (said spoken, err error) {
	form := c.form(c.Status, "")
	form.Set("Direction", inbound)
	set(form, "DialCallStatus", dialled)
	status, body, err := t.ask(ctx, c.Account, hook, form)
	switch {
	case err != nil:
		return said, err
	case status != http.StatusOK:
		return said, fmt.Errorf("the webhook answered %d", status)
	}
	if err := xml.Unmarshal(body, &said); err != nil {
		return said, fmt.Errorf("the webhook answered no TwiML: %w", err)
	}
	return said, nil
}
