package wording

import (
	"fmt"
	"strings"

	"heard/casework"
)

// Reader is who will read: it decides language, words and forms.
type Reader struct {
	Language casework.Lang
	Audience Audience
	Channel  casework.Channel
	Today    casework.Date // dates far from it have their year; zero: none has
}

// quoteLimits are the limits a quote is tried with, in turn, until its text
// travels in two parts. The first is what a plain text has; the others matter
// when somebody's emoji turn the text into UCS-2.
var quoteLimits = []int{textQuote, 40, 30, 20, 12}

// Render joins what is to be said in one turn into the texts a person
// receives, in order; a mail is one text. A text message of more than two
// parts is split where a sentence or line ends; see split. The error says which
// template or blank is missing; Check finds those before anyone waits for an
// answer.
func (c *Catalogue) Render(says []casework.Say, to Reader) ([]string, error) {
	var texts []string
	for _, group := range groups(says, to.Channel) {
		d, err := c.fit(group, to)
		if err != nil {
			return nil, err
		}
		texts = append(texts, split(d, to.Channel)...)
	}
	return texts, nil
}

// groups takes the says apart where a new text begins. A mail is one whole.
func groups(says []casework.Say, ch casework.Channel) [][]casework.Say {
	var out [][]casework.Say
	for i, s := range says {
		if i == 0 || s.Break && ch != casework.Email {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], s)
	}
	return out
}

// fit composes one text, with shorter quotes where UCS-2 needs them.
func (c *Catalogue) fit(says []casework.Say, to Reader) (*draft, error) {
	if to.Channel == casework.Email {
		return c.compose(says, to, mailQuote)
	}
	var d *draft
	for _, limit := range quoteLimits {
		var err error
		if d, err = c.compose(says, to, limit); err != nil {
			return nil, err
		}
		text := d.text.String()
		if fits(text, to.Channel) || GSM(text) {
			break
		}
	}
	return d, nil
}

func (c *Catalogue) compose(says []casework.Say, to Reader, limit int) (*draft, error) {
	d := &draft{mail: to.Channel == casework.Email}
	for _, s := range says {
		piece := draft{}
		w := writer{c, to, s.Blanks, limit}
		if err := w.template(&piece, s.Template, 0); err != nil {
			return nil, err
		}
		if s.Break {
			d.open = true
		}
		d.add(piece)
	}
	return d, nil
}

// writer writes one template with its blanks.
type writer struct {
	c      *Catalogue
	to     Reader
	blanks casework.Blanks
	limit  int // of a quote
}

// deepest is how far a word may stand within a word.
const deepest = 2

func (w writer) template(d *draft, t casework.Template, depth int) error {
	v, ok := w.c.find(t, w.to)
	if !ok {
		return fmt.Errorf("template %s: there are no words for it", t)
	}
	if depth > deepest {
		return fmt.Errorf("template %s: it stands within itself", t)
	}
	if err := w.parts(d, v.parts, depth); err != nil {
		return fmt.Errorf("template %s: %w", t, err)
	}
	return nil
}

func (w writer) parts(d *draft, parts []part, depth int) error {
	for _, p := range parts {
		if p.blank == "" {
			d.text.WriteString(p.text)
		} else if err := w.blank(d, p, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w writer) blank(d *draft, p part, depth int) error {
	b := w.blanks[p.blank]
	dates := w.c.languages[w.c.language(w.to.Language)].Dates
	letter := w.to.Channel == casework.Email
	switch {
	case b.Date != nil && p.form == formDay:
		d.put(dates.day(*b.Date, w.to.Today, letter))
	case b.Date != nil:
		d.put(dates.date(*b.Date, w.to.Today, letter))
	case b.Quote != "":
		d.put(quote(b.Quote, w.limit))
	case b.Reference != "" && w.to.Channel == casework.Call:
		d.put(aloud(b.Reference))
	case b.Reference != "":
		d.put(b.Reference.Show())
	case b.Count != nil:
		d.put(fmt.Sprint(*b.Count))
	case b.Clock != nil:
		d.put(dates.clock(*b.Clock))
	case b.Phone != "":
		d.put(b.Phone)
	case b.Name != "":
		d.put(w.name(b.Name))
	case b.Word != "":
		return w.template(d, b.Word, depth+1)
	default:
		return fmt.Errorf("nobody filled the blank {%s}", p.blank)
	}
	return nil
}

// aloud writes a reference for a voice, sign by sign: "H A M, 4 K 7, Q 2".
func aloud(r casework.Reference) string {
	groups := strings.Fields(r.Show())
	for i, g := range groups {
		groups[i] = strings.Join(strings.Split(g, ""), " ")
	}
	return strings.Join(groups, ", ")
}

// name writes a name. Only a text message cares about the shape of a dash.
func (w writer) name(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if w.to.Channel == casework.Email {
		return text
	}
	return Clean(text)
}
