package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"heard/casework"
	"heard/configs"
	"heard/notify"
	"heard/sandbox"
	"heard/store"
)

type simulateCommand struct {
	File string `arg:"" help:"The scenario."`
	JSON bool   `name:"json" help:"One JSON object a line."`
}

// simulated is one thing that happened. docs/simulate.md explains each field.
type simulated struct {
	At       time.Time          `json:"at"`
	Kind     string             `json:"kind"` // said, sent, due, event, task or alert
	To       string             `json:"to,omitempty"`
	Role     string             `json:"role,omitempty"`
	Channel  string             `json:"channel,omitempty"`
	Template casework.Template  `json:"template,omitempty"`
	Text     string             `json:"text"`
	Case     casework.Reference `json:"case,omitempty"`

	person casework.Address // of a text or mail, whose it is
}

func (c *simulateCommand) Run(w *world) error {
	scenario, err := configs.LoadScenario(c.File)
	if err != nil {
		return asked{err}
	}
	s, err := setStage(newClock(scenario.Start, false), "", scenario.Council)
	if err != nil {
		return err
	}
	defer s.strike()
	s.watchMail()
	ctx := context.Background()
	if err := s.playScenario(ctx, scenario); err != nil {
		return err
	}
	lines, err := s.story(ctx, scenario.Until)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(w.out, lines...)
	}
	for _, l := range lines {
		fmt.Fprintf(w.out, "%s  %-5s  %s\n", l.At.In(casework.London).Format("Mon 02 Jan 2006 15:04"), l.Kind, plainLine(l))
	}
	return nil
}

func plainLine(l simulated) string {
	who := strings.TrimSpace(l.Role + " " + l.Channel)
	if who != "" {
		who += ": "
	}
	return who + strings.ReplaceAll(l.Text, "\n", "\n"+strings.Repeat(" ", 30))
}

// playScenario does each step at its time; everything that is due in between
// happens on its own.
func (s *stage) playScenario(ctx context.Context, scenario configs.Scenario) error {
	for i, step := range scenario.Steps {
		at := s.stepAt(step)
		if at.Before(s.clock.Now()) {
			return askedf("step %d is to happen at %s, when it is already %s", i+1, at.Format(time.RFC3339), s.clock.Now().Format(time.RFC3339))
		}
		if at.After(scenario.Until) {
			return askedf("step %d is to happen at %s, after the end of the scenario", i+1, at.Format(time.RFC3339))
		}
		if err := s.advance(ctx, s.clock, at); err != nil {
			return err
		}
		if err := s.happen(ctx, step); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
		if err := s.quiesce(ctx); err != nil {
			return err
		}
	}
	return s.advance(ctx, s.clock, scenario.Until)
}

func (s *stage) stepAt(step configs.ScenarioStep) time.Time {
	switch now := s.clock.Now(); {
	case !step.At.IsZero():
		return step.At
	case step.Days > 0:
		r := s.councils[0].rules
		return r.Calendar.Add(casework.DateOf(now), casework.Span{N: step.Days, Unit: casework.WorkingDays}).Date.At(9, 0)
	default:
		return now.Add(step.After)
	}
}

func (s *stage) happen(ctx context.Context, step configs.ScenarioStep) error {
	if step.Does != "" {
		return s.scenarioAct(ctx, step)
	}
	return s.speak(ctx, casework.NewAddress(casework.Channel(step.Channel), step.From), step.Says)
}

// speak lets somebody write to the stage's first council.
func (s *stage) speak(ctx context.Context, from casework.Address, text string) error {
	if from.Channel() == casework.Email {
		return s.write(ctx, from, text)
	}
	number := s.councils[0].numbers[0]
	m := sandbox.Message{From: from.Value(), To: number, Body: text}
	if from.Channel() == casework.WhatsApp {
		m.From, m.To = "whatsapp:"+m.From, "whatsapp:"+m.To
	}
	if media, ok := pretendMedia(text); ok {
		m.Body, m.Media = "", []sandbox.Media{media}
	}
	status, err := s.sandbox.Inbound(ctx, m)
	if err != nil {
		return asked{err}
	}
	if status != 200 {
		return fmt.Errorf("the message was answered %d", status)
	}
	return nil
}

func (s *stage) scenarioAct(ctx context.Context, step configs.ScenarioStep) error {
	a, err := casework.ParseAction(step.Does, step.With)
	if err != nil {
		return asked{err}
	}
	council := s.councils[0].name
	record, err := s.scenarioCase(ctx, council, step.Case)
	if err != nil {
		return err
	}
	_, err = s.act(ctx, council, record, a)
	return err
}

// scenarioCase is the case that a step means: the one opened last, if it names
// none.
func (s *stage) scenarioCase(ctx context.Context, council, ref string) (store.Case, error) {
	if ref != "" && ref != "last" {
		_, record, err := s.caseByReference(ctx, ref)
		return record, err
	}
	cases, err := s.store.AllCases(ctx, council, "", 1000)
	if err != nil {
		return store.Case{}, err
	}
	if len(cases) == 0 {
		return store.Case{}, askedf("no case is open yet")
	}
	return slices.MaxFunc(cases, func(a, b store.Case) int { return a.OpenedAt.Compare(b.OpenedAt) }), nil
}

