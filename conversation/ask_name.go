package conversation

import (
	"strings"

	"heard/casework"
)

// name asks what to call somebody. A name is never needed.
var name = question{
	name:   AskName,
	needed: func(t *turn) bool { return !t.s.Light && t.draft.Complainant.Name == "" && t.contact.Name == "" },
	ask:    one("ask.name", "ask.name"),
	hear: func(t *turn, r reading) bool {
		l := t.l
		if l.is(r.toks, "no") || l.has(r.toks, "skip") {
			t.done(AskName)
			t.say("ok")
			return true
		}
		given := l.nameIn(r)
		if t.bare(r) || given == "" || len(strings.Fields(given)) > 5 {
			return false
		}
		if given == strings.TrimRight(r.text, ".!") && l.has(r.toks, "correction", "grievance", "wish", "explain", "other_words") {
			return false // no name at all
		}
		if self(t.draft.ContactedBy.Role) {
			t.do(casework.Introduce{Name: given})
		} else {
			t.do(casework.Introduce{ContactName: given})
		}
		t.contact.Name = given
		t.done(AskName)
		t.say("thanks.short")
		return true
	},
}

func self(s casework.Standing) bool { return s == "" || s == casework.Self }

// nameIn takes a name out of "my name is Zoe", or the whole of a short text.
func (l *Lexicon) nameIn(r reading) string {
	if len(r.toks) == 0 {
		return ""
	}
	if end, ok := l.begins(r.toks, "name.lead"); ok && end < len(r.toks) {
		return strings.TrimRight(strings.TrimSpace(r.text[r.toks[end].start:]), ".!")
	}
	return strings.TrimRight(r.text, ".!")
}
