package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode"

	"heard/casework"
	"heard/intake"
	intaketwilio "heard/intake/twilio"
	"heard/notify"
	"heard/store"
)

// voice answers somebody who rings the number for texts: with 999 and
// Childline first, then with a person of the team in office hours. That they
// rang is noted before they are answered; when it cannot be, they are answered
// all the same.
func (h *house) voice(ctx context.Context, council string, call intaketwilio.Call, at time.Time) ([]byte, error) {
	c, ok := h.council(council)
	switch {
	case ok && call.Part != "":
		return h.alertCall(ctx, c, call, at)
	case !ok || call.Outgoing:
		return nil, fmt.Errorf("no call of ours")
	}
	if call.Step == "dialled" {
		return h.dialled(ctx, c, call, at)
	}
	phone := dialable(c.rules.Procedure.Contacts["team"].Phone)
	through := phone != "" && c.rules.InOffice(at)
	err := h.worker.Rang(ctx, council, call.ID, call.From, through, at)
	h.sender.Wake()
	if !through {
		return h.twiml(c, intake.VoiceClosed, at, ""), err
	}
	then := h.publicURL + "/twilio/" + council + "/voice?step=dialled"
	return h.twiml(c, intake.VoiceOpen, at, fmt.Sprintf(`<Dial timeout="30" action="%s">%s</Dial>`, escaped(then), phone)), err
}

// alertCall takes in a key that somebody on duty pressed, and how a call about
// an alert fares. Only a key is an act: that a call was answered, by a person or
// by a machine, is none.
func (h *house) alertCall(ctx context.Context, c setup, call intaketwilio.Call, at time.Time) ([]byte, error) {
	if call.Digits == "" {
		return []byte("<Response/>"), h.sender.Settle(ctx, c.name, call.Part, call.ID, call.Status, "", at)
	}
	took, err := h.sender.Pressed(ctx, c.name, call.Part, call.Digits)
	if err != nil {
		return nil, err
	}
	if took {
		return h.twiml(c, notify.CallTaken, at, ""), nil
	}
	return h.twiml(c, notify.CallNotTaken, at, ""), nil
}

// dialled is how putting somebody through has ended.
func (h *house) dialled(ctx context.Context, c setup, call intaketwilio.Call, at time.Time) ([]byte, error) {
	if call.Dialled == "completed" {
		return []byte("<Response><Hangup/></Response>"), h.worker.Reached(ctx, c.name, call.ID, at)
	}
	return h.twiml(c, intake.VoiceBusy, at, ""), nil
}

// twiml says a template, then does what follows.
func (h *house) twiml(c setup, t casework.Template, at time.Time, then string) []byte {
	says := casework.Fill([]casework.Say{{Template: t}}, casework.Case{}, c.rules, h.words.Needs)
	texts, err := h.render(says, "en", audience(t), casework.SMS, casework.DateOf(at))
	if err != nil {
		h.log.Error("there are no words for a call", "council", c.name, "template", t, "error", err)
	}
	var out strings.Builder
	out.WriteString("<Response>")
	for _, text := range texts {
		fmt.Fprintf(&out, `<Say language="en-GB">%s</Say>`, escaped(spelled(text)))
	}
	return []byte(out.String() + then + "</Response>")
}

// audience is who hears a template: those on duty, or whoever rings.
func audience(t casework.Template) string {
	if strings.HasPrefix(string(t), "duty.") {
		return store.ForOfficers
	}
	return ""
}

func escaped(text string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text)) // a Buffer takes everything
	return b.String()
}

// spelled spells numbers, so that 999 is not read as nine hundred.
func spelled(text string) string {
	var out strings.Builder
	digit := false
	for _, r := range text {
		if unicode.IsDigit(r) && digit {
			out.WriteByte(' ')
		}
		digit = unicode.IsDigit(r)
		out.WriteRune(r)
	}
	return out.String()
}

// dialable makes a number that a machine can dial of one that people read; ""
// where there is none.
func dialable(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	switch {
	case len(digits) < 9:
		return ""
	case strings.HasPrefix(strings.TrimSpace(phone), "+"):
		return "+" + digits
	}
	return "+44" + strings.TrimPrefix(digits, "0")
}

// council finds a council by its name.
func (h *house) council(name string) (setup, bool) {
	for _, c := range h.councils {
		if c.name == name {
			return c, true
		}
	}
	return setup{}, false
}
