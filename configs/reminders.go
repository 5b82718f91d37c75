package configs

import "heard/casework"

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
			may("review", span(&to.Review)))
	}
}

func alert(to *casework.AlertPolicy) func(*doc, *node) {
	return func(d *doc, n *node) {
		d.fields(n, must("repeat", duration(&to.Repeat)), must("outcome", duration(&to.Outcome)),
			may("silence", duration(&to.Silence)), may("silent_at_night", oneOf(&to.SilentAtNight, "ring", "morning")))
	}
}
