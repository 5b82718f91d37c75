package conversation

import "heard/casework"

// overOneYear is the route of what may be too old.
const overOneYear = "over_one_year"

// old has an officer look where somebody names a day that is more than a year
// back. A council may still take such a complaint, and nothing waits for it (SI
// 2006/1738 regulation 9).
func (t *turn) old(text string) {
	if _, ok := t.g.Rules.Procedure.Route(overOneYear); !ok || !t.draft.Kind.Clocked() {
		return
	}
	today := casework.DateOf(t.now)
	if span, ok := t.l.Days(text, today); ok && span.To.Before(today.AddMonths(-12)) {
		t.do(casework.FlagRoute{Route: overOneYear})
	}
}
