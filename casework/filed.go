package casework

import "time"

// Filed keeps what a machine wrote: an out-of-office reply, a bounce. It is no
// word of the complainant's and is never answered.
type Filed struct {
	At    time.Time `json:"at"`
	Class string    `json:"class"` // "auto-reply" or "bounce"
	Text  string    `json:"text"`
}

// OfficerAway says that a machine answered for an officer, or that their mail
// came back: whoever stands in for them is written to instead.
type OfficerAway struct {
	Who   string `json:"who"`
	Class string `json:"class"` // "auto-reply" or "bounce"
	Text  string `json:"text,omitempty"`
}

func (a OfficerAway) apply(ch *change) error {
	what := "is away"
	if a.Class == "bounce" {
		what = "could not be reached"
	}
	ch.log(WhoHeard, a.Who+" "+what+": what they were sent goes to who stands in for them", a.Text)
	return nil
}

func (a Filed) apply(ch *change) error {
	ch.log("a machine", "wrote: "+a.Class, a.Text)
	return nil
}
