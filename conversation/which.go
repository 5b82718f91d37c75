package conversation

import (
	"strings"

	"heard/casework"
)

// This file finds out which case a message is about. Words are never put under
// a case by guess: where a contact has several, or speaks for several children,
// they are asked, and their words are held until they say.

// pick finds the case of a message. It returns false where the message has
// been dealt with: held, or answered with nothing shown.
func (t *turn) pick(r reading) bool {
	ref, quoted := t.reference(r)
	switch {
	case t.claims(r):
		return false
	case quoted && t.owns(ref):
		t.turnTo(ref)
		return !t.release(r)
	case quoted:
		t.strangeReference(ref, r)
		return false
	case t.s.Guarded:
		return t.pickGuarded(r)
	case t.s.Asking == askWhich:
		return t.pickAgain(r)
	case t.mistyped(r):
		if t.s.Open {
			t.keep(r.said)
		}
		t.lead, t.quiet = []casework.Say{newSay("which.mistyped", t.example())}, true
		return false
	case t.loose() && t.about(r):
		t.hold(r)
		return false
	}
	return true
}

// owns tells whether a case is this contact's and may be shown here.
func (t *turn) owns(ref casework.Reference) bool {
	for _, c := range t.cases {
		if c.Reference == ref {
			return true
		}
	}
	return false
}

// loose tells whether nothing is being talked of, and it takes a reference to
// know what a message is about.
func (t *turn) loose() bool {
	if t.first || t.s.Open && t.s.Asking != "" || t.s.Fresh {
		return false
	}
	open := 0
	for _, c := range t.cases {
		if c.Status == casework.Open && !(c.Kind == casework.Unclear && len(c.Links) > 0) {
			open++ // but for what only asked after another
		}
	}
	return open > 1 || open == 1 && forOthers(t.cases)
}

// forOthers tells whether a contact may write about several children: an
// advocate, a carer, a professional.
func forOthers(cases []casework.Case) bool {
	for _, c := range cases {
		switch {
		case c.ContactedBy.Role == casework.Advocacy, c.ContactedBy.Role == casework.Professional, c.Complainant.Role == casework.Carer:
			return true
		}
	}
	return false
}

// mostOneChild is how many words a grievance has at most that somebody adds to
// the case in hand while something else is asked.
const mostOneChild = 5

// otherChild keeps one child's words from under another's case, where somebody
// writes for several: "another young person of mine" begins a case, and a new
// grievance in answer to another question is asked about.
func (t *turn) otherChild(r reading) bool {
	if !t.s.Open || t.first || t.nth > 0 || !forOthers([]casework.Case{*t.draft}) {
		return false
	}
	if t.l.has(r.toks, "other_child") {
		t.begin(r)
		return true
	}
	q, pending := t.pending()
	if !pending || free(q.name) || q.name == askChange || len(r.toks) <= mostOneChild || !t.l.has(r.toks, "grievance") ||
		t.l.reply(r.toks, menuAdvocate) != ReplyUnclear {
		return false
	}
	t.leave()
	t.s.Open = false
	t.hold(r)
	return true
}

// about tells whether a message is about a case at all.
func (t *turn) about(r reading) bool {
	return len(r.said.Files) > 0 || len(r.toks) > 0 &&
		!t.l.is(r.toks, "greeting", "thanks", "stop", "start", "help", "privacy", "human", "skip", "pause", "bot") && !t.bare(r)
}

// mostHeld bounds what a session keeps. With more than this, the words are
// given a case of their own.
const mostHeld = 8

// hold keeps a message until it is known which case it is about.
func (t *turn) hold(r reading) {
	t.s.Held = append(t.s.Held, r.said)
	if len(t.s.Held) >= mostHeld {
		t.openHeld()
		return
	}
	t.s.Asking, t.s.Tries = askWhich, 0
	t.askWhich()
}

// askWhich asks for the number, and shows how one looks; it is nobody's.
func (t *turn) askWhich() {
	t.lead, t.quiet = []casework.Say{newSay("which.ask", t.example())}, true
}

func (t *turn) example() casework.Blanks {
	return casework.Blanks{"example": {Reference: casework.NewReference(t.g.Rules.Procedure.Prefix, [4]byte{2, 16, 5, 12})}}
}

// pickAgain takes what was answered to "which one": a new one, or no answer.
func (t *turn) pickAgain(r reading) bool {
	switch {
	case t.l.is(r.toks, "which.new", "yes", "no", "skip"):
		t.openHeld()
	case len(t.cases) > 0 && t.l.is(r.toks, "human", "human.alone"):
		t.take(&t.cases[0])
		t.keep(r.said)
		t.person()
	case !t.about(r) && len(t.s.Held) < mostHeld:
		t.s.Held = append(t.s.Held, r.said)
		t.askWhich()
	case t.s.Tries >= maxTries:
		t.s.Held = append(t.s.Held, r.said)
		t.openHeld()
	default:
		t.hold(r)
		t.s.Tries++
	}
	return false
}

