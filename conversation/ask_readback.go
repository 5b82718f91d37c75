package conversation

import "heard/casework"

// readBack reads back what was said, in the person's own words.
var readBack = question{
	name: AskReadBack,
	needed: func(t *turn) bool {
		return !t.s.Light && !t.draft.ReadBack && t.draft.Statement != ""
	},
	ask: func(t *turn, again bool) []casework.Say {
		says := []casework.Say{{Template: "readback.statement"}}
		if t.draft.Outcome != "" {
			says = append(says, casework.Say{Template: "readback.outcome"})
		}
		if word := advocateWord(t.draft.Advocate.Wanted); word != "" {
			says = append(says, newSay("readback.advocate", casework.Blanks{"advocate_answer": {Word: word}}))
		}
		return append(says, casework.Say{Template: "readback.ask"})
	},
	hear: func(t *turn, r reading) bool {
		switch t.l.reply(r.toks, []Reply{ReplyYes, ReplyNo}) {
		case ReplyYes:
			t.do(casework.ConfirmReadBack{})
			t.done(AskReadBack)
			return true
		case ReplyNo:
		default:
			if !t.l.has(r.toks, "change") {
				return false
			}
		}
		t.done(AskReadBack)
		t.s.Asking = askChange
		return true
	},
}

func advocateWord(a casework.Answer) casework.Template {
	switch a {
	case casework.Yes, casework.No, casework.Later:
		return casework.Template("readback.advocate." + string(a))
	}
	return ""
}

// change takes what is to be put right. Nothing that was said is lost by it.
var change = question{
	name:   askChange,
	needed: never,
	ask:    one("ask.change", "ask.change"),
	hear: func(t *turn, r reading) bool {
		if len(r.toks) == 0 {
			return false
		}
		if wish := r.about(AskOutcome); wish != "" {
			t.do(casework.WantOutcome{Text: wish, Replace: true})
		}
		if rest := r.rest(); rest != "" {
			t.do(casework.Describe{Text: rest})
		}
		t.done(askChange)
		t.saved = true
		return true
	},
}
