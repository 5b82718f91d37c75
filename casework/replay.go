package casework

import "fmt"

// Replay makes a case of its log: every action that was recorded, at its time.
// With the rules of the time it comes to the case as it stands.
func Replay(log []Event, r Rules) (Case, error) {
	var c Case
	for _, e := range log {
		if e.Action == nil {
			continue // what was sent, or followed from an action
		}
		a, err := e.Action.Action()
		if err != nil {
			return c, fmt.Errorf("replay: %w", err)
		}
		if c, _, _, err = c.Apply(a, r, e.At); err != nil {
			return c, fmt.Errorf("replay %s: %w", e.At, err)
		}
	}
	return c, nil
}
