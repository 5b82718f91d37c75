package conversation

import "heard/casework"

// outcome asks what should happen.
var outcome = question{
	name:   AskOutcome,
	needed: func(t *turn) bool { return t.draft.Outcome == "" },
	ask: func(t *turn, again bool) []casework.Say {
		switch {
		case again:
			return []casework.Say{{Template: "ask.outcome.again"}}
		case t.first:
			return []casework.Say{{Template: "ask.outcome.first"}}
		case t.resumed:
			return []casework.Say{{Template: "ask.outcome.resume"}}
		}
		return []casework.Say{{Template: "ask.outcome"}}
	},
	hear: hearOutcome,
}

// hearOutcome takes the words as they are, but for more of what is wrong and
// for answers to other questions.
func hearOutcome(t *turn, r reading) bool {
	l := t.l
	wish, rest := r.about(AskOutcome), r.rest()
	switch {
	case wish == "" && rest == "":
		return false
	case len(r.toks) <= 6 && l.reply(r.toks, menuYesNo) == ReplyExplain:
		return false
	case l.is(r.toks, "unsure", "later"):
		t.again = true
		t.say("ok")
		return true
	case l.is(r.toks, "no"), t.rude(r):
		t.done(AskOutcome)
		t.say("ok")
		return true
	case wish == "" && t.s.Tries == 0 && l.grieves(r) && !t.mending(AskOutcome):
		return false
	case wish == "":
		wish = rest
	case rest != "":
		wish = r.ownWords()
	}
	t.do(casework.WantOutcome{Text: wish, Replace: t.mending(AskOutcome)})
	t.done(AskOutcome)
	t.saved = true
	return true
}

// grieves tells whether words are plainly more of what is wrong and hold no
// wish at all.
func (l *Lexicon) grieves(r reading) bool {
	if _, more := l.begins(r.toks, "telling", "matter.more"); more && l.has(r.toks, "grievance") {
		return !l.has(r.toks, "wish", "wish.start")
	}
	return l.has(r.toks, "grievance") && !l.has(r.toks, "wish") && !l.has(r.toks, "outcome")
}

// rude tells whether somebody swears at the question itself: it is skipped.
func (t *turn) rude(r reading) bool {
	_, ok := t.l.begins(r.toks, "rude")
	return ok
}

// ownWords are the parts of an answer that are not about an advocate.
func (r reading) ownWords() string {
	out := ""
	for _, p := range r.parts {
		if p.about == AskAdvocate {
			continue
		}
		if out != "" {
			out += " "
		}
		out += p.text
	}
	return out
}
