package conversation

import "heard/casework"

// This file takes what people ask for beside their complaint. A machine grants
// none of it and refuses none of it: an officer is told.

// most words of a message that asks for one of these; a longer one is a
// complaint that mentions it, and is told as one.
const shortAsk = 14

// request takes a message that asks for something.
func (t *turn) request(r reading) bool {
	if len(r.toks) == 0 || len(r.toks) > shortAsk {
		return false
	}
	switch {
	case t.l.has(r.toks, "erase"):
		t.records(r, true)
	case t.l.has(r.toks, "records"):
		t.records(r, false)
	case t.s.Open && t.withdraws(r):
		t.do(casework.AskWithdraw{})
		t.say("withdraw.heard")
		t.quiet = true
		t.s.Asking = "" // "yeah leave it" answers nothing that was asked before
	case t.l.has(r.toks, "anonymous"):
		t.anonymous()
	case t.s.Open && t.s.Asking != askFormat && t.formatOf(r) != "" && !t.l.has(r.toks, "grievance"):
		t.takeFormat(t.formatOf(r))
	default:
		return t.safeWord(r)
	}
	return true
}

// withdraws tells whether somebody may want it all dropped.
func (t *turn) withdraws(r reading) bool {
	return t.l.has(r.toks, "withdraw") || t.l.is(r.toks, "withdraw.alone", "yes", "no", "thanks", "filler") && t.l.has(r.toks, "withdraw.alone")
}

// records tells somebody honestly what becomes of such a request.
func (t *turn) records(r reading, erase bool) {
	if !t.s.Open {
		t.open(casework.Question, r.text, r.said)
	}
	t.do(casework.AskRecords{Erase: erase})
	if erase {
		t.say("erase.told")
	} else {
		t.say("records.told")
	}
	t.quiet = true
}

// anonymous lets somebody give no name.
func (t *turn) anonymous() {
	t.s.Anonymous = true
	t.s.close(AskName)
	if t.s.Asking == AskName {
		t.s.Asking = ""
	}
	if t.s.Open {
		t.do(casework.StayAnonymous{})
	}
	t.say("anonymous")
}

// pause lets somebody have no news until they write again.
func (t *turn) pause(r reading) {
	t.do(casework.PauseTexts{From: r.said.From})
	t.contact.Paused = true
	t.say("paused")
	t.quiet = true
}

// formats are the ways of being told that can be asked for, in the order of
// the menu.
var formats = []string{"large_print", "easy_read", "audio", "bsl", "call"}

// format asks in which way to tell somebody.
var format = question{
	name:   askFormat,
	needed: never,
	ask:    one("format.ask", "format.ask"),
	hear: func(t *turn, r reading) bool {
		f := t.formatOf(r)
		if n, ok := menuNumber(r.toks); ok && n <= len(formats) {
			f = formats[n-1]
		}
		if f == "" {
			return false
		}
		t.takeFormat(f)
		return true
	},
}

func (t *turn) formatOf(r reading) string {
	for _, f := range formats {
		if t.l.has(r.toks, "format."+f) {
			return f
		}
	}
	return ""
}

func (t *turn) takeFormat(f string) {
	t.do(casework.AskFormat{Format: f})
	t.say("format.told")
	if t.s.Asking == askFormat {
		t.done(askFormat)
	}
}
