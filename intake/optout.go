package intake

import (
	"heard/casework"
	"heard/store"
)

// obeyed takes over what the provider did at somebody's keyword. It knows words
// of its own, and those that were set there: what it has stopped, we cannot
// send, whatever the talk made of the word. The complaint goes on.
func (t *turn) obeyed(messages []store.Inbound, says []casework.Say) ([]casework.Say, error) {
	for _, m := range messages {
		stopped := m.OptOut == "STOP"
		if !stopped && m.OptOut != "START" || t.contact.OptedOut == stopped {
			continue // the talk has understood it
		}
		t.contact.OptedOut = stopped
		if len(t.cases) == 0 {
			continue
		}
		var a casework.Action = casework.ResumeTexts{From: m.From}
		if stopped {
			a = casework.StopTexts{From: m.From}
		}
		if err := t.cases[0].apply(a, t); err != nil {
			return nil, err
		}
	}
	if last := messages[len(messages)-1]; last.OptOut == "STOP" && !t.urgent {
		return nil, nil // the provider has answered, and would refuse ours
	}
	return says, nil
}