// story tells all that happened, in the order of time.
func (s *stage) story(ctx context.Context, until time.Time) ([]simulated, error) {
	lines := append(s.messages(), s.mails()...)
	council := s.councils[0].name
	tasks, err := s.tasks(ctx, council)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		lines = append(lines, simulated{At: t.At, Kind: "task", To: t.To, Role: t.Role, Channel: t.Channel, Template: t.Template, Text: t.Text, Case: t.Case})
	}
	cases, err := s.store.AllCases(ctx, council, "", 1000)
	if err != nil {
		return nil, err
	}
	for i := range lines {
		lines[i].Case = cmp.Or(lines[i].Case, caseOf(lines[i], cases))
	}
	for _, record := range cases {
		more, err := s.caseStory(ctx, council, record, until)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	slices.SortStableFunc(lines, func(a, b simulated) int { return cmp.Compare(a.At.UnixMilli(), b.At.UnixMilli()) })
	return lines, nil
}

// shown finds references as people are told them: HAM 4K7 Q2.
var shown = regexp.MustCompile(`\b[A-Z]{2,4} [2-9A-Z]{3} [2-9A-Z]{2}\b`)

// caseOf is the case that a line is about: the one it names, else the person's
// newest at that time.
func caseOf(l simulated, cases []store.Case) casework.Reference {
	if ref, err := casework.ParseReference(shown.FindString(l.Text)); err == nil {
		return ref
	}
	var found store.Case
	for _, c := range cases {
		if l.person != "" && slices.Contains(c.Contacts, l.person) && !c.OpenedAt.After(l.At.Add(time.Minute)) && c.OpenedAt.After(found.OpenedAt) {
			found = c
		}
	}
	return found.Reference
}

// messages are what went through the provider.
func (s *stage) messages() []simulated {
	var lines []simulated
	for _, m := range s.sandbox.Messages() {
		l := simulated{At: m.At.UTC(), Kind: "sent", To: m.To, Role: "complainant", Channel: "sms", Text: m.Body}
		person := m.To
		if m.Direction == "inbound" {
			person = m.From
		}
		if strings.HasPrefix(m.To, "whatsapp:") {
			l.To, l.Channel = strings.TrimPrefix(m.To, "whatsapp:"), "whatsapp"
		}
		l.person = casework.NewAddress(casework.Channel(l.Channel), strings.TrimPrefix(person, "whatsapp:"))
		l.Template = s.template(m.Body)
		switch {
		case m.Direction == "inbound":
			l.Kind, l.Template = "said", ""
		case l.To == officePhone || l.To == nightPhone:
			l.Kind, l.Role = "alert", "duty"
		}
		lines = append(lines, l)
	}
	return lines
}

// mails are what went through the post office.
func (s *stage) mails() []simulated {
	var lines []simulated
	for _, m := range s.sandbox.Mail.Mails() {
		l := simulated{At: m.At.UTC(), Kind: "sent", To: m.To[0], Role: "complainant", Channel: "email", Template: s.template(m.Text), Text: strings.TrimSpace(m.Text)}
		l.person = casework.NewAddress(casework.Email, m.To[0])
		switch role := s.officeOf(m.To[0]); {
		case !m.Handed:
			l.Kind, l.Template, l.person = "said", "", casework.NewAddress(casework.Email, m.From)
		case role == casework.Duty:
			l.Kind, l.Role = "alert", string(role)
		case role != "":
			l.Kind, l.Role = "task", string(role)
		}
		lines = append(lines, l)
	}
	return lines
}

// officeOf is the role of the mailbox of one of the council's people.
func (s *stage) officeOf(address string) casework.Office {
	for _, c := range s.councils {
		for _, o := range c.officers {
			if o.Email == address {
				return o.Role
			}
		}
		if slices.ContainsFunc(c.duty, func(d notify.OnDuty) bool { return d.Email == address }) {
			return casework.Duty
		}
	}
	return ""
}

// caseStory tells what happened to a case and what fell due on it.
func (s *stage) caseStory(ctx context.Context, council string, record store.Case, until time.Time) ([]simulated, error) {
	v, err := s.view(ctx, council, record)
	if err != nil {
		return nil, err
	}
	var lines []simulated
	for _, e := range v.Log {
		if e.What == "said" || strings.HasPrefix(e.What, "sent ") {
			continue
		}
		lines = append(lines, simulated{At: e.At, Kind: "event", Role: e.Who, Text: e.What, Case: v.Reference})
	}
	morning := s.councils[0].rules.Procedure.Morning
	for _, d := range v.Deadlines {
		if at := d.Due.AtClock(morning).UTC(); !d.Due.IsZero() && !at.After(until) {
			lines = append(lines, simulated{At: at, Kind: "due", Template: casework.Template(d.Step), Text: d.Sum, Case: v.Reference})
		}
	}
	return lines, nil
}
