package casework

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Action is one thing that a complainant, an officer or Heard itself does to a
// case. The set is closed: every Action is a struct of this package, known by
// name in actions, and the only way to use one is Case.Apply.
type Action interface {
	apply(*change) error
}

// actions names every Action, as officers type it, as scenarios and logs write
// it. A name is never used again for something else: logs are kept for ever.
var actions = map[string]Action{
	"open":              OpenCase{},
	"said":              Said{},
	"describe":          Describe{},
	"want_outcome":      WantOutcome{},
	"want_advocate":     WantAdvocate{},
	"share_contact":     ShareContact{},
	"introduce":         Introduce{},
	"safe_contact":      SetSafeContact{},
	"read_back":         ConfirmReadBack{},
	"ask_person":        AskPerson{},
	"hand_over":         HandOver{},
	"stop_texts":        StopTexts{},
	"resume_texts":      ResumeTexts{},
	"wrong_number":      WrongNumber{},
	"cannot_send":       CannotSend{},
	"filed":             Filed{},
	"officer_away":      OfficerAway{},
	"ask_withdraw":      AskWithdraw{},
	"ask_records":       AskRecords{},
	"ask_format":        AskFormat{},
	"pause_texts":       PauseTexts{},
	"end_pause":         EndPause{},
	"other_speaker":     OtherSpeaker{},
	"quote_reference":   QuoteReference{},
	"prove_contact":     ProveContact{},
	"stay_anonymous":    StayAnonymous{},
	"choose_language":   ChooseLanguage{},
	"add_to_request":    AddToRequest{},
	"raise_alert":       RaiseAlert{},
	"acknowledge_alert": AcknowledgeAlert{},
	"decide_alert":      DecideAlert{},
	"cannot_hear":       CannotHear{},
	"said_safe":         SaidSafe{},
	"heard":             Heard{},
	"threaten":          Threaten{},

	"acknowledge":            Acknowledge{},
	"contacted":              Contacted{},
	"duty_done":              DutyDone{},
	"note":                   Note{},
	"assign":                 Assign{},
	"decide":                 Decide{},
	"early_resolution":       EarlyResolution{},
	"extend":                 Extend{},
	"hold_for_advocate":      HoldForAdvocate{},
	"advocate_referred":      AdvocateReferred{},
	"advocate_appointed":     AdvocateAppointed{},
	"advocate_contacted":     AdvocateContacted{},
	"hold_for_court":         HoldForCourt{},
	"take_up_again":          TakeUpAgain{},
	"answer":                 AnswerStage{},
	"agree_action":           AgreeAction{},
	"action_done":            ActionDone{},
	"meeting_offered":        MeetingOffered{},
	"meeting_held":           MeetingHeld{},
	"request_stage":          RequestStage{},
	"straight_to_stage2":     StraightToStage2{},
	"appoint":                Appoint{},
	"agree_statement":        AgreeStatement{},
	"send_report":            SendReport{},
	"convene_panel":          ConvenePanel{},
	"panel_held":             PanelHeld{},
	"panel_points":           PanelPoints{},
	"panel_report":           PanelReport{},
	"final_answer":           FinalAnswer{},
	"not_accepted":           NotAccepted{},
	"no_sufficient_interest": NoSufficientInterest{},
	"withdraw":               Withdraw{},
	"close":                  CloseCase{},
	"reopen":                 Reopen{},
	"freeze_asked":           FreezeAsked{},
	"ombudsman_enquiry":      OmbudsmanEnquiry{},
	"ombudsman_answered":     OmbudsmanAnswered{},
	"ombudsman_decision":     OmbudsmanDecision{},
	"add_person":             AddPerson{},
	"remove_person":          RemovePerson{},
	"withdraw_permission":    WithdrawPermission{},
	"name_person":            NamePerson{},
	"link":                   LinkCase{},
	"flag_route":             FlagRoute{},
	"tell_route":             TellRoute{},
	"hand_to_council":        HandToCouncil{},
	"many_messages":          ManyMessages{},
	"keep_file":              KeepFile{},
	"lose_file":              LoseFile{},
	"posted":                 Posted{},
	"woken":                  Woken{},
}

