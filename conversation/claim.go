package conversation

import (
	"strings"

	"heard/casework"
)

// This file lets somebody go on from another number or address. They say the
// number of their case and the safe word that they chose. Nothing is ever sent
// to where they wrote from first: others may read that. A wrong word shows
// nothing, not even whether there is such a case, and an officer is told.

// Named is a case that a message names and that is not its contact's.
type Named struct {
	Case      casework.Case
	SafeWords []string // of those who have written about it
}

// mostClaims is how many wrong words an address has; after that only an
// officer can say who it is.
const mostClaims = 3

// Names returns the case that a turn is about by its number, said now or in
// the turn before. The caller shows Step the case if it is not the contact's.
func Names(prefix string, s Session, in []Input) casework.Reference {
	ref := s.Claimed
	for _, m := range messages(in) {
		if !strings.Contains(strings.ToLower(m.Text), strings.ToLower(prefix)) {
			continue
		}
		toks := (&Lexicon{}).tokens(m.Text)
		for i := range toks {
			if quoted, ok := readReference(toks[i:], ""); ok {
				ref = quoted
			}
		}
	}
	return ref
}

// claims takes a safe word that was said from another address.
func (t *turn) claims(r reading) bool {
	if t.quoted == nil || t.owns(t.quoted.Case.Reference) || t.contact.WrongWords >= mostClaims {
		return false
	}
	words := " " + joined(r.toks) + " "
	for _, w := range t.quoted.SafeWords {
		if w != "" && strings.Contains(words, " "+w+" ") {
			t.join(r, w)
			return true
		}
	}
	return t.wrongWord(r)
}

// wrongWord takes what was meant to be the safe word and is not.
func (t *turn) wrongWord(r reading) bool {
	if _, quoted := t.reference(r); quoted || t.s.Claimed == "" || !t.s.Open {
		return false
	}
	_, says := t.l.begins(r.toks, "safe_word")
	if len(r.toks) > mostBare+1 && !says || !t.about(r) || t.l.is(r.toks, "when", "news", "more", "change", "advocate", "no", "unsure") {
		return false
	}
	t.contact.WrongWords++
	t.keep(r.said)
	t.say("safe_word.wrong")
	t.quiet = true
	return true
}

// join makes the case theirs from here too, and asks how safe it is here.
func (t *turn) join(r reading, word string) {
	c := &t.quoted.Case
	if t.s.Open && t.draft.Flagged(casework.FlagIdentity) {
		t.do(casework.LinkCase{To: c.Reference, Why: "the same person, by the safe word"})
	}
	t.acts = append(t.acts, Join{c.Reference})
	t.cases = append([]casework.Case{*c}, t.cases...)
	t.turnTo(c.Reference)
	t.first, t.lead = false, nil
	t.keep(r.said)
	t.do(casework.ProveContact{From: r.said.From})
	t.contact.SafeWord, t.contact.WrongWords = word, 0
	t.contact.Safe = casework.SafeContact{Safe: casework.Unsure}
	if t.contact.Language == "" {
		t.contact.Language = c.Language
	}
	t.say("safe_word.right")
	if t.texts() {
		for _, q := range []Question{AskSafe, askSafeWhen, askSafeOther} {
			t.s.reopen(q)
		}
		t.s.redo(AskSafe)
		t.s.Asking, t.s.AskedAt = AskSafe, t.now
	}
	t.when()
	if !t.texts() {
		t.lead = append(t.lead, casework.Say{Template: "mail.sign"})
	}
}
