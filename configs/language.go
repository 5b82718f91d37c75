package configs

import (
	"slices"
	"strings"

	"heard/casework"
	"heard/wording"
)

// language reads one file of words.
func (w *wordsDoc) language(data []byte) (lang casework.Lang, l wording.Language) {
	n := w.parseTree(data)
	if n == nil {
		return "", l
	}
	l.Says = map[casework.Template][]wording.Variant{}
	l.Allow = map[casework.Template][]string{}
	w.fields(n,
		must("language", text((*string)(&lang))),
		may("dates", dates(&l.Dates)), // in one of a language's files
		may("never", texts(&l.Never)),
		may("allow", each(func(d *doc, key, value *node) {
			var allowed []string
			texts(&allowed)(d, value)
			l.Allow[casework.Template(key.text)] = allowed
		})),
		may("english", texts(&l.English)),
		must("say", each(func(d *doc, key, value *node) {
			l.Says[casework.Template(key.text)] = w.variants(casework.Template(key.text), value)
		})),
	)
	return lang, l
}

// variants reads the words of a template: a text for anyone, or texts by
// audience and channel ("any", "adult", "email", "adult email").
func (w *wordsDoc) variants(t casework.Template, n *node) []wording.Variant {
	w.places[place{template: t}] = n
	if n.kind == scalar {
		return []wording.Variant{{Text: n.text}}
	}
	var out []wording.Variant
	each(func(d *doc, key, value *node) {
		v, ok := variantOf(key.text)
		if !ok {
			d.fail(key, "%q is nobody: name an audience (child, adult, professional, officer), a channel (sms, whatsapp, email), both, or any", key.text)
			return
		}
		text(&v.Text)(d, value)
		w.places[place{t, v.Audience, v.Channel}] = value
		out = append(out, v)
	})(&w.doc, n)
	return out
}

func variantOf(key string) (v wording.Variant, ok bool) {
	for _, word := range strings.Fields(key) {
		audience, channel := wording.Audience(word), casework.Channel(word)
		switch {
		case word == "any" && key == "any":
		case slices.Contains([]wording.Audience{wording.Child, wording.Adult, wording.Professional, wording.Officer}, audience) && v.Audience == "":
			v.Audience = audience
		case slices.Contains([]casework.Channel{casework.SMS, casework.WhatsApp, casework.Email}, channel) && v.Channel == "":
			v.Channel = channel
		default:
			return v, false
		}
	}
	return v, key != ""
}

// dates reads the names of days and months.
func dates(to *wording.Dates) func(*doc, *node) {
	return func(d *doc, n *node) {
		d.fields(n,
			must("days", names(to.Days[:])), must("short_days", names(to.ShortDays[:])),
			must("months", names(to.Months[:])), must("short_months", names(to.ShortMonths[:])),
			may("clock_12", yesno(&to.Clock12)),
		)
	}
}

// names reads a list of just so many names.
func names(to []string) func(*doc, *node) {
	return func(d *doc, n *node) {
		var got []string
		texts(&got)(d, n)
		if len(got) != len(to) {
			d.fail(n, "there are %d names here: %d are meant", len(got), len(to))
			return
		}
		copy(to, got)
	}
}

func texts(to *[]string) func(*doc, *node) {
	return every(func(d *doc, n *node) {
		var s string
		text(&s)(d, n)
		*to = append(*to, s)
	})
}
