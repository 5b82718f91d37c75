package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"heard/casework"
	"heard/store"
)

// This file has what happens when a text that the provider took did not
// arrive. The rules are: what may arrive later is said again, in the hours that
// are safe; what may arrive elsewhere is said there, where that is known to be
// safe; for everything else a person finds another way. None of it is ever
// counted as said.

// loss gives a text that did not arrive another chance, or to a person, or says
// it to the next on duty.
func (s *Sender) loss(ctx context.Context, c *store.Change, d store.Delivery) error {
	why := s.explain(c.Council, d)
	s.tellLost(ctx, c.Council, d, why)
	if why.OptedOut {
		if err := s.optOut(ctx, c, d.To); err != nil {
			return err
		}
	}
	switch {
	case d.Again == nil:
	case d.Again.To.Office == casework.Duty:
		return s.nextOnDuty(ctx, c, d)
	case why.Elsewhere && d.Channel == casework.WhatsApp:
		next := resaid(d)
		next.Avoid = d.Channel
		c.Say(next)
		return nil
	case d.Again.Lost < len(why.Retry) && why.Retry[d.Again.Lost] > 0:
		at, safe, err := s.safeAt(ctx, c, d, c.Now.Add(why.Retry[d.Again.Lost]))
		if err != nil {
			return err
		}
		if safe {
			next := resaid(d)
			next.NotBefore = at
			c.Say(next)
			if d.Case != "" {
				c.Given(d.Case, d.Hash, casework.Event{At: c.Now, Who: casework.WhoHeard,
					What: fmt.Sprintf("was told that %s did not arrive (%s); it is said again", d.Template, d.Code)})
			}
			return nil
		}
	}
	return s.task(ctx, c, d.Case, d.Hash, d.Template, why)
}

// tellLost puts into the service's log that a text did not arrive, loud if an
// operator must act.
func (s *Sender) tellLost(ctx context.Context, council string, d store.Delivery, why *SendError) {
	level := slog.LevelInfo
	if why.Operator {
		level = slog.LevelError
	}
	s.o.Log.Log(ctx, level, "a text did not arrive", "council", council, "case", d.Case, "template", d.Template, "channel", d.Channel, "code", d.Code, "hint", why.Hint)
}

// resaid is what did not arrive, to be said once more.
func resaid(d store.Delivery) store.Entry {
	next := *d.Again
	next.Lost++
	next.About = fmt.Sprintf("%s/lost%d.%d", next.About, next.Lost, next.Only)
	return next
}

// safeAt is when somebody may be texted again, and whether they may be.
func (s *Sender) safeAt(ctx context.Context, c *store.Change, d store.Delivery, at time.Time) (time.Time, bool, error) {
	if d.Again.Urgent {
		return at, true, nil
	}
	contact, err := s.o.Store.Contact(ctx, c.Council, d.To)
	if err != nil {
		return at, false, err
	}
	safe := !contact.OptedOut && !contact.WrongNumber && contact.Safe.Safe != casework.No
	next, ok := contact.Safe.Next(at, s.o.Councils[c.Council].Rules.Procedure.Quiet)
	return next, safe && ok, nil
}

// nextOnDuty says it to the next on duty, unless somebody has taken the case.
func (s *Sender) nextOnDuty(ctx context.Context, c *store.Change, d store.Delivery) error {
	if d.Case != "" {
		switch cases, err := s.o.Store.Cases(ctx, c.Council, d.Case); {
		case errors.Is(err, store.ErrNotFound):
			return nil // erased meanwhile
		case err != nil || !cases[0].Alert.Open():
			return err // somebody has taken it
		}
	}
	next := *d.Again
	next.Turn++
	next.About += "/again"
	if tried := next.Turn; tried >= len(s.o.Councils[c.Council].Duty) {
		next.NotBefore = c.Now.Add(urgentBackOff) // everyone was tried once without a pause
	}
	c.Say(next)
	return nil
}

// optOut notes that somebody has stopped our texts, as the provider knows.
func (s *Sender) optOut(ctx context.Context, c *store.Change, to casework.Address) error {
	contact, err := s.o.Store.Contact(ctx, c.Council, to)
	if err != nil || contact.OptedOut {
		return err
	}
	contact.OptedOut = true
	c.Contact(contact)
	return nil
}
