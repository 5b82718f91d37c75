package casework

import (
	"fmt"
	"slices"
	"time"
)

// FlagNamed marks a case whose assignee was found to be complained of.
const FlagNamed Flag = "assignee_named"

// NamePerson says that somebody is complained of. From then on they are not
// assigned, reminded or shown the case.
type NamePerson struct {
	By   string    `json:"by,omitempty"`
	Name string    `json:"name"`
	At   time.Time `json:"at,omitzero"`
}

func (a NamePerson) apply(ch *change) error {
	if len(nameWords(a.Name)) == 0 {
		return fmt.Errorf("say who is complained of: name=NAME")
	}
	if !slices.Contains(ch.c.Named, a.Name) {
		ch.c.Named = append(ch.c.Named, a.Name)
	}
	ch.log(officer(a.By), "noted who is complained of", "")
	if ch.release() {
		ch.c.flag(FlagNamed)
		ch.toManager("manager.named", nil)
	}
	return nil
}

// release takes the case from those who are complained of, and tells whether
// any of them had to do with it.
func (ch *change) release() (any bool) {
	for _, has := range []*string{&ch.c.Assigned, &ch.c.Investigator, &ch.c.IndependentPerson} {
		if *has != "" && ch.c.names(*has) {
			*has, any = "", true
		}
	}
	for _, d := range ch.c.Deadlines {
		any = any || !d.Over() && d.Owner != "" && ch.c.names(d.Owner)
	}
	return any
}
