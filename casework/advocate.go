package casework

import (
	"fmt"
	"time"
)

// This file finds an advocate: the referral and the first contact have clocks
// of their own, and the person is told who it is and when they will hear.

// advocateWanted starts the clocks when an independent advocate is wanted. One
// whom the complainant picked is asked only if they say so.
//
// law: Children Act 1989 section 26A.
func (ch *change) advocateWanted(was Answer) {
	clocks := []StepName{StepAdvocateReferral, StepAdvocateContact}
	switch now := ch.c.Advocate; {
	case now.Wanted == Yes && now.Source == Chosen:
		ch.c.drop("they picked somebody", clocks...)
	case now.Wanted == Yes && was != Yes:
		ch.begin(FromAdvocateAsked, "", DateOf(ch.now))
	case now.Wanted != Yes:
		ch.c.drop("no advocate is wanted now", clocks...)
	}
}

// AdvocateReferred records that the service which finds advocates was told.
type AdvocateReferred struct {
	By string    `json:"by,omitempty"`
	To string    `json:"to,omitempty"` // the service
	At time.Time `json:"at,omitzero"`
}

func (a AdvocateReferred) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	switch {
	case ch.c.Advocate.Wanted != Yes:
		return fmt.Errorf("no advocate is wanted: %w", ErrWrongTime)
	case ch.c.Advocate.Share == No:
		return fmt.Errorf("they said that their number may not be passed on: ask them first, then share_contact share=yes")
	}
	ch.c.meet(StepAdvocateReferral, at)
	ch.log(officer(a.By), "referred them to an advocacy service", a.To)
	return nil
}

// AdvocateAppointed says who the advocate is. It ends a hold, and the person
// is told the name and the day.
type AdvocateAppointed struct {
	By      string    `json:"by,omitempty"`
	Name    string    `json:"name"`
	At      time.Time `json:"at,omitzero"`
	Contact Date      `json:"contact,omitzero"` // by when the advocate is in touch
}

func (a AdvocateAppointed) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if err := ch.free(a.Name, "name"); err != nil {
		return err
	}
	// law: the Advocacy Services Regulations 2004: not who may consider the
	// complaint.
	for _, busy := range []string{ch.c.Assigned, ch.c.Investigator, ch.c.IndependentPerson} {
		if same(busy, a.Name) {
			return fmt.Errorf("%s looks into the complaint and cannot be the advocate: choose somebody else", a.Name)
		}
	}
	day := a.Contact
	if d := ch.c.running(StepAdvocateContact); day.IsZero() && d != nil {
		day = d.Due
	}
	if day.IsZero() || day.Before(DateOf(ch.now)) {
		day = ch.r.Calendar.Add(DateOf(ch.now), Span{2, WorkingDays}).Date
	}
	ch.c.Advocate.Name = a.Name
	ch.c.meet(StepAdvocateReferral, at)
	if h := ch.c.hold(); h != nil && h.Kind == HoldAdvocate {
		ch.lift(DateOf(at))
	}
	ch.log(officer(a.By), "appointed an advocate", a.Name)
	ch.letter("advocate", []Template{"letter.advocate"}, Blanks{"advocate_name": {Name: a.Name}, "due": DateBlank(day)})
	return nil
}

// AdvocateContacted records that the advocate and the complainant have spoken.
type AdvocateContacted struct {
	By string    `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"`
}

func (a AdvocateContacted) apply(ch *change) error {
	at, err := ch.when(a.At)
	if err != nil {
		return err
	}
	if ch.c.Advocate.Wanted != Yes && ch.c.Advocate.Name == "" {
		return fmt.Errorf("there is no advocate: %w", ErrWrongTime)
	}
	ch.c.meet(StepAdvocateReferral, at)
	ch.c.meet(StepAdvocateContact, at)
	ch.log(officer(a.By), "the advocate was in touch", "")
	return nil
}
