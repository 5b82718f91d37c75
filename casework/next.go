package casework

import "time"

// Next says what it is when somebody says that they are not happy.
type Next string

// What "not happy" can be.
const (
	NextRequest   Next = "request"   // a request for the next stage, dated that day
	NextMore      Next = "more"      // more about the same complaint
	NextOmbudsman Next = "ombudsman" // the council's stages are over
)

// NextStage says what "not happy" is at a moment, and for a request which
// stage is asked for. After an answer at this stage, or once its last date has
// passed, it is a request for the next; before that it is more about the same
// complaint; after the last stage it brings the Ombudsman. A window that has
// passed changes nothing: no machine refuses a stage.
func (c Case) NextStage(r Rules, now time.Time) (Stage, Next) {
	stage := c.Stage
	if stage == StageClosed {
		stage = c.ClosedFrom
	}
	if !c.Kind.Clocked() || stage == "" {
		return "", NextMore
	}
	if stage == StageOmbudsman || c.ClosedWhy == closedRefused {
		return StageOmbudsman, NextOmbudsman
	}
	_, answered := c.answered(stage)
	if !answered && !c.passed(stage, now) && c.Status == Open {
		return "", NextMore
	}
	next := c.following(r, stage)
	if next == StageOmbudsman {
		return next, NextOmbudsman
	}
	return next, NextRequest
}

// passed tells whether the last date of a stage is over, whatever is on hold.
//
// law: Getting the Best from Complaints (2006): after 20 working days without
// an answer the next stage may be asked for.
func (c Case) passed(stage Stage, now time.Time) bool {
	var last Date
	for _, name := range stageSteps[stage] {
		if d, ok := c.Deadline(name); ok {
			last = laterOf(last, d.Last())
		}
	}
	return !last.IsZero() && !now.Before(last.End())
}
