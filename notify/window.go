package notify

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// This file has the rules of WhatsApp. They are: for a day after somebody's
// last message they may be written to freely; after it only in words that
// WhatsApp has approved. Where there are none, a text goes to the same phone if
// texting is known to be safe there; else a person finds another way. What
// WhatsApp would not let through is never handed over, for it would look sent.

// Approved is a text that WhatsApp has approved, to be said outside its window.
type Approved struct {
	Content string   // the provider's id of it
	Blanks  []string // of the template, in the order of {{1}}, {{2}}
}

// window is how long after their last message somebody on WhatsApp may be
// written to freely; a minute is left for the way.
const window = 24*time.Hour - time.Minute

// windowShut is when somebody can only be reached on WhatsApp, which is shut.
var windowShut = &SendError{
	Code: "window_shut",
	Hint: "WhatsApp lets us write freely for a day after their last message only, and it is not known that a text is safe. Find another safe way.",
}

// openWindow tells whether somebody may be written to freely on WhatsApp. Where
// it is not known when they wrote, the provider is left to say.
func openWindow(to casework.Contact, e store.Entry, now time.Time) bool {
	return e.Avoid != casework.WhatsApp && (to.LastInbound == 0 || now.Sub(time.UnixMilli(to.LastInbound)) < window)
}

// onWhatsApp finds the way to somebody on WhatsApp who may be written to, at
// this moment.
func (s *Sender) onWhatsApp(ctx context.Context, e store.Entry, to casework.Contact, byCase casework.SafeContact, r route, now time.Time) (route, error) {
	shut := len(r.addresses) > 0 && r.addresses[0].Channel() == casework.WhatsApp && !openWindow(to, e, now)
	if !shut {
		return r, nil
	}
	c := s.o.Councils[e.Council]
	if a, ok := c.Templates[template(e)]; ok && len(e.Says) == 1 && e.Avoid == "" {
		r.approved = &a
		return r, nil
	}
	if known := safeOf(to, byCase).Safe; known != casework.Yes && known != casework.Sometimes {
		return route{never: windowShut}, nil
	}
	phone := casework.NewAddress(casework.SMS, to.Address.Value())
	there, err := s.o.Store.Contact(ctx, e.Council, phone)
	if err != nil {
		return r, err
	}
	if there.OptedOut || there.WrongNumber || there.Safe.Safe == casework.No || len(c.Numbers[casework.SMS]) == 0 {
		return route{never: windowShut}, nil
	}
	return c.open(phone), nil
}

// replyTo is where a reply goes: where it was asked for, unless WhatsApp is
// shut there by now.
func (s *Sender) replyTo(ctx context.Context, e store.Entry, now time.Time) (route, error) {
	r := s.o.Councils[e.Council].open(e.To.Address)
	if e.To.Address.Channel() != casework.WhatsApp {
		return r, nil
	}
	contact, err := s.o.Store.Contact(ctx, e.Council, e.To.Address)
	if err != nil {
		return r, err
	}
	return s.onWhatsApp(ctx, e, contact.Contact, casework.SafeContact{}, r, now)
}

// dress gives the texts of an entry the approved form that they need, or
// buttons where those help, and keeps only the text that is said again.
func (s *Sender) dress(e store.Entry, r route, now time.Time) (store.Entry, error) {
	if r.approved != nil {
		return s.approve(e, *r.approved, now)
	}
	e.Parts = button(e, s.o.Councils[e.Council].Buttons)
	if n := e.Only; n > 0 && n <= len(e.Parts) {
		e.Parts = e.Parts[n-1 : n]
	}
	return e, nil
}

// approve says an entry in its approved form, which is one text.
func (s *Sender) approve(e store.Entry, a Approved, now time.Time) (store.Entry, error) {
	p := e.Parts[0]
	for _, more := range e.Parts[1:] {
		p.Text += "\n" + more.Text
	}
	p.Content, p.Variables = a.Content, map[string]string{}
	for i, blank := range a.Blanks {
		text, err := s.o.Blank(e.Says[0], blank, e.Language, e.Audience, casework.WhatsApp, casework.DateOf(now))
		if err != nil {
			return e, err
		}
		p.Variables[strconv.Itoa(i+1)] = oneLine(text)
	}
	e.Parts = []store.Part{p}
	return e, nil
}

// longestButton is the most that a text with buttons may have.
const longestButton = 1024

// button gives the last text of a reply the buttons of the question that it
// ends with, instead of the numbered answers. What is pressed comes back as if it
// had been written. The words on buttons are English.
func button(e store.Entry, buttons map[string]string) []store.Part {
	last := len(e.Parts) - 1
	if last < 0 || e.To.Address == "" || buttons[e.Asks] == "" || e.Language != "" && e.Language != "en" {
		return e.Parts
	}
	p := e.Parts[last]
	if p.To.Channel() == casework.WhatsApp && len([]rune(p.Text)) <= longestButton {
		p.Content, p.Variables = buttons[e.Asks], map[string]string{"1": oneLine(answers.ReplaceAllString(p.Text, ""))}
		e.Parts[last] = p
	}
	return e.Parts
}

// answers are the numbered answers at the end of a question.
var answers = regexp.MustCompile(`(\n\d [^\n]+)+\s*$`)

// oneLine is a text as WhatsApp lets it be filled in: without line ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
