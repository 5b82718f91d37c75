package casework

import "strings"

// FlagThreat marks a case in which somebody may have threatened staff.
const FlagThreat Flag = "threat_to_staff"

// Threaten says that a message may threaten the council's own people. A manager
// is told, in office hours: it is no danger to whoever wrote it, nobody on duty
// is rung, and it says nothing about the complaint, which goes on.
type Threaten struct {
	Reasons []string `json:"reasons"` // the phrases
}

func (a Threaten) apply(ch *change) error {
	ch.c.flag(FlagThreat)
	ch.log(WhoHeard, "heard what may be a threat to staff", strings.Join(a.Reasons, "; "))
	ch.toManager("manager.threat", nil)
	return nil
}
