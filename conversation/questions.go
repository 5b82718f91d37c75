package conversation

import (
	"slices"

	"heard/casework"
)

// question is one thing that a talk can ask. Each stands in a small file of
// its own.
type question struct {
	name Question
	// needed tells whether it is still to be asked of this case.
	needed func(t *turn) bool
	// ask is how it is put; again asks for other words than the first time.
	ask func(t *turn, again bool) []casework.Say
	// hear takes a reply. It returns false when the reply is none, and then
	// has done nothing.
	hear func(t *turn, r reading) bool
	// late questions may still be asked after the receipt, when what is said
	// then brings them up.
	late bool
}

// questions in the order in which they are asked. What is answered, skipped or
// left to a person is not asked. The first come up only when called for.
var questions []question

func init() { // a question's functions lead back to this list
	questions = []question{
		safeNow, safeDanger, safeWhen, safeOther, change, numberWrong, which, format,
		stillWrong, wantNow, tellAdvocate,
		wrong, outcome, advocate, helper, share, who, behalf, permission, safe, name, readBack,
	}
}

func questionNamed(name Question) (question, bool) {
	for _, q := range questions {
		if q.name == name {
			return q, true
		}
	}
	return question{}, false
}

// next returns the first question that is still to be asked.
func (t *turn) next() (question, bool) {
	if !t.s.Open || !t.draft.Kind.Clocked() {
		return question{}, false
	}
	for _, q := range questions {
		redo := slices.Contains(t.s.Redo, q.name)
		if t.s.Receipt && !q.late && !redo {
			continue
		}
		if !t.s.closed(q.name) && (redo || q.needed(t)) {
			return q, true
		}
	}
	return question{}, false
}

// pending returns the question that was asked last, if one is open.
func (t *turn) pending() (question, bool) {
	if t.s.Asking == "" {
		return question{}, false
	}
	return questionNamed(t.s.Asking)
}

// done closes the pending question.
func (t *turn) done(q Question) {
	t.s.close(q)
	t.s.Redo = slices.DeleteFunc(slices.Clone(t.s.Redo), func(have Question) bool { return have == q })
	if t.s.Asking == q {
		t.s.Asking = ""
	}
	t.recent = q
	t.s.Tries, t.s.Skips = 0, 0
	t.again = false
}

// never is for questions that only something said brings up.
func never(*turn) bool { return false }

// one is a question in one piece, with other words for the second time.
func one(first, again casework.Template) func(*turn, bool) []casework.Say {
	return func(_ *turn, second bool) []casework.Say {
		if second {
			return []casework.Say{{Template: again}}
		}
		return []casework.Say{{Template: first}}
	}
}
