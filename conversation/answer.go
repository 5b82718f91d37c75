package conversation

import (
	"slices"
	"time"

	"heard/casework"
)

// answer puts the reply together: what is said first, then the next question
// or the receipt.
func (t *turn) answer() {
	switch {
	case !t.texts():
		t.says = t.answerMail()
	case t.quiet:
		t.says = t.lead
	case !t.s.Open:
		t.says = append(t.lead, t.hello()...)
	case !t.draft.Kind.Clocked():
		t.says = append(t.lead, t.noted()...)
	default:
		t.compose()
	}
}

// compose joins what the reply starts with and what it asks.
func (t *turn) compose() {
	had := t.s.Receipt
	asks := t.ask()
	opening := t.opening()
	if t.s.Receipt && !had || t.s.Asking == AskReadBack {
		opening = slices.DeleteFunc(opening, short)
	}
	t.says = append(opening, asks...)
	if len(t.says) == 0 {
		t.says = []casework.Say{{Template: "more.saved"}}
	}
}

// short tells whether a piece only says that an answer came, which the receipt
// says too.
func short(s casework.Say) bool {
	switch s.Template {
	case "saved", "ok", "thanks.short", "good", "thanks.safe":
		return true
	}
	return false
}

// hello answers a greeting.
func (t *turn) hello() []casework.Say {
	t.s.Asking = AskWrong
	if len(t.lead) > 0 {
		return nil
	}
	return []casework.Say{{Template: "hello"}}
}

// noted thanks for praise, an idea or a question, which end with it.
func (t *turn) noted() []casework.Say {
	t.s.Asking = ""
	t.s.Receipt = true
	switch {
	case t.bye:
		return []casework.Say{{Template: "bye"}}
	case t.greeted && !t.first:
		return t.hello()
	case !t.first:
		return []casework.Say{{Template: "more.saved"}}
	}
	switch t.draft.Kind {
	case casework.Compliment:
		return []casework.Say{{Template: "thanks.compliment"}}
	case casework.Comment:
		return []casework.Say{{Template: "thanks.comment"}}
	}
	return []casework.Say{{Template: "question.noted"}}
}

// opening is what a reply starts with.
func (t *turn) opening() []casework.Say {
	switch {
	case t.first && t.s.Asking == askSafeNow: // a voice note has its own thanks
		return t.lead
	case t.first:
		t.s.Thanked = true
		return []casework.Say{{Template: "thanks"}}
	case t.resumed:
		return append([]casework.Say{t.resume()}, t.lead...)
	case len(t.lead) > 0:
		return t.lead
	case t.bye && !t.saved && t.s.Asking == "":
		return []casework.Say{{Template: "bye"}}
	case t.greeted && !t.saved:
		return []casework.Say{{Template: "hello.again"}}
	case t.saved && t.s.Receipt && t.s.Asking == "":
		return []casework.Say{{Template: "more.saved"}}
	case t.saved && !t.s.Thanked:
		t.s.Thanked = true
		return []casework.Say{{Template: "saved"}, {Template: "thanks.safe"}}
	case t.saved:
		return []casework.Say{{Template: "saved"}}
	}
	return nil
}

// resume greets somebody who comes back to an unfinished talk.
func (t *turn) resume() casework.Say {
	if t.s.Handed.IsZero() {
		return casework.Say{Template: "hello.again"}
	}
	return newSay("resume.person_has_it", casework.Blanks{"weekday": casework.DateBlank(casework.DateOf(t.s.Handed))})
}

// maxTries is how often a question is asked again in other words before it is
// left to a person.
const maxTries = 1

// ask puts the next question, or gives the receipt when none is left.
func (t *turn) ask() []casework.Say {
	if t.again {
		if says := t.askAgain(); says != nil {
			return says
		}
	}
	q, ok := t.next()
	if p, pending := t.pending(); pending && !t.s.closed(p.name) && (!p.needed(t) || t.mending(p.name)) {
		q, ok = p, true // one that only something said brings up
	}
	if !ok {
		return t.receipt()
	}
	return t.put(q, false)
}

