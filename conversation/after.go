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
	stage, next := t.draft.NextStage(t.g.Rules, t.now)
	kind := t.l.kind(r.toks)
	switch {
	case next == casework.NextMore, kind == casework.Compliment, kind == casework.Unclear && !t.l.has(r.toks, "not_happy"):
		return false
	case next == casework.NextOmbudsman && !t.l.has(r.toks, "not_happy", "grievance"):
		return false
	case next == casework.NextOmbudsman:
		t.do(casework.Describe{Text: r.text})
		t.say("after.ombudsman")
		t.quiet = true
		return true
	case kind == casework.Question && !t.l.has(r.toks, "not_happy"):
		return false
	}
	t.do(casework.RequestStage{Stage: stage, What: r.text, Unclear: !t.l.has(r.toks, "not_happy", "grievance")})
	t.say("after.thanks", casework.Blanks{"today": casework.DateBlank(casework.DateOf(t.now))})
	for _, q := range []Question{askStillWrong, askWantNow, askTell} {
		t.s.reopen(q)
	}
	t.s.Asking, t.s.Tries, t.s.Skips = askStillWrong, 0, 0
	return true
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
	stage := casework.Template(t.draft.Stage)
	if stage != "1" && stage != "2" && stage != "3" {
		return
	}
	t.lead = append(t.lead, casework.Say{Template: "after.stage" + stage})
	step := map[casework.Stage]casework.StepName{casework.Stage1: casework.StepStage1, casework.Stage2: casework.StepStage2, casework.Stage3: casework.StepPanel}[t.draft.Stage]
	if _, ok := t.draft.Deadline(step); ok {
		t.lead = append(t.lead, casework.Say{Template: "after.stage" + stage + ".by", Break: true})
	}
	t.lead = append(t.lead, casework.Say{Template: "after.also", Break: true})
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
