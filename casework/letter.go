package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// This file writes to people. What they are told stays with the case, so that
// it can be proved, printed for the post, and read later by somebody to whom
// only neutral news could be sent.

// Letter is a notice to somebody outside the council.
type Letter struct {
	Number   int    `json:"number"`
	Name     string `json:"name"` // "acknowledgement", "extension"
	To       string `json:"to"`   // the person: "complainant", "advocate"
	On       Date   `json:"on"`
	Says     []Say  `json:"says"`
	Posted   Date   `json:"posted,omitzero"`
	Received Date   `json:"received,omitzero"` // by post: two working days after posting
}

// postDays is how long a letter by post is taken to travel.
//
// law: two working days after posting, as for first-class post under the
// Interpretation Act 1978 section 7 and the rules of court.
var postDays = Span{2, WorkingDays}

// letter tells the complainant something, and whoever may have copies. The
// last template of several begins a new text.
func (ch *change) letter(name string, templates []Template, blanks Blanks) {
	if blanks == nil {
		blanks = Blanks{}
	}
	blanks["signed"] = Blank{Name: ch.r.Signs(name)}
	says := make([]Say, len(templates))
	for i, t := range templates {
		says[i] = Say{Template: t, Blanks: blanks, Break: i > 0 && i == len(templates)-1}
	}
	ch.write(name, PersonComplainant, says)
	for _, p := range ch.c.People {
		if p.mayHave(MayLetters) {
			ch.write(name, p.ID, append([]Say{{Template: "letter.copy"}}, says...))
		} else if due, ok := nextDate(name, blanks); ok && p.mayHave(MayDates) {
			ch.write(name, p.ID, []Say{{Template: "letter.dates", Blanks: Blanks{"due": due, "signed": blanks["signed"]}}})
		}
	}
}

// nextDate is the date that a letter tells: by when something is due, or the day
// of the panel.
func nextDate(letter string, blanks Blanks) (Blank, bool) {
	if letter == "panel" {
		return blanks["on"], true
	}
	due, ok := blanks["due"]
	return due, ok
}

// PersonComplainant names the complainant among the people of a case.
const PersonComplainant = "complainant"

func (ch *change) write(name, to string, says []Say) {
	l := Letter{Number: len(ch.c.Letters) + 1, Name: name, To: to, On: DateOf(ch.now), Says: says}
	ch.c.Letters = append(ch.c.Letters, l)
	ch.log(WhoHeard, fmt.Sprintf("wrote letter %d to the %s: %s", l.Number, to, name), "")
	ch.events[len(ch.events)-1].Letter = &l
	m := Message{Key: fmt.Sprintf("letter/%d", l.Number), To: Recipient{Person: to}, Says: says}
	if to == PersonComplainant && ch.c.careful("") == "news" {
		m.Says = []Say{{Template: "news"}}
	}
	ch.tell(m)
}

// Signs is who signs a letter, by the title the council uses.
func (r Rules) Signs(letter string) string {
	title := r.Procedure.Team
	for _, name := range []string{"default", letter} {
		if s := r.Procedure.Signs[name]; s != "" {
			title = s
		}
	}
	if title == "" {
		return title
	}
	return strings.ToUpper(title[:1]) + title[1:]
}

// News is what the complainant was last written, for somebody who asks for it
// after neutral news. Empty where there is none.
func (c Case) News() []Say {
	for _, l := range slices.Backward(c.Letters) {
		if l.To == PersonComplainant {
			return l.Says
		}
	}
	return nil
}

// dated is a letter about a limit: with its date, or without one.
func (ch *change) dated(t Template, d *Deadline) []Template {
	if d == nil || d.Due.IsZero() {
		return []Template{t + ".undated"}
	}
	return []Template{t}
}

// dueBlank is the date of a limit, if it has one, and its last date.
func (ch *change) dueBlank(d *Deadline) Blanks {
	b := Blanks{}
	if d != nil && !d.Due.IsZero() {
		b["due"] = DateBlank(d.Effective())
		b["latest"] = DateBlank(laterOf(d.Effective(), d.Latest))
	}
	return b
}

// who is the person who looks into it, as people are told.
func (c Case) who() Blank {
	if c.Assigned != "" {
		return Blank{Name: c.Assigned}
	}
	return Blank{Word: "who.manager"}
}

// Posted records that a letter went by post, on the day it was posted.
type Posted struct {
	By     string    `json:"by,omitempty"`
	Letter int       `json:"letter"`
	At     time.Time `json:"at,omitzero"`
}

func (a Posted) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if a.Letter < 1 || a.Letter > len(ch.c.Letters) {
		return fmt.Errorf("there is no letter %d: the case has %d", a.Letter, len(ch.c.Letters))
	}
	l := &ch.c.Letters[a.Letter-1]
	if !l.Posted.IsZero() {
		return fmt.Errorf("letter %d was posted on %s: %w", a.Letter, l.Posted, ErrWrongTime)
	}
	l.Posted = DateOf(at)
	l.Received = ch.r.Calendar.Add(l.Posted, postDays).Date
	if l.To == PersonComplainant {
		ch.answerCame(l.Name, l.Received)
	}
	ch.log(officer(a.By), fmt.Sprintf("posted letter %d on %s, taken as received on %s", a.Letter, l.Posted, l.Received), "")
	return nil
}

// answerCame moves the time to ask for more to the day on which an answer that
// went by post is taken as received. It only ever gives people more time.
func (ch *change) answerCame(letter string, day Date) {
	for i := range ch.c.Responses {
		r := &ch.c.Responses[i]
		if letter != answerName(r.Stage) || !day.After(r.ReceivedOn) {
			continue
		}
		r.ReceivedOn = day
		if d := ch.c.running(windows[r.Stage]); d != nil {
			d.Start, d.Reminded = day, ch.now
		}
	}
}
