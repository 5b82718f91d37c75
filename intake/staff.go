package intake

import (
	"context"
	"regexp"
	"strings"

	"heard/casework"
	"heard/store"
)

// Staff is one of the council's own people.
type Staff struct {
	Name  string
	Phone string // +44..., for SMS and WhatsApp alike
	Email string
	Duty  bool // may acknowledge an alert by its code
}

// Roster is a council's own people. What they write opens no complaint.
type Roster []Staff

// Find returns whose address it is.
func (r Roster) Find(a casework.Address) (Staff, bool) {
	for _, s := range r {
		have := s.Phone
		if a.Channel() == casework.Email {
			have = s.Email
		}
		if have != "" && strings.EqualFold(have, a.Value()) {
			return s, true
		}
	}
	return Staff{}, false
}

// fourDigits finds codes wherever they stand in a text, but no four digits of
// a longer number.
var fourDigits = regexp.MustCompile(`(?:^|[^0-9])([0-9]{4})(?:$|[^0-9])`)

// ourPage stands in every alert: who repeats it, as an automatic reply may,
// repeats our words, the code among them, and has done nothing.
const ourPage = "/ack/"

// acknowledged returns which of some cases' alerts a text acknowledges, if any:
// the first whose code it has. Only the code is a deliberate act; "ok" is not.
func acknowledged(s Staff, text string, open []store.Case) (casework.Reference, bool) {
	if !s.Duty || strings.Contains(text, ourPage) {
		return "", false
	}
	for text != "" {
		at := fourDigits.FindStringSubmatchIndex(text)
		if at == nil {
			return "", false
		}
		for _, c := range open {
			if c.Alert.Open() && c.Alert.Code == text[at[2]:at[3]] {
				return c.Reference, true
			}
		}
		text = text[at[3]:] // the character after may be before the next code
	}
	return "", false
}

// staffTurn handles what one of the council's own people wrote: a code
// acknowledges an alert, anything else is kept for the officers.
func (w *Worker) staffTurn(ctx context.Context, c *store.Change, s Staff, messages []store.Inbound) error {
	if err := w.backAgain(ctx, c, s); err != nil {
		return err
	}
	open, err := w.o.Store.Alerts(ctx, c.Council)
	if err != nil {
		return err
	}
	t := &turn{w: w, name: c.Council, council: w.o.Councils[c.Council], now: c.Now}
	for i := range open {
		t.cases = append(t.cases, &worked{Case: open[i]})
	}
	unknown := false
	for _, m := range messages {
		ref, ok := acknowledged(s, m.Text, open)
		if !ok {
			w.setAside(c, m, "officer.from_staff", m.Urgent && !s.Duty)
			unknown = unknown || s.Duty && len(open) > 0
			continue
		}
		if err := t.acknowledge(ref, s, m); err != nil {
			return err
		}
		open = without(open, ref)
	}
	for _, k := range t.cases {
		if k.changed {
			c.Case(k.Case, k.events)
			t.tell(c, k)
		}
	}
	if unknown && len(open) > 0 {
		w.say(c, messages[len(messages)-1], "duty.unknown_code")
	}
	return nil
}

// backAgain notes that an officer for whom a machine answered is there again.
func (w *Worker) backAgain(ctx context.Context, c *store.Change, s Staff) error {
	if s.Email == "" {
		return nil
	}
	contact, err := w.o.Store.Contact(ctx, c.Council, casework.NewAddress(casework.Email, s.Email))
	if err != nil || contact.Away.IsZero() {
		return err
	}
	contact.Away = casework.Date{}
	c.Contact(contact)
	return nil
}

// acknowledge acknowledges a case's alert, and keeps what else was written.
func (t *turn) acknowledge(ref casework.Reference, s Staff, m store.Inbound) error {
	k, err := t.find(ref)
	if err != nil {
		return err
	}
	if err := k.apply(casework.AcknowledgeAlert{By: s.Name, How: "code"}, t); err != nil {
		return err
	}
	rest := strings.ReplaceAll(m.Text, k.Alert.Code, "") // it may ring again, and the log is read by more
	if strings.TrimSpace(rest) == "" {
		return nil
	}
	return k.apply(casework.Note{By: s.Name, Text: strings.TrimSpace(rest)}, t)
}

// say answers one of the council's own people. The answer is about the
// message, so it is said once.
func (w *Worker) say(c *store.Change, m store.Inbound, template casework.Template) {
	e := store.Entry{
		Message: casework.Message{
			Key:    "reply/" + m.Key,
			To:     casework.Recipient{Address: m.From},
			Says:   casework.Fill([]casework.Say{{Template: template}}, casework.Case{}, w.o.Councils[c.Council].Rules, w.o.Needs),
			Urgent: true,
		},
		Audience: store.ForOfficers, From: m.To,
	}
	e.About = e.Key
	c.Say(e)
}

func without(open []store.Case, ref casework.Reference) []store.Case {
	var rest []store.Case
	for _, c := range open {
		if c.Reference != ref {
			rest = append(rest, c)
		}
	}
	return rest
}
