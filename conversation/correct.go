package conversation

import (
	"slices"

	"heard/casework"
)

// This file puts right what was said. New words stand instead of the old in
// what is read back; the log keeps both.

// correct takes "back", "change", "start again".
func (t *turn) correct(r reading) bool {
	if !t.s.Open || !t.draft.Kind.Clocked() || len(r.toks) > shortAsk {
		return false
	}
	l := t.l
	switch {
	case l.is(r.toks, "back"):
		t.back()
	case l.is(r.toks, "restart"):
		t.restart()
	case t.s.Asking == AskReadBack, t.s.Asking == askChange:
		return false // they know how to take it
	case l.is(r.toks, "change", "thanks", "yes", "no") && l.has(r.toks, "change"):
		t.offerChange()
	case l.has(r.toks, "change.my"):
		q, ok := t.line(r)
		if !ok {
			return false
		}
		t.mend(q)
	default:
		return false
	}
	return true
}

// lines are what can be put right, as the words for it, in their order.
var lines = []Question{AskWrong, AskOutcome, AskAdvocate, AskName, AskWho, AskSafe}

var lineTemplates = map[Question]casework.Template{
	AskWrong: "change.line.wrong", AskOutcome: "change.line.outcome", AskAdvocate: "change.line.advocate",
	AskName: "change.line.name", AskWho: "change.line.who", AskSafe: "change.line.safe",
}

// known tells whether there is anything to put right about a question.
func (t *turn) known(q Question) bool {
	c := t.draft
	switch q {
	case AskWrong:
		return c.Statement != ""
	case AskOutcome:
		return c.Outcome != ""
	case AskAdvocate:
		return c.Advocate.Wanted != casework.Unasked
	case AskName:
		return c.Complainant.Name != "" || c.ContactedBy.Name != ""
	case AskWho:
		return c.Complainant.Role != ""
	case AskSafe:
		return c.SafeContact.Safe != casework.Unasked && t.texts()
	}
	return false
}

// offerChange shows what is known, by number.
func (t *turn) offerChange() {
	t.s.reopen(askChange)
	t.s.Asking, t.s.Tries = askChange, 0
}

// changeMenu is the question what to change.
func (t *turn) changeMenu() []casework.Say {
	says := []casework.Say{{Template: "ask.change"}}
	t.s.Menu = nil
	for _, q := range lines {
		if t.known(q) {
			t.s.Menu = append(t.s.Menu, q)
			says = append(says, newSay(lineTemplates[q], casework.Blanks{"count": casework.CountBlank(len(t.s.Menu))}))
		}
	}
	return says
}

// line finds which line somebody means by its name: "the advocate bit".
func (t *turn) line(r reading) (Question, bool) {
	for _, q := range lines {
		if t.l.has(r.toks, "line."+string(q)) {
			return q, true
		}
	}
	return "", false
}

// mend asks a question anew; what is answered stands instead of the old.
func (t *turn) mend(q Question) {
	t.s.Redo = append(slices.Clone(t.s.Redo), q)
	t.s.reopen(q)
	t.s.reopen(AskReadBack)
	t.s.Asking, t.s.Tries = q, 0
	switch q {
	case AskWrong:
		t.lead, t.quiet = []casework.Say{{Template: "mend.wrong"}}, true
	case AskOutcome:
		t.lead, t.quiet = []casework.Say{{Template: "mend.outcome"}}, true
	}
}

// mending tells whether a question is answered anew.
func (t *turn) mending(q Question) bool { return slices.Contains(t.s.Redo, q) }

// back asks the question before the last once more.
func (t *turn) back() {
	for _, q := range slices.Backward(t.s.Closed) {
		if slices.Contains(lines, q) || q == AskShare {
			t.mend(q)
			t.say("ok")
			return
		}
	}
	t.again = true
}

// restart asks everything once more. Nothing that was said is lost.
func (t *turn) restart() {
	for _, q := range []Question{AskOutcome, AskAdvocate, AskShare} {
		t.s.reopen(q)
		if t.known(q) {
			t.s.redo(q)
		}
	}
	t.s.Receipt, t.s.Skips = false, 0
	t.mend(AskWrong)
	t.lead = []casework.Say{{Template: "restart"}}
}

// newMatter takes "something else" for another case. In the middle of a talk
// only plain words do, since "another thing" may be more of the same.
func (t *turn) newMatter(r reading) bool {
	if !t.s.Open {
		return false
	}
	end, begins := t.l.begins(r.toks, "matter.more", "matter.new")
	plain := t.l.has(r.toks, "matter.new")
	if !plain && !(begins && t.s.Receipt) {
		return false
	}
	if !plain && t.s.Asking == AskOutcome {
		return false
	}
	if len(r.toks)-end <= 2 && begins || t.l.is(r.toks, "matter.more", "matter.new", "wish.start", "thanks", "yes", "greeting") {
		t.s.Fresh, t.s.Asking = true, AskWrong
		t.lead, t.quiet = []casework.Say{{Template: "matter.ask"}}, true
		return true
	}
	t.begin(r)
	return true
}
