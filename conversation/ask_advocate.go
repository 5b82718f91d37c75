package conversation

import "heard/casework"

// advocate offers an advocate.
//
// law: Children Act 1989 section 26A.
var advocate = question{
	name: AskAdvocate,
	needed: func(t *turn) bool {
		return t.draft.Advocate.Wanted == casework.Unasked && t.draft.ContactedBy.Role != casework.Advocacy
	},
	ask: one("ask.advocate", "ask.advocate.again"),
	hear: func(t *turn, r reading) bool {
		reply := t.l.reply(r.toks, menuAdvocate)
		if part, ok := r.advocate(); ok && (reply == ReplyUnclear || len(r.toks) > 8) {
			reply = part
		}
		if reply == ReplyUnclear || reply == ReplyNo && t.wishes(r) {
			return false
		}
		t.wantAdvocate(reply)
		return true
	},
}

// wishes tells whether a message that has a "no" or a "stop" in it says what
// should happen instead: "i want her to stop", "wait no i want both back".
func (t *turn) wishes(r reading) bool {
	if r.about(AskOutcome) == "" || t.l.has(r.toks, "advocate", "chosen.who") {
		return false
	}
	_, corrects := t.l.begins(r.toks, "correction")
	_, wishes := t.l.begins(r.toks, "wish.start")
	return corrects || wishes
}

// wantAdvocate notes what was said about an advocate, asked or unasked.
func (t *turn) wantAdvocate(reply Reply) {
	switch reply {
	case ReplyYes:
		t.chooseAdvocate(casework.WantAdvocate{Wanted: casework.Yes, Source: casework.Independent})
		t.say(t.yesToAdvocate())
	case ReplyChosen:
		t.chooseAdvocate(casework.WantAdvocate{Wanted: casework.Yes, Source: casework.Chosen})
		t.s.Asking = askHelper
	case ReplyNo:
		t.chooseAdvocate(casework.WantAdvocate{Wanted: casework.No})
		t.say("ack.advocate.no")
	case ReplyLater:
		t.chooseAdvocate(casework.WantAdvocate{Wanted: casework.Later})
		t.say("ok")
	case ReplyUnsure:
		t.chooseAdvocate(casework.WantAdvocate{Wanted: casework.Unsure})
		t.say("ack.advocate.unsure")
	case ReplyExplain:
		t.explainAdvocate()
	}
}

func (t *turn) yesToAdvocate() casework.Template {
	if t.saved {
		t.lead = nil
		return "ack.advocate.yes"
	}
	return "good"
}

func (t *turn) chooseAdvocate(a casework.WantAdvocate) {
	if a.Wanted == casework.Yes {
		t.s.reopen(AskShare)
		t.s.reopen(askHelper)
	}
	t.do(a)
	t.done(AskAdvocate)
}

// explainAdvocate says what an advocate is and asks once more. It may be asked
// for as often as somebody likes.
func (t *turn) explainAdvocate() {
	t.lead = []casework.Say{{Template: "explain.advocate"}}
	t.s.Asking = AskAdvocate
	t.s.reopen(AskAdvocate)
	t.quiet = true
}

// helper asks who the chosen advocate is.
var helper = question{
	name: askHelper,
	needed: func(t *turn) bool {
		return t.draft.Advocate.Source == casework.Chosen && t.draft.Advocate.Name == ""
	},
	late: true,
	ask:  one("ask.advocate.who", "ask.advocate.who"),
	hear: func(t *turn, r reading) bool {
		if t.l.is(r.toks, "no", "unsure", "later", "no.alone") {
			t.done(askHelper)
			t.say("ok")
			return true
		}
		a := t.draft.Advocate
		t.do(casework.WantAdvocate{Wanted: a.Wanted, Source: a.Source, Name: r.text})
		t.done(askHelper)
		if t.l.has(r.toks, "ask_first") {
			t.say("ack.chosen.first")
		} else {
			t.say("ack.chosen")
		}
		return true
	},
}

// share asks whether the number may be passed on to find an advocate.
var share = question{
	name: AskShare,
	needed: func(t *turn) bool {
		a := t.draft.Advocate
		return a.Wanted == casework.Yes && a.Source != casework.Chosen && a.Share == casework.Unasked
	},
	late: true,
	ask: func(t *turn, again bool) []casework.Say {
		template := casework.Template("ask.share")
		if t.g.Rules.Procedure.Contacts["advocacy"].Name != "" {
			template += ".named"
		}
		if again {
			template = "ask.share.again"
		}
		return []casework.Say{{Template: template}}
	},
	hear: func(t *turn, r reading) bool {
		answer := casework.Unsure
		switch t.l.reply(r.toks, menuYesNo) {
		case ReplyYes:
			answer = casework.Yes
			t.say("thanks.short")
		case ReplyNo:
			answer = casework.No
			t.say("ack.share.no")
		case ReplyUnsure, ReplyLater:
			t.say("ack.share.no")
		case ReplyExplain:
			t.lead = append([]casework.Say{{Template: "explain.share"}}, t.mustAsk(AskShare)...)
			t.quiet = true
			return true
		default:
			return false
		}
		t.do(casework.ShareContact{Share: answer})
		t.done(AskShare)
		return true
	},
}

func (t *turn) mustAsk(name Question) []casework.Say {
	q, _ := questionNamed(name)
	return q.ask(t, false)
}
