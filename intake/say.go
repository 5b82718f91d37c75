package intake

import (
	"encoding/json"
	"time"

	"heard/casework"
	"heard/store"
)

// The audiences of people who are not officers.
const (
	child        = "child"
	adult        = "adult"
	professional = "professional"
)

// put writes what a turn did into a change: the contact, the reply, the cases,
// and what is to be said to others.
func (t *turn) put(c *store.Change, says []casework.Say) error {
	session, err := json.Marshal(t.session)
	if err != nil {
		return err
	}
	t.contact.Session, t.contact.Lapse = session, t.session.Lapse
	if !t.contact.Lapse.After(t.now) {
		t.contact.Lapse = time.Time{} // or it would lapse again at once, for ever
	}
	c.Contact(t.contact)
	if len(says) > 0 {
		c.Say(t.reply(says))
	}
	for _, w := range t.cases {
		if w.changed {
			c.Case(w.Case, w.events)
			t.tell(c, w)
		}
	}
	return nil
}

// reply is the answer to the correspondent: all says of the turn as one entry.
func (t *turn) reply(says []casework.Say) store.Entry {
	about := t.talkedOf()
	return store.Entry{
		Message: casework.Message{
			Key:    t.about,
			To:     casework.Recipient{Address: t.contact.Address},
			Says:   casework.Fill(says, about, t.council.Rules, t.w.o.Needs),
			Urgent: t.urgent,
		},
		Case: about.Reference, About: t.about,
		Audience: t.audience(about), Language: t.contact.Language,
		From: t.contact.WroteTo, Thread: t.contact.Thread, Asks: string(t.session.Asks()),
	}
}

// tell puts what an action wants said into the outbox.
func (t *turn) tell(c *store.Change, w *worked) {
	for _, m := range w.messages {
		m.Says = casework.Fill(m.Says, w.Case.Case, t.council.Rules, t.w.o.Needs)
		e := store.NewEntry(w.Case.Case, m)
		if m.To.Office == "" {
			e.Audience, e.Language, e.From = t.audience(w.Case.Case), t.contact.Language, t.contact.WroteTo
		}
		c.Say(e)
	}
}

// talkedOf is the case that a reply is about: the one just opened, else the
// talk's, else the one that this turn did something to, else none.
func (t *turn) talkedOf() casework.Case {
	for i, c := range t.cases {
		if t.session.Open && (t.session.Case == c.Reference || t.session.Case == "" && i == 0) {
			return c.Case.Case
		}
	}
	for _, c := range t.cases { // one just opened is the first
		if c.changed {
			return c.Case.Case
		}
	}
	return casework.Case{}
}

// audience is how the correspondent is spoken to: as the case says, else as
// the contact is known, else by the channel.
func (t *turn) audience(c casework.Case) string {
	if c.Complainant.Role == "" {
		c.Complainant.Role = t.contact.Role
	}
	switch who := c.ContactedBy.Role; {
	case who == casework.Professional, who == casework.Advocacy:
		return professional
	case c.Adult(t.contact.Address.Channel()):
		return adult
	}
	return child
}
