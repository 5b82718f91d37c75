package conversation

import "heard/casework"

// behalf asks for whom somebody speaks who does not speak for themselves.
var behalf = question{
	name:   askBehalf,
	needed: func(t *turn) bool { return t.texts() && !self(t.draft.ContactedBy.Role) && t.draft.OnBehalfOf == "" },
	ask:    one("ask.behalf", "ask.behalf"),
	hear: func(t *turn, r reading) bool {
		if len(r.toks) == 0 {
			return false
		}
		if t.l.is(r.toks, "no", "unsure", "later", "no.alone") {
			t.done(askBehalf)
			t.say("ok")
			return true
		}
		t.do(casework.Introduce{OnBehalfOf: r.text})
		t.done(askBehalf)
		t.say("thanks.short")
		return true
	},
}

// permission asks whether whom they speak for knows of it. Nothing waits for
// the answer.
var permission = question{
	name: askPermission,
	needed: func(t *turn) bool {
		return t.texts() && !self(t.draft.ContactedBy.Role) && t.draft.ContactedBy.Permission == ""
	},
	ask: one("ask.permission", "ask.permission"),
	hear: func(t *turn, r reading) bool {
		answer := casework.Answer("")
		switch t.l.reply(r.toks, menuYesNo) {
		case ReplyYes:
			answer = casework.Yes
		case ReplyNo:
			answer = casework.No
		case ReplyUnsure, ReplyLater:
			answer = casework.Unsure
		default:
			return false
		}
		t.do(casework.Introduce{Permission: answer})
		t.done(askPermission)
		t.say("thanks.short")
		return true
	},
}
