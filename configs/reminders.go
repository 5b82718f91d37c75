package configs

import (
	"maps"
	"slices"

	"heard/casework"
)

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
		d.fields(n, may("officer", mornings(&to.Officer)), may("manager", mornings(&to.Manager)), may("complainant", mornings(&to.Complainant)),
			may("latest", mornings(&to.Latest)), may("window", mornings(&to.Window)),
			may("overall", overall(to)), may("review", span(&to.Review)))
	}
}

func alert(to *casework.AlertPolicy) func(*doc, *node) {
	return func(d *doc, n *node) {
		d.fields(n, must("repeat", duration(&to.Repeat)), must("outcome", duration(&to.Outcome)),
			may("silence", duration(&to.Silence)), may("silent_at_night", oneOf(&to.SilentAtNight, "ring", "morning")))
	}
}

// overall reads how long some steps may take in all.
func overall(to *casework.Reminders) func(*doc, *node) {
	return each(func(d *doc, key, n *node) {
		name := casework.StepName(key.text)
		if !slices.Contains(casework.StepNames, name) {
			d.fail(key, "there is no step %q: %s", key.text, meant(key.text, plain(casework.StepNames)))
			return
		}
		var s casework.Span
		span(&s)(d, n)
		to.Overall = maps.Clone(to.Overall) // the base keeps its own
		if to.Overall == nil {
			to.Overall = map[casework.StepName]casework.Span{}
		}
		to.Overall[name] = s
	})
}