// names is actions the other way round.
var names = func() map[reflect.Type]string {
	m := make(map[reflect.Type]string, len(actions))
	for name, a := range actions {
		m[reflect.TypeOf(a)] = name
	}
	return m
}()

// ActionName returns the name of an action, as in a log.
func ActionName(a Action) string { return names[reflect.TypeOf(a)] }

// ActionNames lists every action by name, in order.
func ActionNames() []string {
	out := make([]string, 0, len(actions))
	for name := range actions {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Recorded is an Action as a log keeps it.
type Recorded struct {
	Name string          `json:"name"`
	Args json.RawMessage `json:"args"`
}

// Record writes an action down.
func Record(a Action) (*Recorded, error) {
	args, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("record action %s: %w", ActionName(a), err)
	}
	return &Recorded{ActionName(a), args}, nil
}

// Action reads a recorded action back.
func (r Recorded) Action() (Action, error) {
	blank, ok := actions[r.Name]
	if !ok {
		return nil, fmt.Errorf("action %q is not known", r.Name)
	}
	p := reflect.New(reflect.TypeOf(blank))
	if err := json.Unmarshal(r.Args, p.Interface()); err != nil {
		return nil, fmt.Errorf("action %s: %w", r.Name, err)
	}
	return p.Elem().Interface().(Action), nil
}

// ParseAction makes an action from what somebody typed: its name, and its
// arguments as text by name. Times are RFC3339 or a date, lists have commas.
// The error names what is wrong and what there is.
func ParseAction(name string, args map[string]string) (Action, error) {
	blank, ok := actions[name]
	if !ok {
		return nil, fmt.Errorf("there is no action %q; there are: %s", name, strings.Join(ActionNames(), ", "))
	}
	p := reflect.New(reflect.TypeOf(blank)).Elem()
	fields := fieldsByName(p)
	for key, text := range args {
		f, ok := fields[key]
		if !ok {
			f, ok = fields[otherDay[key]]
		}
		if !ok {
			return nil, fmt.Errorf("action %s has no argument %q; it has: %s", name, key, strings.Join(sortedKeys(fields), ", "))
		}
		if err := setField(f, text); err != nil {
			return nil, fmt.Errorf("action %s, %s: %w", name, key, err)
		}
	}
	return p.Interface().(Action), nil
}

// otherDay lets people write the day on which something was done either way.
var otherDay = map[string]string{"at": "on", "on": "at"}

func fieldsByName(v reflect.Value) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for i := range v.NumField() {
		tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		out[tag] = v.Field(i)
	}
	return out
}

func setField(f reflect.Value, text string) error {
	switch f.Interface().(type) {
	case time.Time:
		t, err := ParseTime(text)
		f.Set(reflect.ValueOf(t))
		return err
	case Date:
		d, err := ParseDate(text)
		f.Set(reflect.ValueOf(d))
		return err
	case []string:
		f.Set(reflect.ValueOf(splitList(text)))
		return nil
	case []Agreed:
		list, err := parseAgreed(text)
		f.Set(reflect.ValueOf(list))
		return err
	}
	switch f.Kind() {
	case reflect.String:
		f.SetString(text)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		f.SetBool(b)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is not a whole number", text)
		}
		f.SetInt(n)
	default:
		return fmt.Errorf("cannot be set by hand")
	}
	return nil
}

func splitList(text string) []string {
	list := strings.Split(text, ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

// ParseTime reads an RFC3339 instant, or a date, which means noon in London.
func ParseTime(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	if d, err := ParseDate(text); err == nil {
		return d.At(12, 0), nil
	}
	return time.Time{}, fmt.Errorf("%q is not a time: write 2027-01-31 or 2027-01-31T15:04:05Z", text)
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
