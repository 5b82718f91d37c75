package casework

// Terms are the limits a case was opened under, by step. They stay when the
// council changes its file: a change never shortens a person's time nor
// lengthens the council's.
type Terms map[StepName]Term

// Term is one limit of a procedure, without where it comes from.
type Term struct {
	From      Anchor `json:"from"`
	Due       Span   `json:"due,omitzero"`
	Latest    Span   `json:"latest,omitzero"`
	Warn      Span   `json:"warn,omitzero"`
	Statutory Span   `json:"statutory,omitzero"`
}

// termsOf are the limits of a procedure as it stands.
func termsOf(steps []Step) Terms {
	t := make(Terms, len(steps))
	for _, s := range steps {
		t[s.Name] = Term{s.From, s.Due, s.Latest, s.Warn, s.Statutory}
	}
	return t
}

// term finds a limit that this case has. A case of before terms were kept has
// those of the procedure.
func (c Case) term(r Rules, name StepName) (Term, bool) {
	terms := c.Terms
	if terms == nil {
		terms = termsOf(r.Procedure.Steps)
	}
	t, ok := terms[name]
	return t, ok
}

// step is what the procedure says of a step beside its limit, on the case's
// track.
func (r Rules) step(c *Case, name StepName) Step {
	if c.Track == Corporate && len(r.Procedure.Corporate) > 0 {
		s, _ := findStep(r.Procedure.Corporate, name)
		return s
	}
	s, _ := r.Procedure.Step(name)
	return s
}

// stageOf says to which stage a step belongs, for those that start with an
// event of a stage.
var stageOf = map[StepName]Stage{
	StepAcknowledge: Stage1, StepEarly: StageEarly, StepStage1: Stage1,
	StepStage2Request: Stage1, StepStage2: Stage2, StepStage3Request: Stage2,
	StepPanelNotice: Stage3, StepPanel: Stage3, StepPanelReport: Stage3,
	StepFinalResponse: Stage3, StepStage3: Stage3,
}

// begin starts every limit that is counted from an event, and at a request or
// an answer only those of its stage.
func (ch *change) begin(from Anchor, stage Stage, day Date) {
	for _, name := range StepNames {
		t, ok := ch.c.term(ch.r, name)
		if !ok || t.From != from {
			continue
		}
		if of, staged := stageOf[name]; stage == "" || staged && of == stage {
			ch.start(name, day)
		}
	}
}

// has tells whether the case's procedure has a step at all.
func (c Case) has(r Rules, name StepName) bool {
	_, ok := c.term(r, name)
	return ok
}
