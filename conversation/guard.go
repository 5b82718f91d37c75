package conversation

import (
	"slices"
	"strings"

	"heard/casework"
)

// This file is for when it may be somebody else who writes: after months of
// silence a number may be another's, and a phone may be in another's hand.
// Nothing of any case is shown then. What they tell is taken all the same.

// guard forgets what was known of a number.
func (t *turn) guard() {
	t.leave()
	t.contact.Safe = casework.SafeContact{Safe: casework.Unasked}
	t.s = Session{Version: t.s.Version, Since: t.s.Since, Guarded: true, Offered: t.s.Offered}
}

// pickGuarded lets the safe word through, and answers whoever asks about a
// case that nothing is shown.
func (t *turn) pickGuarded(r reading) bool {
	switch word := t.contact.SafeWord; {
	case word != "" && strings.Contains(" "+joined(r.toks)+" ", " "+word+" "):
		t.s.Guarded = false
		t.turnTo(t.cases[0].Reference)
		t.keep(r.said)
		t.when()
		return false
	case t.s.Open, !t.about(r):
		return true
	case t.deniesNumber(r), t.s.Asking == askWrongNumber:
		t.take(&t.cases[0])
		t.keep(r.said)
		if t.s.Asking == askWrongNumber {
			numberWrong.hear(t, r)
		} else {
			t.wrongNumber(r)
		}
		return false
	case t.asksAgain(r):
		return false
	case t.l.is(r.toks, "when", "news", "more", "change", "advocate"):
		t.say("guarded")
		t.quiet = true
		return false
	}
	return true
}

// asksAgain takes "not happy" after a long silence: a stage of 65 working days
// is one. It is a request for the next stage if the newest case is answered or
// late, an officer asks who it was, and nothing of the case is shown.
func (t *turn) asksAgain(r reading) bool {
	c := &t.cases[0]
	stage, next := c.NextStage(t.g.Rules, t.now)
	if next != casework.NextRequest || t.s.Speaker != "" || !t.l.has(r.toks, "not_happy") {
		return false
	}
	t.take(c)
	t.keep(r.said)
	t.do(casework.RequestStage{Stage: stage, What: r.text, Unclear: true})
	t.say("after.thanks", casework.Blanks{"today": casework.DateBlank(casework.DateOf(t.now))})
	t.say("guarded")
	t.quiet = true
	return true
}

// shortestWord is how many letters a safe word has at least: it is looked for
// in whole messages.
const shortestWord = 4

// safeWord takes "my safe word is banana".
func (t *turn) safeWord(r reading) bool {
	end, ok := t.l.begins(r.toks, "safe_word")
	if !ok || end == len(r.toks) || len(r.toks)-end > 3 || t.s.Guarded {
		return false
	}
	t.quiet = true
	word := joined(r.toks[end:])
	if len(word) < shortestWord {
		t.say("safe_word.short")
		return true
	}
	t.contact.SafeWord = word
	t.say("safe_word.saved")
	return true
}

// namesKin tells whether a message begins with "this is leahs mum".
func (t *turn) namesKin(r reading) bool {
	toks := r.toks
	if end, greets := t.l.begins(toks, "greeting"); greets {
		toks = toks[end:]
	}
	end, ok := t.l.begins(toks, "other_speaker.named")
	if !ok {
		return false
	}
	return slices.ContainsFunc(toks[:end], func(k token) bool { return k.id == 0 && strings.HasSuffix(k.word, "s") })
}

// otherSpeaker notices that somebody else has taken the phone.
func (t *turn) otherSpeaker(r reading) bool {
	other := t.l.has(r.toks, "other_speaker") || t.namesKin(r)
	if !t.s.Open || t.first || !other || t.s.Asking == AskWho {
		return false
	}
	role := t.draft.Complainant.Role
	if role.Adult() || role == "" && !t.l.has(r.toks, "other_speaker.asks") {
		return false
	}
	t.do(casework.OtherSpeaker{From: r.said.From, Role: casework.Parent})
	t.contact.Safe = casework.SafeContact{Safe: casework.Unsure}
	t.leave()
	t.s = Session{Version: t.s.Version, Since: r.said.At, Last: t.s.Last, Guarded: true, Speaker: t.l.speaker(r.toks).role}
	t.say("speaker.hello")
	t.quiet = true
	return true
}
