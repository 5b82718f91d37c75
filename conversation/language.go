package conversation

import "heard/casework"

// This file chooses a language. Only a person chooses it; a language that is
// recognised is offered, once, in its own words. A language without danger
// words is never offered, for danger told in it would not be heard.

// speaks takes "po polsku", "in english".
func (t *turn) speaks(r reading) bool {
	if len(r.toks) == 0 || len(r.toks) > shortAsk {
		return false
	}
	for _, l := range t.g.Lexicons {
		if l != t.l && t.l.has(r.toks, "language."+string(l.Language)) {
			t.choose(l)
			return true
		}
	}
	return false
}

// choose answers in another language from here on, on every channel that the
// case is answered on.
func (t *turn) choose(l *Lexicon) {
	t.l, t.contact.Language = l, l.Language
	if t.s.Open {
		t.do(casework.ChooseLanguage{Language: l.Language, Home: l == t.g.Lexicons[0]})
	}
	t.say("language.chosen")
	if t.s.Open {
		t.inPart()
	}
}

// inPart asks once whether somebody is safe whose language is heard in part
// only: one whose danger words were never weighed against what people write.
func (t *turn) inPart() {
	if t.l.harm.enough > 0 || t.s.closed(askSafeNow) || !t.texts() {
		return
	}
	if t.first {
		t.say("thanks")
	}
	t.s.Asking, t.again = askSafeNow, false
}

// offer offers the language that somebody seems to write in.
func (t *turn) offer(r reading) {
	if t.s.Offered || t.contact.Language != "" || !t.texts() {
		return
	}
	for _, l := range t.g.Lexicons {
		if l != t.l && l.looksLike(r.text) {
			t.s.Offered = true
			t.say("language.offer." + casework.Template(l.Language))
			return
		}
	}
}

// Looks like a language: so many of its common words, and so large a share.
const (
	fewestCommon = 2
	shareCommon  = 4 // one word in so many
)

func (l *Lexicon) looksLike(text string) bool {
	toks := l.tokens(text)
	common := len(l.find(toks, "common"))
	return common >= fewestCommon && common*shareCommon >= len(toks)
}
