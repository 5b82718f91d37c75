package conversation

import (
	"slices"
	"strings"
	"time"

	"heard/casework"
)

// Step takes what was said in one turn and answers with the session after it,
// what is to be done and what to reply. It always replies to a person, except
// to STOP by text message, which the provider answers. It never fails: what
// it cannot read is kept and left to a person.
func (g Guide) Step(s Session, f Facts, in []Input, now time.Time) (Session, []Act, []casework.Say) {
	t := newTurn(g, s, f, now)
	said := messages(in)
	if len(said) == 0 {
		t.lapse()
		return t.s, t.acts, t.says
	}
	t.arrive(said)
	if !t.inDanger(said) {
		for i, m := range said {
			t.nth = i
			if t.texts() {
				t.hear(m)
			} else {
				t.hearMail(m)
			}
		}
		t.thisDay()
		t.answer()
	}
	t.threats()
	t.s.Lapse = t.lapseAt()
	t.finish()
	return t.s, t.acts, t.says
}

// inDanger looks for danger first. Where several cases are this contact's and
// none is being talked of, danger opens its own: nobody's words may stand
// under another's case.
func (t *turn) inDanger(said []Said) bool {
	open := t.s.Open
	t.s.Open = open && !t.loose()
	if t.danger(said) {
		return true
	}
	t.s.Open = open
	return false
}

// turn is the work of one Step: the session, a draft of the talk's case with
// what was done to it so far, and what comes of it.
type turn struct {
	g       Guide
	l       *Lexicon // of the language that this person writes
	s       Session
	now     time.Time
	contact casework.Contact
	channel casework.Channel
	cases   []casework.Case // of this contact, as they were
	quoted  *Named          // a case of another contact
	draft   *casework.Case  // the talk's case; no Reference while there is none
	ref     casework.Reference
	acts    []Act
	says    []casework.Say

	first      bool           // the case was opened in this turn
	lead       []casework.Say // what comes before the question
	resumed    bool           // back after a day
	again      bool           // the pending question was not answered: ask in other words
	today      []string       // what cannot wait past today, in their words
	threatened []string       // how the council's own people were threatened
	quiet      bool           // the reply is whole: ask nothing
	saved      bool           // something was kept
	greeted    bool           // only greeted, or thanked
	bye        bool           // only thanked
	nth        int            // which message of the turn is heard
	recent     Question       // what was answered last in this turn
	heard      []string       // what was said before in this turn
}

// draftReference stands for the reference that the caller has yet to draw.
const draftReference = "NEW"

// mostActs is how many acts most turns have at most.
const mostActs = 8

func newTurn(g Guide, s Session, f Facts, now time.Time) *turn {
	t := &turn{
		g: g, l: g.Lexicons.For(f.Contact.Language), s: s, now: now, cases: f.Cases, quoted: f.Named,
		contact: f.Contact, channel: f.Contact.Address.Channel(),
		acts: make([]Act, 0, mostActs),
	}
	t.s.Version = SessionVersion
	if len(f.Cases) == 0 { // erased meanwhile: there is nothing to guard
		t.s.Guarded = false
	}
	i, ok := s.Talks(f.Cases)
	if t.s.Open = ok; !ok {
		t.take(&casework.Case{})
		return t
	}
	t.take(&f.Cases[i])
	t.s.Case = t.ref
	return t
}

// take makes a case the talk's.
func (t *turn) take(c *casework.Case) { t.draft, t.ref = c, c.Reference }

func messages(in []Input) []Said {
	var out []Said
	for _, i := range in {
		if m, ok := i.(Said); ok {
			m.Text = strings.TrimSpace(strings.ToValidUTF8(m.Text, "\uFFFD"))
			if m.Text == "" && len(m.Files) == 0 {
				m.Text = m.Subject
			}
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Said) int { return a.At.Compare(b.At) }) // they may arrive in any order
	return out
}

// sameMatter is the longest gap between a person's own messages that still
// belong to one beginning of a complaint, and so to its clock.
const sameMatter = 72 * time.Hour

// day is after how long somebody who writes again has come back.
const day = 24 * time.Hour

// strange is after how long a number may have become somebody else's.
const strange = 90 * day

