package intake

import (
	"heard/casework"
)

// This file keeps one sender from drowning the others, and a machine from
// talking to ours for ever. The rules are: whatever is written is received,
// heard for danger and kept; only the answers end. One answer says so, an
// officer is told, and the next day everybody is answered again. Danger is
// always answered.

// answersADay is how many turns of one sender are answered in a day. The
// longest talk there is has some twenty.
const answersADay = 100

// calm returns what is said in a turn over so many messages: what it was going
// to say, or that there are too many to answer each.
func (t *turn) calm(says []casework.Say, messages int) ([]casework.Say, error) {
	day := casework.DateOf(t.now)
	if a := &t.contact.Answers; a.Day != day {
		a.Day, a.Count, a.Ended = day, 0, false
	}
	if len(says) == 0 || t.urgent {
		return says, nil
	}
	t.contact.Answers.Count++
	if t.contact.Answers.Count <= answersADay && messages < burst {
		return says, nil
	}
	if t.contact.Answers.Ended {
		return nil, nil
	}
	t.contact.Answers.Ended = true
	if len(t.cases) > 0 {
		if err := t.cases[0].apply(casework.ManyMessages{}, t); err != nil {
			return nil, err
		}
	}
	return []casework.Say{{Template: "many"}}, nil
}
