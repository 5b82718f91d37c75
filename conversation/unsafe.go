package conversation

import (
	"cmp"

	"heard/casework"
)

// unsafe tells whether it was said that what is written here, at this hour, may
// be read by somebody else. "Only at some times" without a time is none: they
// are writing now.
func (t *turn) unsafe() bool {
	safe := t.draft.SafeContact
	if known := t.contact.Safe; known.Safe != "" && known.Safe != casework.Unasked {
		safe = known
	}
	if safe.Safe == casework.No {
		return true
	}
	p := t.g.Rules.Procedure
	return safe.Outside(t.now, cmp.Or(p.Quiet.To, p.Morning))
}

// hush answers danger where others may read it: with one short text that could
// be about anything. Nothing is asked any more; what comes is kept.
func (t *turn) hush() {
	t.says = []casework.Say{{Template: "danger.unsafe"}}
	t.endAsking()
}

// endAsking ends the questions of the talk. What is said later is added to the
// case.
func (t *turn) endAsking() {
	t.done(t.s.Asking)
	for _, q := range questions {
		t.s.close(q.name)
	}
	t.s.Receipt = true
}

// mailOfSafety takes a mail that answers how safe they are, and goes on from
// there alone: the complaint can wait.
func (t *turn) mailOfSafety(m Said, r reading) bool {
	asked, ok := t.pending()
	if !ok || !ofSafety(asked.name) {
		return false
	}
	t.keep(m)
	if !asked.hear(t, r) {
		t.do(casework.Describe{Text: r.text})
	}
	t.unheard(r)
	if asked.name == askSafeNow && t.s.closed(askSafeNow) && !t.quiet && len(t.s.Mailed) == 0 {
		t.lead = append(t.lead, t.mailQuestions()...)
	}
	if next, ok := t.pending(); ok && ofSafety(next.name) {
		t.lead = append(t.lead, next.ask(t, false)...)
	}
	t.lead = append(t.lead, casework.Say{Template: "mail.sign"})
	t.quiet = true
	return true
}

// safetyMail answers a mail in which there is nothing that a machine can read:
// it asks if they are safe, and nothing else yet.
func (t *turn) safetyMail() []casework.Say {
	says := []casework.Say{{Template: "mail.added"}}
	if t.first {
		says[0] = t.mailHave()
	}
	t.s.AskedAt, t.s.Receipt = t.now, true
	says = append(says, t.lead...)
	return append(says, casework.Say{Template: "safe_now.ask"}, casework.Say{Template: "mail.advice"}, casework.Say{Template: "mail.sign"})
}

func ofSafety(q Question) bool { return q == askSafeDanger || q == askSafeOther || q == askSafeNow }
