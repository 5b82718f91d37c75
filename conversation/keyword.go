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
	case l.is(r.toks, "stop", "stop.texts"):
		t.stop(r)
	case l.is(r.toks, "start"):
		t.start(r)
	case l.is(r.toks, "help"):
		t.help(r)
	case l.is(r.toks, "bot", "greeting") && l.has(r.toks, "bot"):
		t.isBot()
	case l.is(r.toks, "privacy"):
		t.say("privacy")
		t.quiet = true
	case l.is(r.toks, "trouble", "greeting", "thanks") && l.has(r.toks, "trouble"):
		t.say("thanks.safe")
		t.s.Thanked = true
	case !t.s.Open:
		return false
	case t.deniesNumber(r) && (t.s.Asking == "" || t.s.Asking == AskMore):
		t.wrongNumber(r)
	case l.is(r.toks, "news"):
		t.news()
	case l.is(r.toks, "when"), t.stillWaits(r):
		t.when()
	case l.is(r.toks, "human", "human.alone", "thanks") && l.has(r.toks, "human", "human.alone"):
		t.person()
	case l.is(r.toks, "pause"):
		t.pause(r)
	case l.is(r.toks, "format"):
		t.s.Asking, t.quiet = askFormat, true
		t.say("format.ask")
	case l.is(r.toks, "more"):
		t.say("more")
		t.quiet = true
		t.s.Asking = AskMore
	case l.is(r.toks, "advocate") && t.s.Asking != AskAdvocate:
		t.wantAdvocate(ReplyExplain)
	default:
		return false
	}
	return true
}

// deniesNumber tells whether whoever writes says that it is not them whom we
// mean.
func (t *turn) deniesNumber(r reading) bool {
	return t.l.is(r.toks, "wrong_number", "filler", "greeting") && t.l.has(r.toks, "wrong_number")
}

// stillWaits tells whether somebody says that they have heard nothing. Once
// the last date has passed that is more than a question: see notHappy.
func (t *turn) stillWaits(r reading) bool {
	if !t.s.Receipt || t.s.Asking != "" || !t.l.has(r.toks, "no_answer") || t.l.has(r.toks, "not_happy") {
		return false
	}
	_, next := t.draft.NextStage(t.g.Rules, t.now)
	return next == casework.NextMore
}

// isBot says so, and goes on.
func (t *turn) isBot() {
	if !t.s.Open {
		t.greeted = true
		return
	}
	t.say("bot")
}

// news shows what the complainant was last written, or where it stands.
func (t *turn) news() {
	news := t.draft.News()
	if len(news) == 0 {
		t.when()
		return
	}
	t.lead = append(t.lead, news...)
	t.quiet = true
}

// stop ends texts, not the complaint. On SMS the provider has answered; on
// other channels the answer is ours.
func (t *turn) stop(r reading) {
	if t.s.Open {
		t.do(casework.StopTexts{From: r.said.From})
	}
	t.againAfterDanger("STOP")
	t.contact.OptedOut = true
	t.s.Asking = ""
	t.quiet = true
	if t.channel != casework.SMS || !t.l.is(r.toks, "stop") {
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
	t.againAfterDanger("HELP")
	t.say("help")
	t.quiet = true
}

// owes is the limit of the answer that somebody waits for at each stage.
var owes = map[casework.Stage]casework.StepName{
	casework.StageEarly: casework.StepStage1, casework.Stage1: casework.StepStage1,
	casework.Stage2: casework.StepStage2, casework.Stage3: casework.StepPanel,
}

// when tells at which stage it is, who has it, and by which date they hear.
func (t *turn) when() {
	t.quiet = true
	d, dated := t.draft.Deadline(owes[t.draft.Stage])
	switch {
	case t.draft.Status == casework.Closed:
		t.say("when.closed")
	case dated && !d.MetAt.IsZero():
		t.say("when.answered")
	case dated && !d.Due.IsZero() && !t.now.Before(d.Due.End()):
		t.do(casework.AskPerson{})
		t.say("when.late")
	case !dated || d.Due.IsZero():
		t.say("when.none")
	default:
		t.say(t.whenTemplate(), casework.Blanks{"who": t.whoHasIt()})
	}
	if q, ok := t.pending(); ok && t.s.Asking != AskMore {
		t.lead = append(t.lead, q.ask(t, false)...)
	}
}

func (t *turn) whenTemplate() casework.Template {
	switch t.draft.Stage {
	case casework.Stage2:
		return "when.stage2"
	case casework.Stage3:
		return "when.stage3"
	}
	return "when.open"
}

func (t *turn) whoHasIt() casework.Blank {
	if t.draft.Assigned != "" {
		return casework.Blank{Name: t.draft.Assigned}
	}
	return casework.Blank{Word: "who.team"}
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
