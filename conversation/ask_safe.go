package conversation

import "heard/casework"

// safe asks whether it is safe to write here. Unanswered means not known to be
// safe.
var safe = question{
	name:   AskSafe,
	needed: func(t *turn) bool { return t.texts() && t.draft.SafeContact.Safe == casework.Unasked },
	ask: func(t *turn, again bool) []casework.Say {
		template := casework.Template("ask.safe")
		if again {
			template = "ask.safe.again"
		}
		return []casework.Say{{Template: template}}
	},
	hear: hearSafe,
}

var menuSafe = []Reply{ReplyYes, ReplyNo, ReplyUnsure}

func hearSafe(t *turn, r reading) bool {
	if hours, ok := t.l.safeHours(r.toks); ok {
		hours.Safe = casework.Sometimes
		t.safe(hours)
		t.done(AskSafe)
		t.sayHours(hours)
		return true
	}
	reply := t.l.reply(r.toks, menuSafe)
	if t.notHere(r) {
		reply = ReplyNo // "please do not text"
	}
	switch reply {
	case ReplyYes:
		t.safe(casework.SetSafeContact{Safe: casework.Yes})
		t.done(AskSafe)
		t.say("thanks.short")
	case ReplyNo:
		t.safe(casework.SetSafeContact{Safe: casework.No})
		t.done(AskSafe)
		t.say("ack.unsafe")
		t.s.Asking = askSafeOther
	case ReplyUnsure, ReplyLater:
		t.sometimes(r)
	default:
		return false
	}
	return true
}

// sometimes takes "only at some times", and what more was said of when. A bare
// "not sure" is not known to be safe.
func (t *turn) sometimes(r reading) {
	answer := casework.Sometimes
	if n, ok := menuNumber(r.toks); !(ok && n == 3) && !t.l.has(r.toks, "sometimes") {
		answer = casework.Unsure
	}
	t.safe(casework.SetSafeContact{Safe: answer})
	t.done(AskSafe)
	if answer == casework.Sometimes {
		t.s.Asking = askSafeWhen
		return
	}
	t.say("ack.safe.unsure")
}

// safeWhen asks which times are safe, of somebody for whom only some are.
var safeWhen = question{
	name:   askSafeWhen,
	needed: never,
	ask:    one("ask.safe.when", "ask.safe.when"),
	hear: func(t *turn, r reading) bool {
		if len(r.toks) == 0 {
			return false
		}
		t.done(askSafeWhen)
		hours, ok := t.l.safeHours(r.toks)
		if !ok {
			t.say("ack.sometimes")
		}
		hours.Other = r.text
		t.safe(hours)
		t.sayHours(hours)
		return true
	},
}

// safe notes how somebody can safely be written to, on the case and on what is
// known of the contact.
func (t *turn) safe(a casework.SetSafeContact) {
	t.do(a)
	t.contact.Safe = t.draft.SafeContact
}
