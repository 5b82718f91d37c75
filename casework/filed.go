package casework

import "time"

// Filed keeps what a machine wrote: an out-of-office reply, a bounce. It is no
// word of the complainant's and is never answered.
type Filed struct {
	At    time.Time `json:"at"`
	Class string    `json:"class"` // "auto-reply" or "bounce"
	Text  string    `json:"text"`
}

func (a Filed) apply(ch *change) error {
	ch.log("a machine", "wrote: "+a.Class, a.Text)
	return nil
}
