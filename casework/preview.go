package casework

import (
	"fmt"
	"time"
)

// Preview returns the case as an action would leave it, for whoever is to
// answer at once and does not do it: no log, no messages, no moment to be
// woken. Apply does it. The case given is never altered.
func (c *Case) Preview(a Action, r Rules, now time.Time) (*Case, error) {
	next := c.clone()
	if _, opens := a.(OpenCase); opens != (c.Reference == "") {
		return c, fmt.Errorf("%s: %w", ActionName(a), ErrWrongTime)
	}
	ch := &change{c: &next, r: r, now: now.UTC(), action: a, preview: true}
	if err := a.apply(ch); err != nil {
		return c, fmt.Errorf("%s: %w", ActionName(a), err)
	}
	if len(next.Deadlines) != len(c.Deadlines) || next.Stage != c.Stage {
		next.reckon(r)
	}
	return &next, nil
}
