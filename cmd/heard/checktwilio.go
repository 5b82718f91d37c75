package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// This file tells what is to be set at the provider, and, where it can be read,
// whether it is so. Twilio's own defaults lose messages: it posts a text once,
// and tries again only where it could not connect.

// overrides ask Twilio to post again, up to five times, whatever went wrong.
const overrides = "#rc=5&rp=all"

// checkProvider tells what is to be set for one council.
func (h *house) checkProvider(c setup) (out []finding) {
	if c.account == "" {
		return nil
	}
	say := func(wrong bool, format string, args ...any) {
		out = append(out, finding{wrong, c.name + ": " + fmt.Sprintf(format, args...)})
	}
	at := h.publicURL + "/twilio/" + c.name
	if u, err := url.Parse(h.publicURL); err == nil && u.Scheme == "http" && u.Hostname() != "localhost" && !strings.HasPrefix(u.Hostname(), "127.") {
		say(false, "public_url is http: Twilio would post people's words in the clear")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	for _, n := range c.numbers {
		out = append(out, h.checkNumber(ctx, c, n, at)...)
	}
	for _, n := range c.whatsapp {
		say(false, "set at Twilio for the WhatsApp sender %s: messages to %s/message%s, a fallback address, status to %s/status", n, at, overrides, at)
	}
	replies := optOutReplies(c.rules.Procedure)
	for _, word := range sortedKeys(replies) {
		say(false, "set in Advanced Opt-Out for %s: %s", word, replies[word])
	}
	say(false, "leave message redaction off for the whole account: a text that was missed could not be read from Twilio's list")
	if len(c.whatsapp) > 0 && (c.twilio == nil || c.twilio.Templates["news"] == "") {
		say(false, "no text called news is approved by WhatsApp (twilio templates): who has not written for a day can only be texted, or reached by a person")
	}
	return out
}

// checkNumber compares how a number is set up with what is needed.
func (h *house) checkNumber(ctx context.Context, c setup, number, at string) []finding {
	want := fmt.Sprintf("messages to %s/message%s, a fallback address, calls to %s/voice", at, overrides, at)
	have, ours, err := h.providers[c.name].WiringOf(ctx, number)
	switch {
	case err != nil:
		return []finding{{false, fmt.Sprintf("%s: how %s is set at Twilio cannot be read; set %s", c.name, number, want)}}
	case !ours:
		return []finding{{false, fmt.Sprintf("%s: %s is not among the account's numbers; where it is, set %s", c.name, number, want)}}
	}
	var out []finding
	note := func(wrong bool, what, is string) {
		out = append(out, finding{wrong, fmt.Sprintf("%s: at Twilio, %s of %s: %s", c.name, what, number, is)})
	}
	message, fragment, _ := strings.Cut(have.Message, "#")
	if message != at+"/message" && c.service == "" {
		note(true, "messages", "they are posted elsewhere; set "+at+"/message"+overrides)
	} else if !strings.Contains(fragment, "rc=") || !strings.Contains(fragment, "rp=all") {
		note(false, "messages", "they are posted once; add "+overrides)
	}
	if have.Fallback == "" {
		note(false, "the fallback address", "there is none; set a second way to "+at+"/message")
	}
	if have.Voice != at+"/voice" {
		note(false, "calls", "whoever rings hears nothing of ours; set "+at+"/voice")
	}
	return out
}
