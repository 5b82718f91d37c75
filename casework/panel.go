package casework

import "fmt"

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
		d.Fixed, d.FixedOn, d.Reason, d.Reminded = a.On, DateOf(ch.now), "the day of the panel", ch.now
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
