package casework

import (
	"fmt"
	"time"
)

// Level grades what was heard about somebody's safety.
type Level string

// The levels: danger now, something that cannot wait past today, nothing.
const (
	LevelNow   Level = "now"
	LevelToday Level = "today"
	LevelNone  Level = "none"
)

// FlagDanger marks a case on which danger was heard.
const FlagDanger Flag = "danger"

// Alert is danger that was heard, until a person acts on it. It never ends by
// itself.
type Alert struct {
	Number         int       `json:"number"` // counts the alerts of this case
	RaisedAt       time.Time `json:"raised_at"`
	Level          Level     `json:"level"`
	Reasons        []string  `json:"reasons"`
	Code           string    `json:"code"` // four digits, to be sent back
	Tries          int       `json:"tries"`
	NextAt         time.Time `json:"next_at,omitzero"`
	AcknowledgedAt time.Time `json:"acknowledged_at,omitzero"`
	AcknowledgedBy string    `json:"acknowledged_by,omitempty"`
	AcknowledgedAs string    `json:"acknowledged_as,omitempty"` // by which deliberate act
}

// Open tells whether nobody has acknowledged the alert yet.
func (a *Alert) Open() bool { return a != nil && a.AcknowledgedAt.IsZero() }

// RaiseAlert says that danger was heard. While an alert is open another one
// adds its reasons; after it was acknowledged it is raised anew.
type RaiseAlert struct {
	Code    string   `json:"code"` // drawn by the caller; chance is an argument
	Level   Level    `json:"level"`
	Reasons []string `json:"reasons"`
}

func (a RaiseAlert) apply(ch *change) error {
	if len(a.Code) != 4 {
		return fmt.Errorf("an alert needs a code of four digits")
	}
	ch.c.flag(FlagDanger)
	ch.log(WhoHeard, "heard danger: "+string(a.Level), "")
	if ch.c.Alert.Open() {
		ch.c.Alert.Reasons = append(ch.c.Alert.Reasons[:len(ch.c.Alert.Reasons):len(ch.c.Alert.Reasons)], a.Reasons...)
		return nil
	}
	number := 1
	if ch.c.Alert != nil {
		number = ch.c.Alert.Number + 1
	}
	ch.c.Alert = &Alert{Number: number, RaisedAt: ch.now, Level: a.Level, Reasons: a.Reasons, Code: a.Code}
	ch.ring()
	return nil
}

// ring tells whoever is on duty once more and sets the time of the next try.
func (ch *change) ring() {
	al := ch.c.Alert
	al.Tries++
	al.NextAt = ch.now.Add(ch.r.Procedure.Alert.Repeat)
	ch.log(WhoHeard, fmt.Sprintf("alerted the person on duty, try %d", al.Tries), "")
	ch.tell(Message{
		Key:    fmt.Sprintf("alert/%d/%d", al.Number, al.Tries),
		To:     Recipient{Office: Duty},
		Says:   []Say{{Template: "duty.alert", Blanks: Blanks{"code": {Name: al.Code}}}},
		Urgent: true,
	})
}

// AcknowledgeAlert says that a named person has taken the alert, by a
// deliberate act. Opening a link, a voicemail or an automatic reply is none.
type AcknowledgeAlert struct {
	By  string `json:"by"`
	How string `json:"how"` // "code", "key", "page", "terminal"
}

func (a AcknowledgeAlert) apply(ch *change) error {
	if !ch.c.Alert.Open() {
		return fmt.Errorf("no alert is open: %w", ErrWrongTime)
	}
	if a.By == "" {
		return fmt.Errorf("say who acknowledges it: by=NAME")
	}
	al := ch.c.Alert
	al.AcknowledgedAt, al.AcknowledgedBy, al.AcknowledgedAs = ch.now, a.By, a.How
	al.NextAt = time.Time{}
	ch.log(a.By, "acknowledged the alert by "+a.How, "")
	ch.tell(Message{
		Key:    fmt.Sprintf("alert/%d/acknowledged", al.Number),
		To:     Recipient{Office: Duty},
		Says:   []Say{{Template: "duty.acknowledged"}},
		Urgent: true,
	})
	return nil
}
