package conversation

import "heard/casework"

// keyword takes a message that is nothing but a keyword. None of our own is a
// word that phone networks keep for themselves.
func (t *turn) keyword(r reading) bool {
	l := t.l
	if len(r.toks) == 0 || len(r.toks) > 8 {
		return false
	}
	if !t.texts() && t.s.Open && !l.is(r.toks, "stop", "start", "help", "when", "human") {
		return false
	}
	switch {
	case l.is(r.toks, "stop"):
		t.stop(r)
	case l.is(r.toks, "start"):
		t.start(r)
	case l.is(r.toks, "help"):
		t.help(r)
	case !t.s.Open:
		return false
	case l.is(r.toks, "wrong_number") && t.s.Asking == "":
		t.wrongNumber(r)
	case l.is(r.toks, "when") && t.s.Asking != AskSafe:
		t.when()
	case l.is(r.toks, "human"):
		t.person()
	case joined(r.toks) == "more":
		t.say("more")
		t.quiet = true
		t.s.Asking = AskMore
	case joined(r.toks) == "advocate" && t.s.Asking != AskAdvocate:
		t.wantAdvocate(ReplyExplain)
	default:
		return false
	}
	return true
}

// stop ends texts, not the complaint. On SMS the provider has answered; on
// other channels the answer is ours.
func (t *turn) stop(r reading) {
	if t.s.Open {
		t.do(casework.StopTexts{From: r.said.From})
	}
	t.contact.OptedOut = true
	t.s.Asking = ""
	t.quiet = true
	if t.channel != casework.SMS {
		t.say("stopped.whatsapp")
	}
}

func (t *turn) start(r reading) {
	t.contact.OptedOut = false
	t.quiet = true
	if !t.s.Open {
		t.quiet = false
		return
	}
	t.do(casework.ResumeTexts{From: r.said.From})
	t.say("start.again")
}

// help may be a cry for it: where to turn comes first, and a person is told.
func (t *turn) help(r reading) {
	if t.s.Open {
		t.do(casework.AskPerson{})
	}
	t.say("help")
	t.quiet = true
}

func (t *turn) when() {
	t.quiet = true
	if _, ok := t.draft.Deadline(casework.StepStage1); !ok {
		t.say("when.none")
		return
	}
	t.say("when.open")
	if q, ok := t.pending(); ok {
		t.lead = append(t.lead, q.ask(t, false)...)
	}
}

// person asks for a human being. The talk goes on meanwhile.
func (t *turn) person() {
	t.do(casework.AskPerson{})
	template := casework.Template("talk")
	if t.g.Rules.Procedure.Contacts["team"].Phone == "" {
		template = "talk.no_phone"
	}
	t.say(template)
	t.quiet = true
	if q, ok := t.pending(); ok {
		t.s.Asking = q.name
	}
}

// wrongNumber asks before anything is unlinked.
func (t *turn) wrongNumber(r reading) {
	t.s.Asking = askWrongNumber
	t.lead = numberWrong.ask(t, false)
	t.quiet = true
}
