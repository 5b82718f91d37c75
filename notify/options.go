package notify

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"heard/casework"
	"heard/store"
)

// Options say what a Sender and Wakes work with. Store, Councils, Render and
// Needs must be given.
type Options struct {
	Store    *store.Store
	Councils map[string]Council
	// Render puts what is to be said into the texts that a person receives.
	Render func(says []casework.Say, lang casework.Lang, audience string, ch casework.Channel, today casework.Date) ([]string, error)
	// Blank puts one blank of what is to be said into words, for a text that
	// the provider keeps; it may be nil where there are no such texts.
	Blank func(say casework.Say, blank string, lang casework.Lang, audience string, ch casework.Channel, today casework.Date) (string, error)
	// Needs tells which blanks a template has.
	Needs func(casework.Template) []string
	// Link is where an alert can be taken on a page; nil means nowhere.
	Link func(council string, c casework.Reference, code string) string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// UnknownAfter is how long after an attempt of unknown outcome the
	// provider is asked for it; 0 means two minutes.
	UnknownAfter time.Duration
	// Parallel is to how many recipients texts are sent side by side, and again
	// as many where it is urgent; 0 means 4.
	Parallel int
	// Poll is how often Run looks by itself; 0 means a second.
	Poll time.Duration
	// Log gets what an operator should know; nil means slog.Default.
	Log *slog.Logger
}

// Council is one council as notify needs it.
type Council struct {
	Rules    casework.Rules
	Duty     []OnDuty
	Officers []Official
	Numbers  map[casework.Channel][]string // ours, the one that writes first
	Doors    map[casework.Channel]Provider
	// Templates are what WhatsApp has approved to be said outside its window,
	// and Buttons the provider's ids of texts with buttons, by the question
	// that they ask; both may be empty.
	Templates map[casework.Template]Approved
	Buttons   map[string]string
}

// OnDuty is one line of the rota.
type OnDuty struct {
	Name  string
	When  string // "office" or "out-of-office"
	Phone string
	Email string
	// Absent are days on which this person is not rung.
	Absent []casework.Date
}

// Official is an officer or a manager.
type Official struct {
	Name  string
	Role  casework.Office
	Email string
	Phone string // of a manager who is rung when nobody on duty answers
	// Deputy is who gets their letters while they are away, by name; Absent are
	// days on which they are.
	Deputy string
	Absent []casework.Date
}

const (
	unknownAfter = 2 * time.Minute // Twilio lists a message within seconds; then it surely does
	parallel     = 4
	poll         = time.Second // how late another process's entry may be seen
)

func (o Options) ready() (Options, error) {
	switch {
	case o.Store == nil:
		return o, errors.New("notify needs a Store")
	case o.Render == nil || o.Needs == nil:
		return o, errors.New("notify needs Render and Needs")
	}
	for name, c := range o.Councils {
		if len(c.Templates) > 0 && o.Blank == nil {
			return o, fmt.Errorf("council %s: approved texts need Blank", name)
		}
		if len(c.Duty) == 0 {
			return o, fmt.Errorf("council %s: nobody is on duty", name)
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.UnknownAfter == 0 {
		o.UnknownAfter = unknownAfter
	}
	if o.Parallel == 0 {
		o.Parallel = parallel
	}
	if o.Poll == 0 {
		o.Poll = poll
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o, nil
}

func (o Options) names() []string { return slices.Sorted(maps.Keys(o.Councils)) }

func (o Options) now() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }
