package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Response is the council's answer at a stage.
type Response struct {
	Stage      Stage     `json:"stage"`
	SentAt     time.Time `json:"sent_at"`
	ReceivedOn Date      `json:"received_on"` // the window to ask for more runs from here
	Outcome    string    `json:"outcome"`
	How        string    `json:"how"`
}

var (
	outcomes = []string{"upheld", "partly_upheld", "not_upheld", "resolved", "other"}
	ways     = []string{"email", "text", "post", "hand", "phone", "meeting"}
)

// AnswerStage records that the council answered at an early stage, at stage 1 or
// at stage 2, and what it will do.
type AnswerStage struct {
	By       string    `json:"by,omitempty"`
	Outcome  string    `json:"outcome"`
	How      string    `json:"how,omitempty"`     // email, if not given
	At       time.Time `json:"at,omitzero"`       // when it was sent
	Received Date      `json:"received,omitzero"` // when it was read or collected, where that is known
	Found    string    `json:"found,omitempty"`   // what was found, for the letter
	Actions  []Agreed  `json:"actions,omitempty"` // what was agreed: "what / owner / date; ..."
}

// law: SI 2006/1738 regulations 14, 15 and 17(5): the answer says how to go on.
func (a AnswerStage) apply(ch *change) error {
	if err := ch.isOpen(); err != nil {
		return err
	}
	if !slices.Contains([]Stage{StageEarly, Stage1, Stage2}, ch.c.Stage) || !ch.c.Kind.Clocked() {
		return fmt.Errorf("no answer is owed at stage %s: at stage 3 it is final_answer: %w", ch.c.Stage, ErrWrongTime)
	}
	stage := ch.c.Stage
	if stage == StageEarly {
		stage = Stage1 // a whole answer ends both
	}
	if r, ok := ch.c.answered(stage); ok {
		return fmt.Errorf("stage %s was answered on %s: %w", stage, DateOf(r.SentAt), ErrWrongTime)
	}
	r, err := ch.response(stage, a.Outcome, a.How, a.At, a.Received)
	if err != nil {
		return err
	}
	if err := ch.agree(a.Actions); err != nil {
		return err
	}
	ch.c.Stage = stage
	ch.answer(r)
	ch.log(officer(a.By), "answered stage "+string(stage)+": "+a.Outcome, a.Found)
	ch.begin(FromAnswerReceived, stage, r.ReceivedOn)
	ch.answerLetter(stage, a)
	return nil
}

// response checks what an officer says about an answer.
func (ch *change) response(stage Stage, outcome, how string, at time.Time, received Date) (r Response, err error) {
	if how == "" {
		how = "email"
	}
	switch {
	case !slices.Contains(outcomes, outcome):
		return r, fmt.Errorf("outcome %q: say one of %s", outcome, strings.Join(outcomes, ", "))
	case !slices.Contains(ways, how):
		return r, fmt.Errorf("how %q: say one of %s", how, strings.Join(ways, ", "))
	}
	if at, err = ch.when(at); err != nil {
		return r, err
	}
	r = Response{stage, at, received, outcome, how}
	switch {
	case received.IsZero() && how == "post":
		r.ReceivedOn = ch.r.Calendar.Add(DateOf(at), postDays).Date
	case received.IsZero():
		r.ReceivedOn = DateOf(at)
	case received.Before(DateOf(at)):
		return r, fmt.Errorf("it cannot be received on %s and sent on %s", received, DateOf(at))
	}
	return r, nil
}

// answer writes an answer down and ends what it was owed by.
func (ch *change) answer(r Response) {
	ch.duty("wrote", r.SentAt)
	ch.c.Responses = append(ch.c.Responses, r)
	for _, name := range append(slices.Clone(stageSteps[r.Stage]), StepEarly, StepAcknowledge, StepOmbudsman) {
		ch.c.meet(name, r.SentAt)
	}
	if h := ch.c.hold(); h != nil {
		ch.lift(DateOf(r.SentAt))
	}
}

// windows are the times to ask for more, by the stage that was answered.
var windows = map[Stage]StepName{Stage1: StepStage2Request, Stage2: StepStage3Request}

// answerName names the letter with the answer of a stage.
func answerName(stage Stage) string { return "answer" + string(stage) }

// answerLetter says that the answer is there and how to go on.
func (ch *change) answerLetter(stage Stage, a AnswerStage) {
	sent := DateOf(ch.c.Responses[len(ch.c.Responses)-1].SentAt)
	blanks := Blanks{"on": DateBlank(sent)}
	next := Template("letter.next." + string(ch.c.following(ch.r, stage)))
	if d, ok := ch.c.Deadline(windows[stage]); ok && next != "letter.next.ombudsman" {
		blanks["due"] = DateBlank(d.Due)
	} else if next != "letter.next.ombudsman" {
		next += ".open"
	}
	templates := []Template{"letter.answer"}
	if a.Found != "" {
		templates[0], blanks["found"] = "letter.answer.found", Blank{Quote: a.Found}
	}
	if n := len(a.Actions); n > 0 {
		blanks["count"] = CountBlank(n)
		templates = append(templates, "letter.actions")
	}
	ch.letter(answerName(stage), append(templates, next), blanks)
}

// EarlyResolution records what became of trying to sort it out at once.
type EarlyResolution struct {
	By     string    `json:"by,omitempty"`
	Solved bool      `json:"solved"`
	At     time.Time `json:"at,omitzero"`
	Found  string    `json:"found,omitempty"` // what was done about it
}

func (a EarlyResolution) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if err := ch.isOpen(); err != nil {
		return err
	}
	if _, done := ch.c.answered(StageEarly); ch.c.Stage != StageEarly || done {
		return fmt.Errorf("it is not at the early stage: %w", ErrWrongTime)
	}
	if !a.Solved {
		ch.log(officer(a.By), "could not sort it out early", a.Found)
		ch.enter(Stage1, DateOf(at))
		ch.stageLetter(Stage1)
		return nil
	}
	ch.c.Responses = append(ch.c.Responses, Response{StageEarly, at, DateOf(at), "resolved", "meeting"})
	for _, name := range []StepName{StepEarly, StepStage1, StepAcknowledge, StepOmbudsman} {
		ch.c.meet(name, at)
	}
	ch.log(officer(a.By), "sorted it out early", a.Found)
	ch.letter("early", []Template{"letter.early"}, Blanks{"on": DateBlank(DateOf(at))})
	return nil
}