// openHeld opens a case with the words that were held: in doubt it opens.
func (t *turn) openHeld() {
	held := t.s.Held
	t.s.Held, t.s.Open, t.s.Asking, t.s.Case = nil, false, "", ""
	t.lead, t.quiet = nil, false
	for _, m := range held {
		r := t.read(m)
		if t.s.Open {
			t.keep(m)
			t.tell(r)
		} else {
			t.begin(r)
		}
	}
}

// release hears what was held, now that its case is known, and then the
// message that named it. It returns false where nothing was held and the
// message says more than the reference.
func (t *turn) release(r reading) bool {
	held := t.s.Held
	t.s.Held = nil
	if len(held) == 0 {
		if t.onlyReference(r) {
			t.keep(r.said)
			t.when()
			return true
		}
		return false
	}
	for _, m := range held {
		t.hearOf(t.read(m))
	}
	if t.onlyReference(r) {
		t.keep(r.said)
	} else {
		t.hearOf(r)
	}
	return true
}

// turnTo makes a case the talk's. A talk that is left half way goes to a
// person as it stands.
func (t *turn) turnTo(ref casework.Reference) {
	if t.s.Open && t.ref == ref {
		return
	}
	t.leave()
	for i := range t.cases {
		if t.cases[i].Reference == ref {
			t.take(&t.cases[i])
		}
	}
	held := t.s.Held
	t.s = Session{Version: t.s.Version, Open: true, Case: ref, Receipt: true, Since: t.s.Since, Last: t.s.Last, Held: held, Thanked: true}
	for _, q := range questions {
		if !q.late {
			t.s.close(q.name)
		}
	}
}

// leave hands an unfinished talk to a person before another begins.
func (t *turn) leave() {
	if t.s.Open && !t.s.Receipt && t.draft.Kind.Clocked() {
		t.do(casework.HandOver{})
	}
}

// strangeReference answers the number of a case that is not this contact's:
// nothing is shown, not even whether there is such a case. An officer finds
// out who it is.
func (t *turn) strangeReference(ref casework.Reference, r reading) {
	if !t.s.Open || !t.draft.Flagged(casework.FlagIdentity) {
		t.leave()
		t.open(casework.Unclear, r.text, r.said)
	} else {
		t.keep(r.said)
		t.do(casework.Describe{Text: r.text})
	}
	t.do(casework.QuoteReference{To: ref})
	t.s.Receipt, t.s.Claimed, t.quiet = true, ref, true
	t.say("which.unknown")
	if t.contact.WrongWords < mostClaims {
		t.say("which.word")
	}
}

// reference finds the number of a case in a message. Without the council's
// letters it counts only where it was asked for.
func (t *turn) reference(r reading) (casework.Reference, bool) {
	prefix := strings.ToLower(t.g.Rules.Procedure.Prefix)
	for i, k := range r.toks {
		if strings.HasPrefix(k.word, prefix) {
			if ref, ok := readReference(r.toks[i:], ""); ok {
				return ref, true
			}
		}
		if t.s.Asking == askWhich && k.word[0] <= '9' {
			if ref, ok := readReference(r.toks[i:], prefix); ok {
				return ref, true
			}
		}
	}
	return "", false
}

// mistyped tells whether a message is meant to be a reference and is none.
func (t *turn) mistyped(r reading) bool {
	prefix := strings.ToLower(t.g.Rules.Procedure.Prefix)
	if len(r.toks) > 10 || !strings.ContainsAny(r.text, "23456789") || t.l.has(r.toks, "grievance") {
		return false
	}
	for i, k := range r.toks {
		text, ok := strings.CutPrefix(k.word, prefix)
		for _, more := range r.toks[i+1 : min(len(r.toks), i+4)] {
			if ok && len(text) == referenceLength && strings.ContainsAny(text, "23456789") {
				return true
			}
			text += more.word
		}
		if ok && len(text) == referenceLength && strings.ContainsAny(text, "23456789") {
			return true
		}
	}
	return false
}

// referenceLength is how many characters a reference has after the letters of
// its council.
const referenceLength = 5

// readReference reads a reference at the start of some words, in up to four
// pieces: "bcp 4k7 q2".
func readReference(toks []token, prefix string) (casework.Reference, bool) {
	text := prefix
	for _, k := range toks[:min(len(toks), 4)] {
		text += k.word
		if ref, err := casework.ParseReference(text); err == nil {
			return ref, true
		}
	}
	return "", false
}

// onlyReference tells whether a message is a reference and hardly more.
func (t *turn) onlyReference(r reading) bool {
	return len(r.toks) <= 6 && !t.l.has(r.toks, "grievance", "wish")
}

// which asks which case something is about. Its answers are read by pick.
var which = question{
	name:   askWhich,
	needed: never,
	ask:    func(t *turn, _ bool) []casework.Say { return []casework.Say{newSay("which.ask", t.example())} },
	hear:   func(*turn, reading) bool { return false },
}
