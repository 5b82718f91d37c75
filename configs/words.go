package configs

import (
	"cmp"
	"embed"
	"errors"
	"maps"
	"slices"
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

// catalogue makes a catalogue of files of words and checks it. A language may
// stand in several files, such as en.yaml and en.letters.yaml.
func catalogue(files map[string][]byte) (*wording.Catalogue, error) {
	languages := map[casework.Lang]wording.Language{}
	docs := map[casework.Lang][]*wordsDoc{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		d := &wordsDoc{doc: doc{file: name}, places: map[place]*node{}}
		lang, l := d.language(files[name])
		if err := d.err(); err != nil {
			return nil, err
		}
		languages[lang] = d.join(languages[lang], l, docs[lang])
		docs[lang] = append(docs[lang], d)
		if err := d.err(); err != nil {
			return nil, err
		}
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
		for key, b := range (casework.Rules{Procedure: &p}).Blanks() {
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

// join puts the words of one file to those that the language's other files have.
func (d *wordsDoc) join(have, more wording.Language, others []*wordsDoc) wording.Language {
	if have.Says == nil {
		return more
	}
	for t, variants := range more.Says {
		if _, twice := have.Says[t]; twice {
			d.fail(d.places[place{template: t}], "%q stands in %s too: keep one", t, others[0].file)
		}
		have.Says[t] = variants
	}
	maps.Copy(have.Allow, more.Allow)
	have.Never = append(have.Never, more.Never...)
	if !have.Dates.Complete() {
		have.Dates = more.Dates
	}
	return have
}

// placed gives problems their places.
func placed(problems wording.Problems, docs map[casework.Lang][]*wordsDoc) error {
	var out Errors
	for _, p := range problems {
		d, at := find(docs[p.Language], p)
		out = append(out, Error{d.file, at.line, at.column, p.Error()})
	}
	return out
}

func find(docs []*wordsDoc, p wording.Problem) (*wordsDoc, *node) {
	for _, d := range docs {
		at := cmp.Or(d.places[place{p.Template, p.Variant.Audience, p.Variant.Channel}], d.places[place{template: p.Template}])
		if at != nil {
			return d, at
		}
	}
	return docs[0], &node{line: 1, column: 1}
}