// put asks a question. In the first reply it stands in a text of its own, with
// where to turn in danger.
func (t *turn) put(q question, again bool) []casework.Say {
	if t.s.Asking != q.name {
		t.s.Asking, t.s.Tries = q.name, 0
	}
	t.s.AskedAt = t.now
	says := q.ask(t, again)
	if t.first && q.name != askSafeNow {
		return t.firstAsk(q, says)
	}
	return says
}

// firstAsk puts the first question into a text of its own. Where to turn in
// danger follows it, or a menu's choices would be torn from their question.
func (t *turn) firstAsk(q question, says []casework.Say) []casework.Say {
	signpost := casework.Say{Template: "danger.signpost"}
	says = append(slices.Clone(t.lead), says...)
	says[0].Break = true
	if q.name == AskOutcome {
		return append(says, signpost)
	}
	return append([]casework.Say{signpost}, says...)
}

// askAgain puts the pending question once more in other words; after that it
// is left to a person, and nil is returned.
func (t *turn) askAgain() []casework.Say {
	q, ok := t.pending()
	if !ok {
		return nil
	}
	if t.s.Tries >= maxTries {
		skips := t.s.Skips
		t.done(q.name)
		t.s.Skips = skips
		return nil
	}
	t.s.Tries++
	return t.put(q, true)
}

// receipt tells the reference and the dates, once. It is not the council's
// acknowledgement.
func (t *turn) receipt() []casework.Say {
	t.s.Asking = ""
	if t.s.Receipt {
		return nil
	}
	t.s.Receipt = true
	done := casework.Template("receipt.all_done")
	keywords := casework.Template("receipt.keywords.more")
	if t.draft.ReadBack {
		done, keywords = "receipt.done", "receipt.keywords"
	}
	says := []casework.Say{{Template: done}}
	told := t.acknowledgementTold()
	if told {
		says = append(says, casework.Say{Template: "receipt.acknowledge"})
		keywords = "receipt.keywords.when"
	}
	if _, ok := t.draft.Deadline(casework.StepStage1); ok {
		template := casework.Template("receipt.stage1.hear")
		if t.draft.ReadBack && !told {
			template = "receipt.stage1"
		}
		says = append(says, casework.Say{Template: template})
	}
	return append(says, casework.Say{Template: keywords})
}

// acknowledgementTold tells whether the council itself promises a date for its
// acknowledgement; where only custom gives one, people are not told of it.
func (t *turn) acknowledgementTold() bool {
	step, ok := t.g.Rules.Procedure.Step(casework.StepAcknowledge)
	_, runs := t.draft.Deadline(casework.StepAcknowledge)
	return ok && runs && step.Confidence == "A"
}

// lapseAt is when the silence of an unfinished talk is handed to a person: the
// next working morning.
func (t *turn) lapseAt() time.Time {
	unfinished := t.s.Open && !t.s.Receipt && t.s.Handed.IsZero() && (t.s.Asking != "" || t.draft.Flagged(casework.FlagWithdrawAsked))
	if !unfinished && !t.s.Holds() {
		return time.Time{}
	}
	d := t.g.Rules.Calendar.NextWorkingDay(casework.DateOf(t.s.Last))
	return d.AtClock(t.g.Rules.Procedure.Morning)
}

// lapse hands a talk that stalled to a person as it stands.
func (t *turn) lapse() {
	t.s.Lapse = time.Time{}
	if t.s.Holds() {
		t.openHeld()
		t.s.Receipt = true
		t.finish()
		return
	}
	if t.s.Open && !t.s.Receipt && t.s.Handed.IsZero() {
		t.do(casework.HandOver{})
		t.s.Handed = t.now
		t.nudge()
	}
}

// nudge reminds somebody once that they may go on, and only where they said
// that it is safe to write to them, and no danger waits for a person to decide.
func (t *turn) nudge() {
	if t.draft.Alert.Undecided() || t.contact.Safe.Safe != casework.Yes || t.contact.OptedOut || t.contact.Paused || t.s.Nudged || !t.texts() {
		return
	}
	t.s.Nudged = true
	t.says = []casework.Say{{Template: "nudge.unfinished"}}
}
