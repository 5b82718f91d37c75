package main

import (
	"io"
	"strconv"
	"strings"

	"heard/casework"
	"heard/console"
	"heard/store"
)

// printLetter writes a letter of a case as a page for the post.
func (h *house) printLetter(w io.Writer, council string, c store.Case, number string) error {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(c.Letters) {
		return askedf("there is no letter %q: the case has %d", number, len(c.Letters))
	}
	rules, l := h.rules(council), c.Letters[n-1]
	e := store.NewEntry(c.Case, casework.Message{To: casework.Recipient{Person: l.To}, Says: l.Says})
	words := func(says []casework.Say, today casework.Date) (string, error) {
		texts, err := h.render(casework.Fill(says, c.Case, rules, h.words.Needs), e.Language, e.Audience, casework.Email, today)
		return strings.Join(texts, "\n\n"), err
	}
	page := console.Letter{
		Letter: l, Council: rules.Procedure.Council, Team: rules.Signs(""), Contact: rules.Procedure.Contacts["team"],
		Reference: c.Reference, Name: c.NameOf(l.To), Lang: e.Language,
	}
	head := []casework.Say{{Template: console.LetterHead, Blanks: casework.Blanks{"on": casework.DateBlank(l.On)}}}
	if page.Head, err = words(head, l.On.AddMonths(-12)); err != nil { // far away, so that the year is there
		return err
	}
	if page.Text, err = words(l.Says, l.On); err != nil {
		return err
	}
	return page.Print(w)
}
