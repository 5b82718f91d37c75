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
