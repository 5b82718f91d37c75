package conversation

import "heard/casework"

// mostSafeWords is how long a message about safe texting may be before it
// surely says something else too.
const mostSafeWords = 14

// saysSafe takes what somebody says of when and whether to text them before it
// was asked. Only plain words count: what is left open is asked in its turn.
func (t *turn) saysSafe(r reading) bool {
	if !t.s.Open || t.s.Asking == AskSafe || t.s.Asking == askSafeDanger || t.s.Asking == askSafeWhen || t.s.Asking == askSafeOther {
		return false
	}
	if t.saysUnsafe(r) {
		return true
	}
	if len(r.toks) > mostSafeWords || !t.l.has(r.toks, "safe.unasked") || r.about(AskAdvocate) != "" {
		return false
	}
	hours, limited := t.l.safeHours(r.toks)
	switch {
	case limited:
		hours.Safe = casework.Sometimes
		t.safe(hours)
		t.sayHours(hours)
	case t.l.has(r.toks, "no"):
		return false // "not safe to text": let it be asked, plainly
	default:
		t.safe(casework.SetSafeContact{Safe: casework.Yes})
		t.say("thanks.short")
	}
	t.s.close(AskSafe)
	return true
}

// mostUnsafeWords is how long a message may be that only says not to write: a
// longer one may tell what somebody else said.
const mostUnsafeWords = 6

// saysUnsafe takes "do not text me here" at any moment, long after it was asked
// too: a phone may change hands, and an old button may be pressed.
func (t *turn) saysUnsafe(r reading) bool {
	if !t.notHere(r) {
		return false
	}
	t.safe(casework.SetSafeContact{Safe: casework.No})
	t.s.close(AskSafe)
	t.say("ack.unsafe")
	t.s.Asking = askSafeOther
	return true
}

// notHere tells whether somebody says no more than that they are not to be
// written to here.
func (t *turn) notHere(r reading) bool {
	if len(r.toks) > mostUnsafeWords || !t.l.has(r.toks, "unsafe.said") {
		return false
	}
	_, limited := t.l.safeHours(r.toks)
	return !limited
}
