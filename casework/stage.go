package casework

// stageSteps are the limits in which the council owes the answer of a stage,
// the one that is owed next first.
var stageSteps = map[Stage][]StepName{
	StageEarly: {StepEarly, StepStage1},
	Stage1:     {StepStage1},
	Stage2:     {StepStage2},
	Stage3:     {StepPanel, StepPanelReport, StepFinalResponse},
}

// current is the limit of the answer that is owed now; nil for none.
func (c *Case) current() *Deadline {
	stage := c.Stage
	for _, name := range stageSteps[stage] {
		if d := c.running(name); d != nil {
			return d
		}
	}
	return nil
}

// goTo brings a case to a stage: what was owed before it is owed no more.
func (ch *change) goTo(stage Stage, why string) {
	ch.c.Stage = stage
	for _, earlier := range []Stage{StageEarly, Stage1, Stage2, Stage3} {
		if earlier == stage {
			return
		}
		for name, of := range stageOf {
			if of == earlier && name != StepAcknowledge {
				ch.c.drop(why, name)
			}
		}
	}
}

// answered is the last answer the council gave at a stage.
func (c Case) answered(stage Stage) (last Response, ok bool) {
	for _, r := range c.Responses {
		if r.Stage == stage {
			last, ok = r, true
		}
	}
	return last, ok
}

// silence starts the weeks anew after which the Ombudsman may look at it
// without an answer.
func (ch *change) silence(day Date) {
	if t, ok := ch.c.term(ch.r, StepOmbudsman); ok && t.From == FromReceipt {
		ch.start(StepOmbudsman, day)
	}
}

// following is the stage after one; StageOmbudsman after the last. Only the
// law's own procedure has a panel.
func (c Case) following(r Rules, stage Stage) Stage {
	switch {
	case stage == StageEarly:
		return Stage1
	case stage == Stage1 && c.has(r, StepStage2):
		return Stage2
	case stage == Stage2 && c.Track != Corporate && c.has(r, StepPanel):
		return Stage3
	}
	return StageOmbudsman
}