// arrive notes when people wrote, before anything is read.
func (t *turn) arrive(said []Said) {
	at, last := said[0].At, t.s.Last
	if t.s.Since.IsZero() || at.Sub(last) >= sameMatter {
		t.s.Since = at
	} else if at.Before(t.s.Since) {
		t.s.Since = at // a message that was late
	}
	if !last.IsZero() && at.Sub(last) >= day && t.s.Open && !t.s.Receipt {
		t.resumed, t.s.Light = true, true
	}
	if !last.IsZero() && at.Sub(last) >= strange && len(t.cases) > 0 && t.channel != casework.Email { // nobody inherits a mail address
		t.guard()
	}
	if newest := said[len(said)-1].At; newest.After(last) {
		t.s.Last = newest
	}
	t.contact.LastInbound = t.s.Last.UnixMilli()
	if t.contact.Paused {
		t.contact.Paused = false
		if t.s.Open {
			t.do(casework.EndPause{})
		}
	}
}

// open opens a case with its first words, and keeps the message they came in.
func (t *turn) open(kind casework.Kind, statement string, m Said) {
	a := casework.OpenCase{
		Council: t.g.Rules.Procedure.Name, Kind: kind, ReceivedAt: t.s.Since,
		From: t.contact.Address, Language: t.language(), Statement: statement,
	}
	t.acts = append(t.acts, Open{a})
	t.take(&casework.Case{})
	a.Reference = draftReference
	t.apply(a)
	t.first, t.s.Open, t.s.Case = true, true, ""
	t.keep(m)
	t.s = Session{
		Version: t.s.Version, Open: true, Last: t.s.Last,
		Anonymous: t.s.Anonymous, Guarded: t.s.Guarded, Offered: t.s.Offered, Thanked: t.s.Thanked, Speaker: t.s.Speaker,
	}
	t.carryOver()
	if t.contact.Safe.Safe != casework.Unasked && t.contact.Safe.Safe != "" {
		t.do(casework.SetSafeContact(t.contact.Safe))
	}
}

// carryOver puts into a new case what is known of whoever writes.
func (t *turn) carryOver() {
	if t.s.Speaker != "" {
		t.do(casework.Introduce{Role: t.s.Speaker, ContactedBy: casework.Self})
	}
	if len(t.cases) > 0 && forOthers(t.cases[:1]) && t.s.Speaker == "" {
		was := t.cases[0]
		t.do(casework.Introduce{Role: was.Complainant.Role, ContactedBy: was.ContactedBy.Role, ContactName: was.ContactedBy.Name})
	}
	if t.s.Anonymous {
		t.do(casework.StayAnonymous{})
		t.s.close(AskName)
	}
}

func (t *turn) language() casework.Lang {
	if t.contact.Language != "" {
		return t.contact.Language
	}
	return t.l.Language
}

// do does an action to the talk's case. An action that the case refuses is
// left out; none that a complainant can cause is.
func (t *turn) do(a casework.Action) {
	if t.apply(a) {
		if r, ok := a.(casework.RaiseAlert); ok {
			r.Code = "" // the caller draws it
			a = r
		}
		if c, ok := a.(casework.CannotHear); ok {
			c.Code = ""
			a = c
		}
		t.acts = append(t.acts, Do{t.ref, a})
	}
}

func (t *turn) apply(a casework.Action) bool {
	next, err := t.draft.Preview(a, t.g.Rules, t.now)
	if err != nil {
		return false
	}
	t.draft = next
	return true
}

// keep puts the message as it came into the case's log. Of the draft it
// changes only what came with it, so that is all that is done here.
func (t *turn) keep(m Said) {
	t.acts = append(t.acts, Do{t.ref, casework.Said{At: m.At, From: m.From, Text: m.Text, Files: m.Files}})
	if len(m.Files) > 0 {
		draft := *t.draft
		draft.Files = append(slices.Clip(draft.Files), m.Files...)
		t.draft = &draft
	}
}

// finish writes the contact where it changed.
func (t *turn) finish() {
	t.acts = append(t.acts, Set{t.contact})
}

// say adds to the lead of the reply: what comes before the next question. What
// is said first leads; the same is not said twice.
func (t *turn) say(template casework.Template, blanks ...casework.Blanks) {
	for _, s := range t.lead {
		if s.Template == template {
			return
		}
	}
	t.lead = append(t.lead, newSay(template, blanks...))
}

func newSay(template casework.Template, blanks ...casework.Blanks) casework.Say {
	s := casework.Say{Template: template}
	for _, b := range blanks {
		s.Blanks = b
	}
	return s
}

// texts tells whether the channel carries texts rather than mails.
func (t *turn) texts() bool { return t.channel != casework.Email }
