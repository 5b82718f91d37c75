package wording

import (
	"fmt"

	"heard/casework"
)

// Blank writes one blank of what is to be said, as it stands in its text. It is
// for providers that keep the words and are given the blanks alone.
func (c *Catalogue) Blank(say casework.Say, blank string, to Reader) (string, error) {
	v, ok := c.find(say.Template, to)
	if !ok {
		return "", fmt.Errorf("template %s: there are no words for it", say.Template)
	}
	for _, p := range v.parts {
		if p.blank == blank {
			d := &draft{}
			if err := (writer{c, to, say.Blanks, textQuote}).blank(d, p, 0); err != nil {
				return "", fmt.Errorf("template %s: %w", say.Template, err)
			}
			return d.text.String(), nil
		}
	}
	return "", fmt.Errorf("template %s: it has no blank {%s} here", say.Template, blank)
}
