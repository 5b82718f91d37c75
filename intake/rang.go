package intake

import (
	"context"
	"errors"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// This file has what happens when somebody rings the number for texts. The
// rules are: who is put through has reached a person; everybody else is shown
// to an officer, as soon as somebody is in the office, whether they were heard
// or hung up; a call opens no case, for nobody knows yet what it was about.

// What somebody hears who rings.
const (
	VoiceOpen   casework.Template = "voice.open"   // and is put through
	VoiceClosed casework.Template = "voice.closed" // when nobody is in the office
	VoiceBusy   casework.Template = "voice.busy"   // when nobody came to the phone
)

// ringing is how long a call that is put through may take to end before it
// counts as missed.
const ringing = 10 * time.Minute

// Rang notes that somebody rang. Through says that they are being put through:
// unless Reached comes, an officer is told that they were not.
func (w *Worker) Rang(ctx context.Context, council, call, from string, through bool, now time.Time) error {
	for range tries {
		c := w.o.Store.Change(council, now)
		err := w.fillRang(ctx, c, call, from, through)
		if err == nil {
			err = w.o.Store.Write(ctx, c)
		}
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
		if entry, failed := w.callEntry(ctx, council, call); failed != nil || entry.Version > 0 {
			return failed // the provider asks again what it has asked before
		}
	}
	return nil
}

// Reached notes that somebody who was put through has talked to a person.
func (w *Worker) Reached(ctx context.Context, council, call string, now time.Time) error {
	entry, err := w.callEntry(ctx, council, call)
	if err != nil || entry.Version == 0 {
		return err
	}
	c := w.o.Store.Change(council, now)
	c.Settled(entry)
	return ignoreConflict(w.o.Store.Write(ctx, c))
}

func callAbout(call string) string { return "call/" + call }

// callEntry is the task that a call has left, if it is still to be told.
func (w *Worker) callEntry(ctx context.Context, council, call string) (store.Entry, error) {
	all, err := w.o.Store.Outbox(ctx, council)
	for _, e := range all {
		if e.About == callAbout(call) {
			return e, nil
		}
	}
	return store.Entry{}, err
}

func (w *Worker) fillRang(ctx context.Context, c *store.Change, call, from string, through bool) error {
	rules := w.o.Councils[c.Council].Rules
	say, about, err := w.rangBy(ctx, c.Council, from)
	if err != nil {
		return err
	}
	m := casework.Message{
		Key: callAbout(call), To: casework.Recipient{Office: casework.Officer}, Group: "officer",
		Says:      casework.Fill([]casework.Say{say}, about, rules, w.o.Needs),
		NotBefore: rules.NextOfficeTime(c.Now),
	}
	if through {
		m.NotBefore = rules.NextOfficeTime(c.Now.Add(ringing))
	}
	c.Say(store.Entry{Message: m, Case: about.Reference, About: m.Key, Audience: store.ForOfficers})
	if about.Reference != "" {
		hash, err := w.o.Store.PartHash(c.Council, m.Key, 0)
		if err != nil {
			return err
		}
		c.Given(about.Reference, hash, casework.Event{At: c.Now, Who: casework.WhoComplainant, What: "rang the number for texts"})
	}
	return nil
}

// rangBy is how a call is shown: by its case where the number has one.
func (w *Worker) rangBy(ctx context.Context, council, from string) (casework.Say, casework.Case, error) {
	if !strings.HasPrefix(from, "+") || len(from) < 8 {
		return casework.Say{Template: "officer.rang.hidden"}, casework.Case{}, nil
	}
	for _, ch := range []casework.Channel{casework.SMS, casework.WhatsApp} {
		contact, err := w.o.Store.Contact(ctx, council, casework.NewAddress(ch, from))
		if err != nil {
			return casework.Say{}, casework.Case{}, err
		}
		if len(contact.Cases) > 0 {
			cases, err := w.o.Store.Cases(ctx, council, contact.Cases[0])
			if err != nil {
				return casework.Say{}, casework.Case{}, err
			}
			return casework.Say{Template: "officer.rang.case"}, cases[0].Case, nil
		}
	}
	return casework.Say{Template: "officer.rang", Blanks: casework.Blanks{"phone": {Phone: from}}}, casework.Case{}, nil
}
