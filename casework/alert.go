package casework

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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

// Outcome is what came of an alert.
type Outcome string

// The outcomes that a person can record.
const (
	SpokeToChild  Outcome = "spoke_to_child"
	Police        Outcome = "police"
	Referred      Outcome = "referred" // say to whom
	CouldNotReach Outcome = "could_not_reach"
	NotDanger     Outcome = "not_danger"
)

// Outcomes lists every outcome.
var Outcomes = []Outcome{SpokeToChild, Police, Referred, CouldNotReach, NotDanger}

// Alert is danger that was heard, until a person has acted on it. It never
// ends by itself.
type Alert struct {
	Number         int       `json:"number"` // counts the alerts of this case
	RaisedAt       time.Time `json:"raised_at"`
	Level          Level     `json:"level"`
	Reasons        []string  `json:"reasons"`
	Code           string    `json:"code,omitempty"` // four digits, to be sent back
	Tries          int       `json:"tries"`
	NextAt         time.Time `json:"next_at,omitzero"`
	AcknowledgedAt time.Time `json:"acknowledged_at,omitzero"`
	AcknowledgedBy string    `json:"acknowledged_by,omitempty"`
	AcknowledgedAs string    `json:"acknowledged_as,omitempty"` // by which deliberate act
	DecidedAt      time.Time `json:"decided_at,omitzero"`
	DecidedBy      string    `json:"decided_by,omitempty"`
	Outcome        Outcome   `json:"outcome,omitempty"`
	Whom           string    `json:"whom,omitempty"` // it was referred to
}

// Open tells whether nobody has acknowledged the alert, or nobody any more:
// who took it and did nothing within the hour has it no longer.
func (a *Alert) Open() bool { return a != nil && a.AcknowledgedAt.IsZero() }

// Undecided tells whether no outcome is recorded yet. Until then nobody writes
// to the person unasked.
func (a *Alert) Undecided() bool { return a != nil && a.DecidedAt.IsZero() }

// RaiseAlert says that danger was heard. While an alert is open another one
// adds its reasons, unless it is graver; after it was acknowledged it is raised
// anew.
type RaiseAlert struct {
	Code    string   `json:"code"` // drawn by the caller; chance is an argument
	Level   Level    `json:"level"`
	Reasons []string `json:"reasons"`
}

func (a RaiseAlert) apply(ch *change) error {
	if len(a.Code) != 4 {
		return fmt.Errorf("an alert needs a code of four digits")
	}
	ch.raise(a)
	return nil
}

func (ch *change) raise(a RaiseAlert) {
	ch.c.flag(FlagDanger)
	ch.c.UnheardUntil = time.Time{} // somebody is rung now
	ch.log(WhoHeard, "heard danger: "+string(a.Level), strings.Join(a.Reasons, "; "))
	was := ch.c.Alert
	graver := was != nil && was.Level == LevelToday && a.Level == LevelNow
	if was.Open() && was.Undecided() && !graver {
		was.Reasons = slices.Concat(was.Reasons, a.Reasons)
		return
	}
	al := &Alert{Number: 1, RaisedAt: ch.now, Level: a.Level, Reasons: a.Reasons, Code: a.Code}
	if was != nil {
		al.Number = was.Number + 1
		if was.Undecided() { // it is one incident: what was heard first is not lost
			al.Reasons = slices.Concat(was.Reasons, a.Reasons)
			if was.Level == LevelNow {
				al.Level = LevelNow
			}
		}
	}
	ch.c.Alert = al
	if a.Level == LevelToday {
		ch.task("officer.today", nil)
	}
	ch.ring()
}

// ring calls whoever is on duty once more, by every way there is, and sets the
// time of the next try. Each way is a message of its own: none waits for
// another's provider.
func (ch *change) ring() {
	al := ch.c.Alert
	al.Tries++
	al.NextAt = ch.now.Add(ch.r.Procedure.Alert.Repeat)
	ch.log(WhoHeard, fmt.Sprintf("alerted the person on duty, try %d", al.Tries), "")
	key := fmt.Sprintf("alert/%d/%d", al.Number, al.Tries)
	template, call := Template("duty.alert"), Template("duty.call")
	if al.Level == LevelToday {
		template, call = "duty.today", "duty.today.call"
	}
	code := Blanks{"code": {Name: al.Code}, "link": {Name: "the case"}} // until the sender knows its page
	for _, m := range []Message{
		{Key: key, Says: []Say{{Template: template, Blanks: code}}},
		{Key: key + "/call", By: Call, Says: []Say{{Template: call}}},
		{Key: key + "/mail", By: Email, Says: []Say{{Template: template, Blanks: code}}},
	} {
		m.To, m.Urgent, m.Try = Recipient{Office: Duty}, true, al.Tries-1
		ch.tell(m)
	}
}

// defaultOutcome is how long whoever took an alert has to say what they did.
const defaultOutcome = time.Hour

// wakeAlert rings again where nobody has taken the alert, or whoever took it
// has not said in time what came of it. Acknowledging is not acting.
func (ch *change) wakeAlert() {
	al := ch.c.Alert
	if al == nil || al.NextAt.IsZero() || al.NextAt.After(ch.now) {
		return
	}
	if !al.Open() {
		ch.log(WhoHeard, "no outcome was recorded in time by "+al.AcknowledgedBy+"; ringing again", "")
		al.AcknowledgedAt, al.AcknowledgedBy, al.AcknowledgedAs = time.Time{}, "", ""
	}
	ch.ring()
}

// nextRing is when an alert is next looked at; zero for never.
func (c Case) nextRing() time.Time {
	if c.Alert == nil {
		return time.Time{}
	}
	return c.Alert.NextAt
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
	al.NextAt = ch.now.Add(cmp.Or(ch.r.Procedure.Alert.Outcome, defaultOutcome))
	ch.log(a.By, "acknowledged the alert by "+a.How, "")
	ch.tell(Message{
		Key:    fmt.Sprintf("alert/%d/%d/acknowledged", al.Number, al.Tries),
		To:     Recipient{Office: Duty},
		Says:   []Say{{Template: "duty.acknowledged", Blanks: Blanks{"who": {Name: a.By}}}},
		Urgent: true,
		Try:    al.Tries - 1,
	})
	return nil
}

// DecideAlert records what a person did about an alert. It ends the ringing.
type DecideAlert struct {
	By      string  `json:"by"`
	Outcome Outcome `json:"outcome"`
	Whom    string  `json:"whom,omitempty"`
}

func (a DecideAlert) apply(ch *change) error {
	switch {
	case !ch.c.Alert.Undecided():
		return fmt.Errorf("no alert waits for an outcome: %w", ErrWrongTime)
	case a.By == "":
		return fmt.Errorf("say who did it: by=NAME")
	case !slices.Contains(Outcomes, a.Outcome):
		return fmt.Errorf("outcome is one of %v", Outcomes)
	case a.Outcome == Referred && a.Whom == "":
		return fmt.Errorf("say to whom it was referred: whom=NAME")
	}
	al := ch.c.Alert
	if al.Open() { // who says what they did has taken it
		al.AcknowledgedAt, al.AcknowledgedBy, al.AcknowledgedAs = ch.now, a.By, "outcome"
	}
	al.DecidedAt, al.DecidedBy, al.Outcome, al.Whom, al.NextAt = ch.now, a.By, a.Outcome, a.Whom, time.Time{}
	ch.log(officer(a.By), "recorded the outcome of the alert: "+string(a.Outcome), a.Whom)
	return nil
}
