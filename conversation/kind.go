package conversation

import (
	"slices"

	"heard/casework"
)

// Kind reads what somebody is telling us. Anything that says something is
// wrong is a complaint, and so is what is not clearly something else.
func (l *Lexicon) Kind(text string) casework.Kind { return l.kind(l.tokens(text)) }

func (l *Lexicon) kind(toks []token) casework.Kind {
	if len(toks) == 0 || l.is(toks, "greeting") || l.is(toks, "greeting", "thanks", "skip", "yes", "no", "unsure") && !l.has(toks, "grievance") {
		return casework.Unclear
	}
	if end, ok := l.begins(toks, "greeting"); ok && l.is(toks[end:], "my_name", "greeting") && !l.has(toks, "grievance") {
		return casework.Unclear
	}
	found := l.find(toks, "sarcasm", "praise", "idea", "grievance.weak", "grievance", "question", "wish")
	has := func(meaning string) bool {
		return slices.ContainsFunc(found, func(m match) bool { return m.meaning == meaning })
	}
	switch {
	case len(toks) == 1 && len(found) == 0:
		return casework.Unclear // one word that says nothing to us
	case l.plainIdea(toks):
		return casework.Comment
	case has("sarcasm"), has("grievance"):
		return casework.Complaint
	case has("grievance.weak") && !l.outweighed(toks, found):
		return casework.Complaint
	case has("praise") && l.contrasts(toks):
		return casework.Complaint // "she was nice at first but": it is looked into
	case has("praise") && !l.has(toks, "idea") && (!l.has(toks, "wish.start") || l.has(toks, "praise.wish")):
		return casework.Compliment
	case has("idea"):
		return casework.Comment
	case l.asksOnly(toks):
		return casework.Question
	}
	return casework.Complaint
}

// outweighed tells whether praise or an idea outweighs words that are no plain
// grievance: "never let me down". What is set against it, or said in a sentence
// of its own, does.
func (l *Lexicon) outweighed(toks []token, found []match) bool {
	weight := slices.IndexFunc(found, func(m match) bool { return m.meaning == "praise" || m.meaning == "idea" })
	if weight < 0 || l.contrasts(toks) {
		return false
	}
	sentence := func(m match) (n int) {
		for _, t := range toks[1 : m.start+1] {
			if t.stop {
				n++
			}
		}
		return n
	}
	for _, m := range found {
		turnsRound := m.start < found[weight].start && m.end+3 >= found[weight].start && l.negates(toks[m.start])
		if m.meaning == "grievance.weak" && (turnsRound || sentence(m) != sentence(found[weight]) || found[weight].words() == 1) {
			return false
		}
	}
	return true
}

// contrasts tells whether something is set against what was said: "she is nice
// but". "Nothing but praise" is none.
func (l *Lexicon) contrasts(toks []token) bool {
	return slices.ContainsFunc(l.find(toks, "praise", "contrast"), func(m match) bool { return m.meaning == "contrast" })
}

// plainIdea tells whether a text calls itself an idea.
func (l *Lexicon) plainIdea(toks []token) bool {
	_, ok := l.begins(toks, "idea.plain")
	return ok && !l.has(toks, "sarcasm")
}

// asksOnly tells whether a text is a question and nothing else.
func (l *Lexicon) asksOnly(toks []token) bool {
	for len(toks) > 1 && (l.is(toks[:1], "leading") || toks[0].same == "please") {
		toks = toks[1:]
	}
	if _, aux := l.begins(toks, "question.aux"); aux {
		_, not := l.begins(toks, "question.not")
		return !not || l.has(toks, "ask.start")
	}
	starts := l.find(toks, "question")
	if len(starts) == 0 || starts[0].start > 2 {
		return false
	}
	if starts[0].start == 0 && starts[0].words() >= 3 {
		return true // "where can i get": no wish
	}
	if starts[0].start <= 1 && (!l.has(toks, "wish.start") || l.has(toks, "ask.start")) {
		return true
	}
	return toks[len(toks)-1].word == "?"
}
