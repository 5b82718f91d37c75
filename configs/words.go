package configs

import (
	"cmp"
	"embed"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"heard/casework"
	"heard/wording"
)

//go:embed words/*.yaml
var wordFiles embed.FS

// Words returns the catalogue of what Heard says, in every language shipped,
// checked. The error has one line for each thing wrong, with its place.
func Words() (*wording.Catalogue, error) { return words() }

var words = sync.OnceValues(func() (*wording.Catalogue, error) {
	entries, err := wordFiles.ReadDir("words")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = wordFiles.ReadFile("words/" + e.Name()); err != nil {
			return nil, err
		}
	}
	return catalogue(files)
})

// catalogue makes a catalogue of files of words and checks it.
func catalogue(files map[string][]byte) (*wording.Catalogue, error) {
	languages := map[casework.Lang]wording.Language{}
	docs := map[casework.Lang]*wordsDoc{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		d := &wordsDoc{doc: doc{file: name}, places: map[place]*node{}}
		lang, l := d.language(files[name])
		if err := d.err(); err != nil {
			return nil, err
		}
		languages[lang], docs[lang] = l, d
	}
	c, err := wording.New(languages)
	var problems wording.Problems
	switch {
	case errors.As(err, &problems):
	case err != nil:
		return nil, err
	default:
		problems = c.Check(worst())
	}
	if len(problems) > 0 {
		return nil, placed(problems, docs)
	}
	return c, nil
}

// worst has the longest values of all blanks: the general ones, and over them
// those of every council shipped.
func worst() casework.Blanks {
	all := wording.Worst()
	for _, name := range Procedures() {
		p, err := Procedure(name)
		if err != nil {
			continue // whoever loads it is told
		}
		for key, b := range (casework.Rules{Procedure: p}).Blanks() {
			if have, ok := all[key]; !ok || len(b.Name)+len(b.Phone) > len(have.Name)+len(have.Phone) {
				all[key] = b
			}
		}
	}
	return all
}

// wordsDoc is a file of words, with the place of each variant.
type wordsDoc struct {
	doc
	places map[place]*node
}

type place struct {
	template casework.Template
	audience wording.Audience
	channel  casework.Channel
}

// placed gives problems their places.
func placed(problems wording.Problems, docs map[casework.Lang]*wordsDoc) error {
	var out Errors
	for _, p := range problems {
		d := docs[p.Language]
		at := d.places[place{p.Template, p.Variant.Audience, p.Variant.Channel}]
		if at == nil {
			at = cmp.Or(d.places[place{template: p.Template}], &node{line: 1, column: 1})
		}
		out = append(out, Error{d.file, at.line, at.column, p.Error()})
	}
	return out
}

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
		must("dates", dates(&l.Dates)),
		may("never", texts(&l.Never)),
		may("allow", each(func(d *doc, key, value *node) {
			var allowed []string
			texts(&allowed)(d, value)
			l.Allow[casework.Template(key.text)] = allowed
		})),
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
			d.fail(key, "%q is nobody: name an audience (child, adult, officer), a channel (sms, whatsapp, email), both, or any", key.text)
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
		case slices.Contains([]wording.Audience{wording.Child, wording.Adult, wording.Officer}, audience) && v.Audience == "":
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
