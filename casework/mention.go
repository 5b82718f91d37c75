package casework

import (
	"slices"
	"strings"
	"unicode"
)

// Mentions tells whether what was told may be about somebody of the council:
// one of the words of their name stands in it, or an officer has noted so.
// Whoever is mentioned is not called to an alert. It is meant to err on that
// side: then the next is called, and nothing is lost.
func (c Case) Mentions(name string) bool {
	if c.names(name) {
		return true
	}
	told := []string{c.Statement, c.Outcome}
	if c.Alert != nil {
		told = append(told, c.Alert.Reasons...)
	}
	var words []string
	for _, text := range told {
		words = append(words, letters(text)...)
	}
	return slices.ContainsFunc(letters(name), func(part string) bool {
		// "Tom's", and "toms" of somebody in a hurry
		return personal(part) && (slices.Contains(words, part) || slices.Contains(words, part+"s"))
	})
}

// letters are the words of a text in small letters, without marks.
func letters(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
}

// personal tells whether a word of the rota can be somebody's name. A line of it
// may name an office ("Duty, nights") or give initials.
func personal(word string) bool {
	return len([]rune(word)) > 1 && !slices.Contains(offices, word)
}

var offices = strings.Fields(`the of and on at for in out mr mrs ms miss dr sir
	duty day days night nights evening weekend weekends office hours team officer manager head lead deputy senior
	social worker care carer child children childrens young people family adult adults contact call first second third
	emergency service services service edt mash lado police council complaints customer safeguarding agency phone`)
