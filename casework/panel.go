package casework

import (
	"fmt"
	"time"
)

// Panel is the meeting of three independent people at stage 3.
type Panel struct {
	On         Date     `json:"on"`
	Place      string   `json:"place,omitempty"`
	NoticeSent Date     `json:"notice_sent,omitzero"`
	Members    []string `json:"members,omitempty"`
	Points     string   `json:"points,omitempty"` // what the complainant wants it to hear
	Report     Date     `json:"report,omitzero"`
}

// panelSize is how many sit on a panel.
//
// law: SI 2006/1738 regulation 19(1): three independent persons.
const panelSize = 3

// ConvenePanel sets the day of the panel and invites the complainant. Done
// again, it sets another day.
type ConvenePanel struct {
	By      string   `json:"by,omitempty"`
	On      Date     `json:"on"`
	Place   string   `json:"place,omitempty"`
	Members []string `json:"members,omitempty"`
	Agreed  bool     `json:"agreed,omitempty"` // the complainant agreed to a later day or shorter notice
}

// law: SI 2006/1738 regulation 19: within 30 working days of the request, the
// independent person of stage 2 not among them, the complainant accompanied by
// an advocate and another person throughout.
func (a ConvenePanel) apply(ch *change) error {
	if err := ch.at(Stage3); err != nil {
		return err
	}
	if err := ch.ahead(a.On); err != nil {
		return err
	}
	if err := ch.panelists(a.Members); err != nil {
		return err
	}
	if err := ch.panelDay(a); err != nil {
		return err
	}
	points := ""
	if ch.c.Panel != nil {
		points = ch.c.Panel.Points
	}
	ch.c.Panel = &Panel{On: a.On, Place: a.Place, NoticeSent: DateOf(ch.now), Members: a.Members, Points: points}
	if d := ch.c.running(StepPanel); d != nil {
		d.Fixed, d.Reason, d.Reminded = a.On, "the day of the panel", ch.now
	}
	ch.begin(FromPanel, Stage3, a.On)
	ch.c.meet(StepPanelNotice, ch.now)
	ch.log(officer(a.By), "convened the panel for "+a.On.String(), a.Place)
	where := Template("letter.panel")
	if a.Place != "" {
		where = "letter.panel.place"
	}
	ch.letter("panel", []Template{where, "letter.panel.bring"}, Blanks{"on": DateBlank(a.On), "place": {Name: a.Place}})
	return nil
}

func (ch *change) panelists(names []string) error {
	if len(names) > 0 && len(names) != panelSize {
		return fmt.Errorf("a panel has three people: %d are named", len(names))
	}
	for i, name := range names {
		if err := ch.free(name, "members"); err != nil {
			return err
		}
		for _, busy := range append([]string{ch.c.Assigned, ch.c.Investigator, ch.c.IndependentPerson, ch.c.Advocate.Name}, names[:i]...) {
			if same(busy, name) {
				return fmt.Errorf("%s has to do with the case already and may not sit on the panel: choose somebody else", name)
			}
		}
	}
	return nil
}

// panelDay keeps to the law's last day and to the notice, unless the
// complainant agreed otherwise.
func (ch *change) panelDay(a ConvenePanel) error {
	if a.Agreed {
		return nil
	}
	d, ok := ch.c.Deadline(StepPanel)
	if last := ch.r.Calendar.Add(d.Start, d.Span).Date; ok && a.On.After(last) {
		return fmt.Errorf("%s is after the last day, %s: agreed=true if the complainant agreed to it", a.On, last)
	}
	if t, ok := ch.c.term(ch.r, StepPanelNotice); ok && !t.Due.IsZero() {
		if by := ch.r.Calendar.Add(a.On, t.Due).Date; by.Before(DateOf(ch.now)) {
			return fmt.Errorf("for a panel on %s the notice had to go by %s: take a later day, or agreed=true if the complainant agreed to it", a.On, by)
		}
	}
	return nil
}

// PanelPoints are what the complainant wants the panel to hear.
type PanelPoints struct {
	Text string `json:"text"`
}

func (a PanelPoints) apply(ch *change) error {
	if ch.c.Panel == nil || a.Text == "" {
		return fmt.Errorf("there is no panel yet, or nothing to tell it: %w", ErrWrongTime)
	}
	ch.c.Panel.Points = addWords(ch.c.Panel.Points, a.Text, false)
	ch.log(WhoComplainant, "said what the panel should hear", a.Text)
	ch.task("officer.points", nil)
	return nil
}

// PanelReport records that the panel has met and its report went out.
type PanelReport struct {
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Received Date      `json:"received,omitzero"` // when the council had it, if later
}

// law: SI 2006/1738 regulation 20: to the authority, the complainant, the
// advocate and the independent person; the answer within 15 working days of it.
func (a PanelReport) apply(ch *change) error {
	if err := ch.at(Stage3); err != nil {
		return err
	}
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	p := ch.c.Panel
	switch {
	case p == nil:
		return fmt.Errorf("no panel was convened: %w", ErrWrongTime)
	case DateOf(at).Before(p.On):
		return fmt.Errorf("the panel meets on %s: it cannot report before: %w", p.On, ErrWrongTime)
	case !p.Report.IsZero():
		return fmt.Errorf("it reported on %s: %w", p.Report, ErrWrongTime)
	case !a.Received.IsZero() && (a.Received.Before(DateOf(at)) || a.Received.After(DateOf(ch.now))):
		return fmt.Errorf("the council cannot have had it on %s", a.Received)
	}
	p.Report = DateOf(at)
	ch.c.meet(StepPanel, p.On.At(12, 0).UTC())
	ch.c.meet(StepPanelReport, at)
	ch.begin(FromPanelReport, Stage3, laterOf(a.Received, p.Report))
	ch.log(officer(a.By), "sent the panel's report", "")
	ch.letter("panel_report", ch.dated("letter.panel_report", ch.c.current()), ch.dueBlank(ch.c.current()))
	return nil
}

// FinalAnswer is the council's last word after the panel, with how to go to the
// Ombudsman.
type FinalAnswer struct {
	By       string    `json:"by,omitempty"`
	Outcome  string    `json:"outcome"`
	How      string    `json:"how,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Received Date      `json:"received,omitzero"`
	Actions  []Agreed  `json:"actions,omitempty"`
}

func (a FinalAnswer) apply(ch *change) error {
	if err := ch.at(Stage3); err != nil {
		return err
	}
	if ch.c.Panel == nil || ch.c.Panel.Report.IsZero() {
		return fmt.Errorf("the panel has not reported yet: %w", ErrWrongTime)
	}
	r, err := ch.response(Stage3, a.Outcome, a.How, a.At, a.Received)
	if err != nil {
		return err
	}
	if err := ch.agree(a.Actions); err != nil {
		return err
	}
	ch.answer(r)
	ch.c.meet(StepStage3, r.SentAt)
	ch.c.Stage = StageOmbudsman
	ch.log(officer(a.By), "gave the final answer: "+a.Outcome, "")
	ch.letter("final", []Template{"letter.final", "letter.next.ombudsman"}, Blanks{"on": DateBlank(DateOf(r.SentAt))})
	return nil
}
