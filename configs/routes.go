package configs

import (
	"fmt"
	"slices"

	"heard/casework"
)

// route reads a way beside the procedure. It stands instead of the base's
// route of that name, in whole.
func (d *doc) route(p *casework.Procedure, key, n *node) {
	if !contactPattern.MatchString(key.text) {
		d.fail(key, "%q cannot name a route: use small letters, digits and _", key.text)
		return
	}
	p.Routes = slices.DeleteFunc(slices.Clone(p.Routes), func(r casework.Route) bool { return r.Name == key.text })
	if n.text == none {
		return
	}
	r := casework.Route{Name: key.text}
	d.fields(n,
		must("officer", text(&r.Officer)),
		may("phrases", texts(&r.Phrases)),
		may("contact", text(&r.Contact)),
		must("source", text(&r.Source)),
		must("confidence", oneOf(&r.Confidence, "A", "B", "C")),
	)
	p.Routes = append(p.Routes, r)
}

// letterNames are the letters that somebody signs.
var letterNames = []string{"default", "acknowledgement", "extension", "answer1", "answer2", "panel", "panel_report", "final", "not_accepted"}

// sign reads who signs a letter.
func (d *doc) sign(p *casework.Procedure, key, n *node) {
	if !slices.Contains(letterNames, key.text) {
		d.fail(key, "there is no letter %q: %s", key.text, meant(key.text, letterNames))
		return
	}
	var title string
	text(&title)(d, n)
	if p.Signs == nil {
		p.Signs = map[string]string{}
	}
	p.Signs[key.text] = title
}

// listOf reads a list of texts that are understood.
func listOf(to *[]string, understand func(string) (string, error)) func(*doc, *node) {
	return func(d *doc, n *node) {
		*to = nil
		every(func(d *doc, n *node) {
			var s string
			value(&s, understand)(d, n)
			*to = append(*to, s)
		})(d, n)
	}
}

// oneKnown understands one of some words.
func oneKnown(what string, known []string) func(string) (string, error) {
	return func(s string) (string, error) {
		if !slices.Contains(known, s) {
			return "", fmt.Errorf("there is no %s %q: %s", what, s, meant(s, known))
		}
		return s, nil
	}
}

// jobs reads what has to be done within a step.
func jobs(to *[]casework.Job) func(*doc, *node) {
	return func(d *doc, n *node) {
		var names []string
		listOf(&names, oneKnown("duty", []string{"spoke", "read", "wrote"}))(d, n)
		for _, name := range names {
			*to = append(*to, casework.Job{Name: name})
		}
	}
}
