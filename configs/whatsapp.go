package configs

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"heard/casework"
	"heard/wording"
)

// This file reads what a council has with WhatsApp: texts that it has approved,
// to be said when somebody has not written for a day, and texts with buttons.

var contentPattern = regexp.MustCompile(`^HX[0-9a-fA-F]{32}$`)

// contents reads a mapping from names of ours to the provider's texts. known
// says what is wrong with a name.
func contents(to *map[string]string, known func(name string) error) func(*doc, *node) {
	*to = map[string]string{}
	return each(func(d *doc, key, n *node) {
		if err := known(key.text); err != nil {
			d.fail(key, "%v", err)
		}
		var id string
		value(&id, sid(contentPattern, "an approved text", "HX"))(d, n)
		(*to)[key.text] = id
	})
}

// questions are those that may have buttons: a reply ends with one of them.
var questions = []string{"advocate", "share", "who", "safe", "readback"}

// Buttons are the words to be put on the buttons of each question, in the order
// of its answers. What is pressed comes back as if it had been written, perhaps
// long after the question, so each says by itself what is meant. WhatsApp allows
// 20 characters.
var Buttons = map[string][]string{
	"advocate": {"Yes, an advocate", "No advocate", "Not now", "Someone I know"},
	"share":    {"Yes, give my number", "No, keep my number"},
	"who":      {"It is about my care", "A parent or carer", "Advocate or worker", "Someone else"},
	"safe":     {"Yes, it is safe", "No, do not message", "Only at some times"},
	"readback": {"That is right", "Change it"},
}

func knownQuestion(name string) error {
	if !slices.Contains(questions, name) {
		return fmt.Errorf("%q is no question that can have buttons: %s", name, meant(name, questions))
	}
	return nil
}

// knownTemplate looks a name up among our words.
func knownTemplate() func(name string) error {
	var words *wording.Catalogue
	return func(name string) (err error) {
		if words == nil {
			if words, err = Words(); err != nil {
				return err
			}
		}
		if !words.Has(casework.Template(name)) {
			return fmt.Errorf("there are no words called %q: docs/templates.md lists those that there are", name)
		}
		return nil
	}
}

// The least and the most that a number sends in a second.
const slowest, fastest = 0.1, 100

// perSecond reads how many parts of texts a number sends in a second.
func perSecond(s string) (n float64, err error) {
	if n, err = strconv.ParseFloat(s, 64); err != nil || n < slowest || n > fastest {
		return 0, fmt.Errorf("%q is not how many parts of texts a number sends in a second: write 1, 10 or what Twilio told you", s)
	}
	return n, nil
}
