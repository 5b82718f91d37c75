package conversation

import "heard/casework"

// This file is for what comes after an answer: "not happy", in any words, asks
// for the next stage, today. No machine refuses it.

// notHappy takes what somebody says after an answer. It returns false where it
// is no more than more about the same complaint.
func (t *turn) notHappy(r reading) bool {
	if !t.s.Receipt || len(r.toks) == 0 || t.s.Fresh {
		return false
	}
	switch t.asksNext(r) {
	case casework.NextMore:
		return false
	case casework.NextRequest:
		for _, q := range []Question{askStillWrong, askWantNow, askTell} {
			t.s.reopen(q)
		}
		t.s.Asking, t.s.Tries, t.s.Skips = askStillWrong, 0, 0
	}
	return true
}

// asksNext does what "not happy" comes to: it asks for the next stage, or after
// the last brings the Ombudsman. NextMore means that it was neither.
func (t *turn) asksNext(r reading) casework.Next {
	stage, next := t.draft.NextStage(t.g.Rules, t.now)
	kind, unhappy := t.l.kind(r.toks), t.l.has(r.toks, "not_happy")
	switch {
	case next == casework.NextMore, kind == casework.Compliment, (kind == casework.Unclear || kind == casework.Question) && !unhappy:
		return casework.NextMore
	case next == casework.NextOmbudsman && !unhappy && !t.l.has(r.toks, "grievance"):
		return casework.NextMore
	case next == casework.NextOmbudsman:
		t.do(casework.Describe{Text: r.text})
		t.say("after.ombudsman")
		t.quiet = true
		return next
	}
	t.do(casework.RequestStage{Stage: stage, What: r.text, Unclear: !unhappy && !t.l.has(r.toks, "grievance")})
	t.say("after.thanks", casework.Blanks{"today": casework.DateBlank(casework.DateOf(t.now))})
	return next
}

// notHappyByMail takes "not happy" from a mail, whose one answer says by when.
func (t *turn) notHappyByMail(r reading) bool {
	switch t.asksNext(r) {
	case casework.NextMore:
		return false
	case casework.NextRequest:
		t.lead = append(t.lead, t.nextStage()...)
	}
	t.lead, t.quiet = append(t.lead, casework.Say{Template: "mail.sign"}), true
	t.s.Asking = ""
	return true
}

// nextStage says what happens at the stage that was asked for, and by when.
func (t *turn) nextStage() (says []casework.Say) {
	step := map[casework.Stage]casework.StepName{casework.Stage1: casework.StepStage1, casework.Stage2: casework.StepStage2, casework.Stage3: casework.StepPanel}[t.draft.Stage]
	if step == "" {
		return nil
	}
	template := "after.stage" + casework.Template(t.draft.Stage)
	says = append(says, casework.Say{Template: template, Break: t.channel == casework.Email})
	if _, ok := t.draft.Deadline(step); ok {
		says = append(says, casework.Say{Template: template + ".by", Break: true})
	}
	return append(says, casework.Say{Template: "after.also", Break: true})
}

// staleAfter takes back what was asked about a request once that stage is
// answered, or its last day has passed: what is said from then on is about that.
func (t *turn) staleAfter() {
	switch t.s.Asking {
	case askStillWrong, askWantNow, askTell:
	default:
		return
	}
	if _, next := t.draft.NextStage(t.g.Rules, t.now); next == casework.NextMore {
		return
	}
	for _, q := range []Question{askStillWrong, askWantNow, askTell} {
		t.done(q)
	}
	t.s.Asking = ""
}

// stillWrong asks which part is still wrong.
var stillWrong = question{
	name: askStillWrong, needed: never, late: true,
	ask: one("after.wrong", "after.wrong"),
	hear: func(t *turn, r reading) bool {
		if r.text == "" {
			return false
		}
		t.do(casework.AddToRequest{What: r.text})
		t.saved = true
		t.done(askStillWrong)
		t.s.Asking = askWantNow
		return true
	},
}

// wantNow asks what should happen now.
var wantNow = question{
	name: askWantNow, needed: never, late: true,
	ask: one("after.want", "after.want"),
	hear: func(t *turn, r reading) bool {
		if r.text == "" {
			return false
		}
		t.do(casework.AddToRequest{Want: r.text})
		t.saved = true
		t.done(askWantNow)
		t.afterWant()
		return true
	},
}

// afterWant asks whether the advocate is to be told, where there is one; else
// it says what happens now.
func (t *turn) afterWant() {
	if t.draft.Advocate.Wanted == casework.Yes {
		t.s.Asking = askTell
		return
	}
	t.askedFor("saved")
}

// tellAdvocate asks whether their advocate shall be told.
var tellAdvocate = question{
	name: askTell, needed: never, late: true,
	ask: one("after.tell", "after.tell"),
	hear: func(t *turn, r reading) bool {
		switch t.l.reply(r.toks, menuYesNo) {
		case ReplyYes:
			t.do(casework.AddToRequest{Tell: casework.Yes})
			t.askedFor("after.tell.yes")
		case ReplyNo, ReplyUnsure, ReplyLater:
			t.askedFor("after.tell.no")
		default:
			return false
		}
		return true
	},
}

// askedFor tells who looks into it now, and by when.
func (t *turn) askedFor(opening casework.Template) {
	for _, q := range []Question{askStillWrong, askWantNow, askTell} {
		t.done(q)
	}
	t.s.Asking = ""
	t.saved, t.quiet = false, true
	t.lead = []casework.Say{{Template: opening}}
	t.lead = append(t.lead, t.nextStage()...)
}

// skipAfter goes on where one of these questions is skipped.
func (t *turn) skipAfter(q Question) bool {
	switch q {
	case askStillWrong:
		t.done(q)
		t.s.Asking = askWantNow
	case askWantNow:
		t.done(q)
		t.afterWant()
	case askTell:
		t.askedFor("after.tell.no")
	default:
		return false
	}
	return true
}
