package wording

import "strings"

// draft is a text in the making. It remembers where blanks were put in, which
// are not cut in two: a quote, a date, a number.
type draft struct {
	text  strings.Builder
	whole []span
	open  bool // what follows begins on a new line
	mail  bool // a new line is a new paragraph
}

// span is a stretch of a text, in bytes.
type span struct{ from, to int }

// add appends one rendered template, joined as its line ends say.
func (d *draft) add(piece draft) {
	text := piece.text.String()
	trimmed := strings.TrimLeft(text, "\n ")
	lead := len(text) - len(trimmed)
	fresh := strings.Contains(text[:lead], "\n")
	body := strings.TrimRight(trimmed, "\n ")
	if body == "" {
		d.open = d.open || fresh
		return
	}
	if d.text.Len() > 0 {
		d.text.WriteString(d.between(body, fresh))
	}
	start := d.text.Len() - lead
	d.text.WriteString(body)
	for _, s := range piece.whole {
		d.whole = append(d.whole, span{start + s.from, start + s.to})
	}
	d.open = strings.Contains(trimmed[len(body):], "\n")
}

// between is what stands between the text so far and the next piece. A line of
// a menu stands alone in any case.
func (d *draft) between(next string, fresh bool) string {
	text := d.text.String()
	last := text[strings.LastIndexByte(text, '\n')+1:]
	switch {
	case menu(next):
		return "\n"
	case !fresh && !d.open && !menu(last):
		return " "
	case d.mail:
		return "\n\n"
	}
	return "\n"
}

// menu tells whether a line is one of a menu: "1 yes".
func menu(line string) bool {
	rest := strings.TrimLeft(line, "0123456789")
	digits := len(line) - len(rest)
	return digits > 0 && digits <= 2 && strings.HasPrefix(rest, " ")
}

// put writes a blank's value, to be kept whole.
func (d *draft) put(value string) {
	from := d.text.Len()
	d.text.WriteString(value)
	d.whole = append(d.whole, span{from, d.text.Len()})
}
