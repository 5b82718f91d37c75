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
			if q, ok := t.line(r); ok && t.known(q) && len(r.toks) <= 6 {
				t.mend(q)
				return true
			}
			if !t.l.has(r.toks, "change") {
				return t.putRight(r)
			}
		}
		t.done(AskReadBack)
		t.offerChange()
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

// putRight takes a correction that is made without being asked for one ("no
// its my key worker not my sw"). It is added, and all is read back again.
func (t *turn) putRight(r reading) bool {
	if len(r.toks) < 3 || t.bare(r) {
		return false
	}
	if wish := r.about(AskOutcome); wish != "" {
		t.do(casework.WantOutcome{Text: wish})
	}
	if rest := r.rest(); rest != "" {
		t.do(casework.Describe{Text: rest})
	}
	t.saved = true
	return true
}

// change asks what is to be put right: one of what is known, by number or by
// name. Whatever else is said is put right in those words.
var change = question{
	name:   askChange,
	needed: never,
	ask:    func(t *turn, _ bool) []casework.Say { return t.changeMenu() },
	hear: func(t *turn, r reading) bool {
		if len(r.toks) == 0 {
			return false
		}
		n, number := menuNumber(r.toks)
		q, named := t.line(r)
		switch {
		case number && n <= len(t.s.Menu):
			t.done(askChange)
			t.mend(t.s.Menu[n-1])
			return true
		case named && len(r.toks) <= 6:
			t.done(askChange)
			t.mend(q)
			return true
		case t.bare(r):
			return false
		}
		if wish := r.about(AskOutcome); wish != "" {
			t.do(casework.WantOutcome{Text: wish, Replace: true})
		}
		if rest := r.rest(); rest != "" {
			t.do(casework.Describe{Text: rest})
		}
		t.done(askChange)
		t.s.reopen(AskReadBack)
		t.saved = true
		return true
	},
}
