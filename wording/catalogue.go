package wording

import (
	"fmt"
	"maps"
	"slices"

	"golang.org/x/text/language"

	"heard/casework"
)

// Audience is who a sentence is written for.
type Audience string

// The audiences. A sentence for Anyone is written as for a child: what a child
// understands, anyone does.
const (
	Anyone  Audience = ""
	Child   Audience = "child"
	Adult   Audience = "adult"
	Officer Audience = "officer"
	// Professional is whoever writes because of their work, an advocate too; an
	// adult, where nothing else is said.
	Professional Audience = "professional"
)

// Anywhere stands for every channel that has no words of its own.
const Anywhere casework.Channel = ""

// Variant is one wording of a template. Text has blanks in braces: {reference},
// or {since:day} for a date that is written in another form.
//
// A text that starts with a line end begins on a new line where it follows
// another; one that ends with a line end puts what follows it on a new line.
// Otherwise a space joins the two.
type Variant struct {
	Audience Audience
	Channel  casework.Channel
	Text     string
}

// Language is everything that is said in one language, as plain values.
type Language struct {
	Says  map[casework.Template][]Variant
	Dates Dates
	// Never lists words that no sentence may have, such as promises that are
	// not Heard's to make.
	Never []string
	// Allow lists by template the words it may have though Never or the
	// networks' own keywords forbid them.
	Allow map[casework.Template][]string
	// English lists beginnings of templates that are said in English in this
	// language too, as those that only officers read.
	English []string
}

// Catalogue holds the sentences of every language. It is never changed after
// New and may be shared.
type Catalogue struct {
	languages map[casework.Lang]Language
	parsed    map[casework.Lang]map[casework.Template][]variant
	needs     map[casework.Template][]string
	tags      []casework.Lang // as the matcher counts them
	matcher   language.Matcher
}

// variant is a Variant taken apart.
type variant struct {
	Variant
	parts []part
}

// English is the language in which everything is said; another language may
// lack a template that is new.
const English casework.Lang = "en"

// New makes a catalogue. The error is a missing English, or Problems: every
// template that cannot be taken apart.
func New(languages map[casework.Lang]Language) (*Catalogue, error) {
	c := &Catalogue{
		languages: languages,
		parsed:    map[casework.Lang]map[casework.Template][]variant{},
		needs:     map[casework.Template][]string{},
	}
	if _, ok := languages[English]; !ok {
		return nil, fmt.Errorf("words: English (en) is missing")
	}
	var wrong Problems
	for _, lang := range slices.Sorted(maps.Keys(languages)) {
		wrong = append(wrong, c.parse(lang)...)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	c.match()
	return c, nil
}

func (c *Catalogue) parse(lang casework.Lang) (wrong Problems) {
	c.parsed[lang] = map[casework.Template][]variant{}
	says := c.languages[lang].Says
	for _, name := range slices.Sorted(maps.Keys(says)) {
		for _, v := range says[name] {
			parts, err := parse(v.Text)
			if err != nil {
				wrong = append(wrong, Problem{Language: lang, Template: name, Variant: v, What: err.Error()})
				continue
			}
			c.parsed[lang][name] = append(c.parsed[lang][name], variant{v, parts})
			c.need(name, parts)
		}
	}
	return wrong
}

func (c *Catalogue) need(name casework.Template, parts []part) {
	for _, p := range parts {
		if p.blank != "" && !slices.Contains(c.needs[name], p.blank) {
			c.needs[name] = append(c.needs[name], p.blank)
		}
	}
}

// match prepares the choice of a language: English first, which is also what
// somebody gets whose language Heard does not have.
func (c *Catalogue) match() {
	c.tags = []casework.Lang{English}
	for _, lang := range slices.Sorted(maps.Keys(c.languages)) {
		if lang != English {
			c.tags = append(c.tags, lang)
		}
	}
	tags := make([]language.Tag, len(c.tags))
	for i, lang := range c.tags {
		tags[i] = language.Make(string(lang))
	}
	c.matcher = language.NewMatcher(tags)
}

// Needs returns the names of the blanks that a template has in any variant.
func (c *Catalogue) Needs(t casework.Template) []string { return c.needs[t] }

// Has tells whether there are words for a template.
func (c *Catalogue) Has(t casework.Template) bool { return len(c.parsed[English][t]) > 0 }

// Templates lists every template, in order.
func (c *Catalogue) Templates() []casework.Template {
	return slices.Sorted(maps.Keys(c.parsed[English]))
}

// Variants returns the wordings of a template in one language.
func (c *Catalogue) Variants(lang casework.Lang, t casework.Template) []Variant {
	return c.languages[lang].Says[t]
}

// language picks the best language there is for somebody.
func (c *Catalogue) language(want casework.Lang) casework.Lang {
	if _, ok := c.parsed[want]; ok {
		return want
	}
	_, i, _ := c.matcher.Match(language.Make(string(want)))
	return c.tags[i]
}

// nearest are the audiences whose words do for one, the nearest first.
func (a Audience) nearest() []Audience {
	switch a {
	case Professional:
		return []Audience{Professional, Adult, Anyone}
	case Anyone:
		return []Audience{Anyone}
	}
	return []Audience{a, Anyone}
}

// find picks the words of a template for a reader: those for just this
// audience and channel, else for the audience, else for the channel, else for
// anyone anywhere. What a language lacks is said in English.
func (c *Catalogue) find(t casework.Template, to Reader) (variant, bool) {
	for _, lang := range []casework.Lang{c.language(to.Language), English} {
		all := c.parsed[lang][t]
		for _, audience := range to.Audience.nearest() {
			for _, channel := range []casework.Channel{to.Channel, Anywhere} {
				for _, v := range all {
					if v.Audience == audience && v.Channel == channel {
						return v, true
					}
				}
			}
		}
	}
	return variant{}, false
}
