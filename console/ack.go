package console

import (
	"context"
	_ "embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"heard/casework"
)

//go:embed ack.html
var ackHTML string

var ackPage = template.Must(template.New("ack").Parse(ackHTML))

// ErrNoAlert means that a token belongs to no alert that waits for anybody.
var ErrNoAlert = errors.New("no such alert")

// Alert is as much of an alert as the page may show: nothing of the person.
type Alert struct {
	Council   string // as people call it
	Reference casework.Reference
	casework.Alert
}

// Alerts are how the page finds and takes alerts.
type Alerts struct {
	// Find returns the alert of a token, else ErrNoAlert.
	Find func(ctx context.Context, token string) (Alert, error)
	// Act does an action to the case of a token.
	Act func(ctx context.Context, token string, a casework.Action) error
	Log *slog.Logger
}

// maxForm bounds what may be posted: a name and an outcome.
const maxForm = 4 << 10

// ServeHTTP serves GET and POST of /ack/{token}.
func (s Alerts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	token, wrong := r.PathValue("token"), ""
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		var ended bool
		wrong, ended = s.act(r, token)
		switch {
		case ended: // the link leads nowhere any more
			_ = ackPage.Execute(w, shown{Ended: true})
			return
		case wrong == "":
			http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
			return
		}
	}
	a, err := s.Find(r.Context(), token)
	switch {
	case errors.Is(err, ErrNoAlert):
		w.WriteHeader(http.StatusNotFound)
	case err != nil:
		s.Log.ErrorContext(r.Context(), "an alert could not be shown", "error", err)
		http.Error(w, "Heard cannot look just now. Text the code back instead.", http.StatusServiceUnavailable)
		return
	case wrong != "":
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
	_ = ackPage.Execute(w, shown{Alert: a, Known: err == nil, Wrong: wrong, By: field(r, "by"), Chosen: r.PostFormValue("outcome")}) // a reader who has gone
}

// field is what somebody wrote into the form, cut where nobody's name goes on.
func field(r *http.Request, name string) string {
	text := []rune(strings.TrimSpace(r.PostFormValue(name)))
	return string(text[:min(len(text), maxField)])
}

// maxField is the most letters of a field that count: a name is said in texts.
const maxField = 80

// act does what the form asks. It says what is wrong with it, if anything, and
// whether the alert has ended by it.
func (s Alerts) act(r *http.Request, token string) (wrong string, ended bool) {
	by, outcome, whom := field(r, "by"), casework.Outcome(r.PostFormValue("outcome")), field(r, "whom")
	var a casework.Action = casework.AcknowledgeAlert{By: by, How: "page"}
	switch {
	case by == "":
		return "Write your name, so that it is known who has it.", false
	case outcome == "":
	case !slices.Contains(casework.Outcomes, outcome):
		return "Choose what came of it.", false
	case outcome == casework.Referred && whom == "":
		return "Say to whom you passed it on.", false
	default:
		a = casework.DecideAlert{By: by, Outcome: outcome, Whom: whom}
	}
	switch err := s.Act(r.Context(), token, a); {
	case err == nil:
		return "", outcome != ""
	case errors.Is(err, casework.ErrWrongTime), errors.Is(err, ErrNoAlert):
		return "", false // the page says how it stands
	default:
		s.Log.ErrorContext(r.Context(), "an alert could not be taken", "error", err)
		return "That did not work. Try again, or text the code back.", false
	}
}

// shown is what the page is made of.
type shown struct {
	Alert
	Known bool
	Ended bool // by the form just now
	Wrong string
	By    string
	// Chosen is the outcome that a form had which was not taken.
	Chosen string
}

// Taken says when it was taken, by the clock on the wall.
func (s shown) Taken() string { return s.AcknowledgedAt.In(casework.London).Format("15:04") }

// Raised says when it was raised.
func (s shown) Raised() string {
	return s.RaisedAt.In(casework.London).Format("Monday 2 January, 15:04")
}

// Today tells an alert that is not of danger now.
func (s shown) Today() bool { return s.Level == casework.LevelToday }

// Free tells whether nobody has taken it.
func (s shown) Free() bool { return s.AcknowledgedAt.Equal(time.Time{}) }

// Outcomes are what can have come of it, in words.
func (shown) Outcomes() [][2]string {
	return [][2]string{
		{string(casework.SpokeToChild), "I spoke to the child or young person"},
		{string(casework.Police), "I rang the police"},
		{string(casework.Referred), "I passed it on to somebody"},
		{string(casework.CouldNotReach), "I could not reach them"},
		{string(casework.NotDanger), "It is not danger"},
	}
}
