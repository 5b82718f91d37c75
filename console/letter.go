package console

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"heard/casework"
)

//go:embed letter.html
var letterHTML string

var letterPage = template.Must(template.New("letter").Parse(letterHTML))

// LetterHead is what stands above a printed letter: its date and the number of
// the case.
const LetterHead casework.Template = "post.head"

// Letter is a letter of a case with its words, to be printed for the post.
type Letter struct {
	casework.Letter
	Council   string // as people call it
	Team      string
	Contact   casework.ContactPoint // of the team
	Reference casework.Reference
	Name      string        // whom it is for, as far as it is known
	Lang      casework.Lang // of the words
	Head      string
	Text      string
}

// Print writes a letter as a page that stands for itself, made for A4. What is
// on it beside the letter is for the officer, on the screen alone.
func (l Letter) Print(w io.Writer) error { return letterPage.Execute(w, l) }

// Paragraphs are the letter's, parted by empty lines.
func (l Letter) Paragraphs() (all []string) {
	for _, p := range strings.Split(l.Text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}
