package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Route is a way beside the procedure: another process, another council, a
// question of who may complain. It is flagged, an officer decides, and the
// complaint is kept meanwhile.
type Route struct {
	Name       string   // "conference", "court"
	Phrases    []string // words in which people speak of it
	Officer    string   // what an officer is to look at
	Contact    string   // a contact whom people may be told of; may be empty
	Source     string
	Confidence string
}

// Route finds a route by its name.
func (p Procedure) Route(name string) (Route, bool) {
	for _, r := range p.Routes {
		if r.Name == name {
			return r, true
		}
	}
	return Route{}, false
}

// FlagOfRoute is the flag of a route: "route_court".
func FlagOfRoute(name string) Flag { return Flag("route_" + name) }

func (ch *change) route(name string) (Route, error) {
	route, ok := ch.r.Procedure.Route(name)
	if !ok {
		var have []string
		for _, r := range ch.r.Procedure.Routes {
			have = append(have, r.Name)
		}
		return route, fmt.Errorf("there is no route %q; there are: %s", name, strings.Join(have, ", "))
	}
	return route, nil
}

// FlagRoute marks a case that may belong elsewhere. It refuses nothing and
// stops no clock.
type FlagRoute struct {
	By    string `json:"by,omitempty"`
	Route string `json:"route"`
}

func (a FlagRoute) apply(ch *change) error {
	route, err := ch.route(a.Route)
	if err != nil {
		return err
	}
	who := WhoHeard
	if a.By != "" {
		who = officer(a.By)
	}
	if ch.c.Flagged(FlagOfRoute(route.Name)) {
		return nil
	}
	ch.c.flag(FlagOfRoute(route.Name))
	ch.log(who, "flagged a route: "+route.Name, "")
	ch.task("officer.route", Blanks{"route": {Name: route.Officer}})
	return nil
}

// spot flags the routes of which somebody's words speak. Words are a hint, no
// more: an officer decides, and nothing waits for it.
func (ch *change) spot(text string) {
	if ch.preview || !ch.c.Kind.Clocked() {
		return
	}
	var said string
	for _, route := range ch.r.Procedure.Routes {
		if len(route.Phrases) == 0 || ch.c.Flagged(FlagOfRoute(route.Name)) {
			continue
		}
		if said == "" {
			said = spaced(text)
		}
		if slices.ContainsFunc(route.Phrases, func(p string) bool { return speaks(said, spaced(p)) }) {
			ch.c.flag(FlagOfRoute(route.Name))
			ch.log(WhoHeard, "flagged a route: "+route.Name, "")
			ch.task("officer.route", Blanks{"route": {Name: route.Officer}})
		}
	}
}

// speaks tells whether a phrase stands in a text, in its plural too.
func speaks(text, phrase string) bool {
	return strings.Contains(text, phrase) || strings.Contains(text, strings.TrimSuffix(phrase, " ")+"s ")
}

// spaced is a text as its words in small letters, with a space around each.
func spaced(text string) string {
	text = strings.NewReplacer("'", "", "\u2019", "").Replace(strings.ToLower(text)) // "childrens home" too
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}

// TellRoute writes to the person which way part of it goes, as an officer
// decided. The complaint goes on.
type TellRoute struct {
	By    string `json:"by,omitempty"`
	Route string `json:"route"`
}

func (a TellRoute) apply(ch *change) error {
	route, err := ch.route(a.Route)
	if err != nil {
		return err
	}
	ch.c.flag(FlagOfRoute(route.Name))
	ch.log(officer(a.By), "told them of a route: "+route.Name, "")
	templates, blanks := []Template{"letter.route." + Template(route.Name)}, Blanks{}
	if p, ok := ch.r.Procedure.Contacts[route.Contact]; ok && p.Phone != "" {
		templates = append(templates, "letter.route.service")
		blanks["service"], blanks["service_phone"] = Blank{Name: p.Name}, Blank{Phone: p.Phone}
	}
	ch.letter("route_"+route.Name, append(templates, "letter.route.end"), blanks)
	return nil
}

// HandToCouncil hands a complaint to the council whose it is, with permission
// and with the day on which it came here.
type HandToCouncil struct {
	By         string    `json:"by,omitempty"`
	To         string    `json:"to"`
	Permission string    `json:"permission"` // who allowed it
	At         time.Time `json:"at,omitzero"`
}

func (a HandToCouncil) apply(ch *change) error {
	at, err := ch.when(a.At)
	switch {
	case err != nil:
		return err
	case ch.mayEnd() != nil:
		return ch.mayEnd()
	case a.To == "":
		return fmt.Errorf("say to whom: to=COUNCIL")
	case a.Permission == "":
		return fmt.Errorf("nothing is passed on without leave: permission=WHO allowed it")
	}
	ch.shut(closedHanded)
	ch.log(officer(a.By), fmt.Sprintf("handed it to %s on %s, received here on %s", a.To, DateOf(at), DateOf(ch.c.ReceivedAt)), "allowed by "+a.Permission)
	ch.letter("handed", []Template{"letter.handed"}, Blanks{"to": {Name: a.To}, "received": DateBlank(DateOf(ch.c.ReceivedAt))})
	return nil
}
