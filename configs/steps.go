package configs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"heard/casework"
)

// procedureFields are the keys of a procedure's file.
func procedureFields(p *casework.Procedure) []field {
	var extends string
	return []field{
		must("name", value(&p.Name, plainName)),
		may("extends", text(&extends)),
		may("council", text(&p.Council)),
		may("team", text(&p.Team)),
		may("prefix", value(&p.Prefix, prefix)),
		may("office", hours(&p.Office)),
		may("quiet", hours(&p.Quiet)),
		may("morning", clock(&p.Morning)),
		may("steps", each(func(d *doc, key, n *node) { d.step(p, key, n) })),
		may("contacts", each(func(d *doc, key, n *node) { d.contact(p, key, n) })),
		may("alert", alert(&p.Alert)),
		may("reminders", reminders(&p.Reminders)),
		may("notes", each(func(d *doc, key, n *node) {
			var note string
			text(&note)(d, n)
			p.Notes[key.text] = note
		})),
	}
}

var (
	namePattern    = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	prefixPattern  = regexp.MustCompile(`^[A-Z]{2,4}$`)
	contactPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

func plainName(s string) (string, error) {
	if !namePattern.MatchString(s) {
		return "", fmt.Errorf("%q is no name: use small letters, digits and -", s)
	}
	return s, nil
}

func prefix(s string) (string, error) {
	if !prefixPattern.MatchString(s) {
		return "", fmt.Errorf("%q is no prefix of references: use two to four capitals, like HAM", s)
	}
	return s, nil
}

// none takes away what the base has.
const none = "none"

// step reads a limit. It stands instead of the base's step of that name, in
// whole, so that no figure is left beside a source that does not have it.
func (d *doc) step(p *casework.Procedure, key, n *node) {
	name := casework.StepName(key.text)
	if !slices.Contains(casework.StepNames, name) {
		d.fail(key, "there is no step %q: %s", key.text, meant(key.text, plain(casework.StepNames)))
		return
	}
	p.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(s casework.Step) bool { return s.Name == name })
	if n.text == none {
		return
	}
	s := casework.Step{Name: name}
	d.fields(n,
		must("from", oneOf(&s.From, casework.Anchors...)),
		may("due", span(&s.Due)), may("latest", span(&s.Latest)), may("warn", span(&s.Warn)),
		must("source", text(&s.Source)),
		must("confidence", oneOf(&s.Confidence, "A", "B", "C")),
	)
	d.order(n, s)
	p.Steps = append(p.Steps, s)
	slices.SortFunc(p.Steps, func(a, b casework.Step) int {
		return slices.Index(casework.StepNames, a.Name) - slices.Index(casework.StepNames, b.Name)
	})
}

// order checks that warn, due and latest follow each other.
func (d *doc) order(n *node, s casework.Step) {
	later := func(a, b casework.Span) bool { return a.Unit == b.Unit && a.N > b.N }
	if later(s.Due, s.Latest) {
		d.fail(n.value("latest"), "latest (%s) is before due (%s): swap them", s.Latest, s.Due)
	}
	if later(s.Warn, s.Due) {
		d.fail(n.value("warn"), "warn (%s) is after due (%s): it is an earlier date", s.Warn, s.Due)
	}
}

func plain[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// contact reads somebody people are told of, with the day somebody last made
// sure of it: a child who rings a number that is gone does not ring again.
func (d *doc) contact(p *casework.Procedure, key, n *node) {
	if !contactPattern.MatchString(key.text) {
		d.fail(key, "%q cannot name a contact: use small letters, digits and _", key.text)
		return
	}
	delete(p.Contacts, key.text)
	if n.text == none {
		return
	}
	var c casework.ContactPoint
	d.fields(n,
		must("name", text(&c.Name)),
		may("phone", value(&c.Phone, phone)), may("email", value(&c.Email, email)),
		may("web", text(&c.Web)), may("hours", text(&c.Hours)),
		must("checked_on", date(&c.CheckedOn)),
		must("source", text(&c.Source)),
	)
	p.Contacts[key.text] = c
}

// phone reads a number as people read it: digits in groups.
func phone(s string) (string, error) {
	if digits := strings.Trim(s, "+0123456789 "); digits != "" || len(s) < 4 {
		return "", fmt.Errorf("%q is no phone number: write digits and spaces, like 0800 1111", s)
	}
	return s, nil
}

func email(s string) (string, error) {
	if name, host, ok := strings.Cut(s, "@"); !ok || name == "" || host == "" || strings.ContainsAny(s, " <>,\r\n") {
		return "", fmt.Errorf("%q is no mail address: write it like team@council.gov.uk", s)
	}
	return s, nil
}

// reminders reads on which mornings who is reminded.
func reminders(to *casework.Reminders) func(*doc, *node) {
	mornings := func(to *[]casework.When) func(*doc, *node) {
		return func(d *doc, n *node) {
			*to = nil // a council's list stands instead of the base's
			every(func(d *doc, n *node) {
				var w casework.When
				value(&w, casework.ParseWhen)(d, n)
				*to = append(*to, w)
			})(d, n)
		}
	}
	return func(d *doc, n *node) {
		d.fields(n, may("officer", mornings(&to.Officer)), may("manager", mornings(&to.Manager)), may("complainant", mornings(&to.Complainant)))
	}
}

func alert(to *casework.AlertPolicy) func(*doc, *node) {
	return func(d *doc, n *node) {
		d.fields(n, must("repeat", duration(&to.Repeat)), must("outcome", duration(&to.Outcome)))
	}
}
