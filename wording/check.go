package wording

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"heard/casework"
)

// Check reads every sentence before a person has to. worst is what the blanks
// may hold at their longest; its names are the names there are (see Worst). No
// problems means: Render succeeds for every template whose blanks are filled,
// and no template alone makes a text message of more than two parts.
func (c *Catalogue) Check(worst casework.Blanks) Problems {
	k := checker{c: c, worst: worst}
	for _, lang := range slices.Sorted(maps.Keys(c.languages)) {
		k.lang = lang
		k.language()
	}
	return k.found
}

// checker walks the catalogue and notes what it finds.
type checker struct {
	c     *Catalogue
	worst casework.Blanks
	lang  casework.Lang
	found Problems
}

func (k *checker) note(t casework.Template, v Variant, format string, args ...any) {
	k.found = append(k.found, Problem{k.lang, t, v, fmt.Sprintf(format, args...)})
}

func (k *checker) language() {
	if !k.c.languages[k.lang].Dates.Complete() {
		k.note("dates", Variant{}, "a day or a month has no name")
	}
	for _, t := range slices.Sorted(maps.Keys(k.c.parsed[k.lang])) {
		if !k.c.Has(t) {
			k.note(t, Variant{}, "English has no such template")
		}
		k.variants(t)
	}
	for _, t := range k.c.Templates() {
		if len(k.c.parsed[k.lang][t]) == 0 && !k.inEnglish(t) {
			k.note(t, Variant{}, "there are no words for it")
		}
	}
}

// inEnglish tells whether a template is said in English in this language too.
func (k *checker) inEnglish(t casework.Template) bool {
	return slices.ContainsFunc(k.c.languages[k.lang].English, func(beginning string) bool {
		return strings.HasPrefix(string(t), beginning)
	})
}

func (k *checker) variants(t casework.Template) {
	all := k.c.parsed[k.lang][t]
	for i, v := range all {
		if slices.ContainsFunc(all[:i], func(o variant) bool { return o.Audience == v.Audience && o.Channel == v.Channel }) {
			k.note(t, v.Variant, "it stands here twice")
		}
		k.blanks(t, v)
		k.words(t, v)
		k.length(t, v)
	}
	k.sameBlanks(t)
	k.choice(t, all)
}

// blanks finds blanks that nobody could fill.
func (k *checker) blanks(t casework.Template, v variant) {
	for _, p := range v.parts {
		b, known := k.worst[p.blank]
		switch {
		case p.blank == "":
		case !known:
			k.note(t, v.Variant, "nobody fills the blank {%s}", p.blank)
		case p.form == formDay && b.Date == nil:
			k.note(t, v.Variant, "{%s:%s} is no date", p.blank, p.form)
		case b.Word != "" && !k.c.Has(b.Word):
			k.note(t, v.Variant, "{%s} may be the template %s, which has no words", p.blank, b.Word)
		}
	}
}

// sameBlanks compares with English: a date must not be lost in translation.
func (k *checker) sameBlanks(t casework.Template) {
	here, there := blanksOf(k.c.parsed[k.lang][t]), blanksOf(k.c.parsed[English][t])
	if k.lang != English && k.c.Has(t) && !slices.Equal(here, there) {
		k.note(t, Variant{}, "its blanks are %v, in English %v", here, there)
	}
}

func blanksOf(all []variant) []string {
	set := map[string]bool{}
	for _, v := range all {
		for _, p := range v.parts {
			if p.blank != "" {
				set[p.blank] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// choice finds a template with words for an audience and others for a channel,
// where somebody of that audience on that channel could be meant by either.
func (k *checker) choice(t casework.Template, all []variant) {
	for _, a := range all {
		for _, b := range all {
			wider := a.Audience != b.Audience && slices.Contains(a.Audience.nearest(), b.Audience)
			both := wider && a.Channel == Anywhere && b.Channel != Anywhere
			if both && !slices.ContainsFunc(all, func(v variant) bool { return v.Audience == a.Audience && v.Channel == b.Channel }) {
				k.note(t, a.Variant, "%q and %q stand, %q does not: say what is meant there", a.Audience, strings.TrimSpace(string(b.Audience)+" "+string(b.Channel)), string(a.Audience)+" "+string(b.Channel))
			}
		}
	}
}

// keywords are what Twilio or a network answers by itself when it comes back.
// Who is told to text one of them never reaches Heard.
var keywords = regexp.MustCompile(`\b(STOP|STOPALL|UNSUBSCRIBE|OPTOUT|REVOKE|CANCEL|END|QUIT|START|UNSTOP|YES|HELP|INFO)\b`)

func (k *checker) words(t casework.Template, v variant) {
	l := k.c.languages[k.lang]
	for _, word := range keywords.FindAllString(v.Text, -1) {
		if !slices.Contains(l.Allow[t], word) {
			k.note(t, v.Variant, "%s is answered by the network, not by Heard: use another word", word)
		}
	}
	for _, never := range l.Never {
		if has(v.Text, never) && !slices.Contains(l.Allow[t], never) {
			k.note(t, v.Variant, "%q is never said: see never, at the top of the file", never)
		}
	}
	if k.lang == English && !GSM(v.Text) {
		k.note(t, v.Variant, "it has a character that GSM does not: try %q", Clean(v.Text))
	}
	if strings.ContainsAny(v.Text, "\u2018\u2019\u201c\u201d\u201e") {
		k.note(t, v.Variant, "it has curly quotes: use straight ones")
	}
	if strings.Contains(v.Text, "  ") || strings.TrimSpace(v.Text) == "" {
		k.note(t, v.Variant, "it is empty, or has two spaces together")
	}
}

// has tells whether a text has some words, as words, in any case.
func has(text, words string) bool {
	return regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(words) + `\b`).MatchString(text)
}

// length renders a variant with the worst blanks.
func (k *checker) length(t casework.Template, v variant) {
	ch := v.Channel
	switch {
	case ch == casework.Email:
		return
	case ch == Anywhere:
		ch = casework.SMS
	}
	d := draft{}
	w := writer{k.c, Reader{Language: k.lang, Audience: v.Audience, Channel: ch, Today: longAgo}, k.worst, textQuote}
	if err := w.parts(&d, v.parts, 0); err != nil {
		return // blanks has noted it
	}
	if text := d.text.String(); !fits(text, ch) && (k.lang == English || !k.inTwo(&d, ch)) {
		n, _ := Segments(text)
		k.note(t, v.Variant, "it makes a text of %d parts: two are allowed", n)
	}
}

// inTwo tells whether a text travels as two, where its letters are not those
// of plain text messages and there is room for half.
func (k *checker) inTwo(d *draft, ch casework.Channel) bool {
	texts := split(d, ch)
	return len(texts) <= 2 && !slices.ContainsFunc(texts, func(text string) bool { return !fits(text, ch) })
}
