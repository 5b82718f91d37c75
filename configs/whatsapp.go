package configs

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"heard/casework"
	"heard/wording"
)

// This file reads what a council has with WhatsApp: texts that it has approved,
// to be said when somebody has not written for a day, and texts with buttons.

var contentPattern = regexp.MustCompile(`^HX[0-9a-fA-F]{32}$`)

// contents reads a mapping from names of ours to the provider's texts.
func contents(to *map[string]string) func(*doc, *node) {
	*to = map[string]string{}
	return each(func(d *doc, key, n *node) {
		var id string
		value(&id, sid(contentPattern, "an approved text", "HX"))(d, n)
		(*to)[key.text] = id
	})
}

// Questions are those that may have buttons: a reply ends with one of them.
var Questions = []string{"advocate", "share", "who", "safe", "readback"}

// CheckContents tells what is wrong with a council's approved texts, by the
// words that there are.
func (t *Twilio) CheckContents(words *wording.Catalogue) error {
	for _, name := range slices.Sorted(maps.Keys(t.Templates)) {
		if !words.Has(casework.Template(name)) {
			return fmt.Errorf("twilio templates: there are no words called %q: see heard check for those that there are", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Buttons)) {
		if !slices.Contains(Questions, name) {
			return fmt.Errorf("twilio buttons: %q is no question: %s", name, strings.Join(Questions, ", "))
		}
	}
	return nil
}
