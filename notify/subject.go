package notify

import (
	"strings"

	"heard/casework"
	"heard/store"
)

// This file has what a mail has beside its text. The rule is: a list of mails
// is seen by whoever looks over a shoulder, so a subject has a reference at
// most, never a name and never the matter.

// subject puts the subject of a mail into words; "" where there is none.
func (s *Sender) subject(e store.Entry, ch casework.Channel, today casework.Date) (string, error) {
	if ch != casework.Email {
		return "", nil
	}
	texts, err := s.o.Render([]casework.Say{subject(e)}, e.Language, e.Audience, ch, today)
	return strings.Join(strings.Fields(strings.Join(texts, " ")), " "), err
}

func subject(e store.Entry) casework.Say {
	switch {
	case e.To.Office == casework.Duty:
		return about(e, casework.Say{Template: "subject.alert"})
	case e.To.Office != "" && len(e.Says) == 1:
		return casework.Say{Template: "subject.officer.one"}
	case e.To.Office != "":
		return casework.Say{Template: "subject.officer", Blanks: casework.Blanks{"count": casework.CountBlank(len(e.Says))}}
	case e.To.Address != "":
		return about(e, casework.Say{Template: "subject.reply"})
	}
	return about(e, casework.Say{Template: "subject.notice"})
}

// about adds the case's number to a subject, or takes the words without one.
func about(e store.Entry, say casework.Say) casework.Say {
	if e.Case == "" {
		say.Template += ".plain"
		return say
	}
	say.Blanks = casework.Blanks{"reference": {Reference: e.Case}}
	return say
}
