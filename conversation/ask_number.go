package conversation

import "heard/casework"

// numberWrong asks whether somebody wrote to us before, when they say that
// they did not. Nothing of any case is shown.
var numberWrong = question{
	name:   askWrongNumber,
	needed: never,
	ask:    one("wrong.ask", "wrong.ask"),
	hear: func(t *turn, r reading) bool {
		t.quiet = true
		if t.l.reply(r.toks, []Reply{ReplyYes, ReplyNo}) == ReplyNo {
			t.do(casework.WrongNumber{From: r.said.From})
			t.contact.WrongNumber = true
			t.say("wrong.sorry")
			t.s.Open = false
		} else {
			t.say("hello.again")
		}
		t.done(askWrongNumber)
		return true
	},
}
