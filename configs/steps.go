package configs

import (
	"fmt"
	"regexp"
	"slices"

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
		may("steps", each(func(d *doc, key, n *node) { d.step(&p.Steps, key, n) })),
		may("corporate", each(func(d *doc, key, n *node) { d.step(&p.Corporate, key, n) })),
		may("routes", each(func(d *doc, key, n *node) { d.route(p, key, n) })),
		may("signs", each(func(d *doc, key, n *node) { d.sign(p, key, n) })),
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
func (d *doc) step(steps *[]casework.Step, key, n *node) {
	name := casework.StepName(key.text)
	if !slices.Contains(casework.StepNames, name) {
		d.fail(key, "there is no step %q: %s", key.text, meant(key.text, plain(casework.StepNames)))
		return
	}
	*steps = slices.DeleteFunc(slices.Clone(*steps), func(s casework.Step) bool { return s.Name == name })
	if n.text == none {
		return
	}
	s := casework.Step{Name: name}
	d.fields(n,
		must("from", oneOf(&s.From, casework.Anchors...)),
		may("due", span(&s.Due)), may("latest", span(&s.Latest)), may("warn", span(&s.Warn)),
		may("guide", span(&s.Guide)), may("statutory", span(&s.Statutory)),
		may("met_by", listOf(&s.MetBy, oneKnown("first reply", []string{"acknowledge", "contacted"}))),
		may("duties", jobs(&s.Duties)),
		must("source", text(&s.Source)),
		must("confidence", oneOf(&s.Confidence, "A", "B", "C")),
	)
	d.order(n, s)
	*steps = append(*steps, s)
	slices.SortFunc(*steps, func(a, b casework.Step) int {
		return slices.Index(casework.StepNames, a.Name) - slices.Index(casework.StepNames, b.Name)
	})
}

// order checks that warn, due and latest follow each other.
func (d *doc) order(n *node, s casework.Step) {
	later := func(a, b casework.Span) bool { return a.Unit == b.Unit && a.N > b.N }
	if later(s.Due, s.Latest) {
		d.fail(n.value("latest"), "latest (%s) is before due (%s): swap them", s.Latest, s.Due)
	}
	if later(s.Latest, s.Statutory) {
		d.fail(n.value("statutory"), "statutory (%s) is before latest (%s): it is the law's, which is longer", s.Statutory, s.Latest)
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
