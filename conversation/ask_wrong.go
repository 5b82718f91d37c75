package conversation

import "heard/casework"

// wrong asks what is wrong, where only a voice note or a picture came.
var wrong = question{
	name:   AskWrong,
	needed: func(t *turn) bool { return t.draft.Statement == "" },
	ask: func(t *turn, again bool) []casework.Say {
		if t.s.Light {
			return []casework.Say{{Template: "ask.wrong.voice"}}
		}
		return []casework.Say{{Template: "ask.wrong"}}
	},
	hear: func(t *turn, r reading) bool {
		words := r.rest()
		if t.mending(AskWrong) {
			words = r.text
		}
		if words == "" {
			return false
		}
		t.do(casework.Describe{Text: words, Replace: t.mending(AskWrong)})
		t.old(words)
		t.done(AskWrong)
		t.saved = true
		return true
	},
}
