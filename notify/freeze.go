package notify

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"heard/casework"
	"heard/store"
)

// freeze finds out where an entry goes and puts it into its final words. Not
// ready means that it was written back for another time, or is done with.
func (s *Sender) freeze(ctx context.Context, e store.Entry, with []store.Entry, did *Report) (store.Entry, bool, error) {
	now := s.o.now()
	whole := joined(e, with)
	to, err := s.reach(ctx, whole, now)
	if err != nil {
		return e, false, err
	}
	switch {
	case to.never != nil:
		return e, false, s.cannot(ctx, e, to.never, did)
	case to.drop != "":
		return e, false, s.drop(ctx, e, to.drop)
	case to.closed != "":
		return e, false, s.park(ctx, append([]store.Entry{e}, with...), to.closed, did)
	case to.until.After(now):
		e.NotBefore, e.Due = to.until, to.until
		did.Waiting++
		_, err := s.keep(ctx, e)
		return e, false, err
	}
	whole.Turn, whole.Over = to.turn, to.over
	if len(whole.Thread) == 0 {
		whole.Thread = to.thread
	}
	if whole.Parts, err = s.words(whole, to.addresses, now); err == nil {
		whole, err = s.dress(whole, to, now)
	}
	if err != nil {
		s.o.Log.ErrorContext(ctx, "there are no words", "council", e.Council, "case", e.Case, "template", template(e), "error", err)
		return e, false, s.putOff(ctx, e, now.Add(backOff(e.Tries, e.Urgent)), "It could not be put into words.", did)
	}
	return whole, true, nil
}

// joined is an entry that says what others say too, and nothing twice.
func joined(e store.Entry, with []store.Entry) store.Entry {
	for _, o := range with {
		e.Says = slices.Clone(e.Says)
		for _, say := range o.Says {
			if !slices.ContainsFunc(e.Says, func(s casework.Say) bool { return reflect.DeepEqual(s, say) }) {
				e.Says = append(e.Says, say)
			}
		}
		if o.Case != "" && o.Case != e.Case && !slices.Contains(e.Also, o.Case) {
			e.Also = append(e.Also[:len(e.Also):len(e.Also)], o.Case)
		}
	}
	return e
}

// words renders an entry for each of its addresses.
func (s *Sender) words(e store.Entry, to []casework.Address, now time.Time) (parts []store.Part, err error) {
	e = s.linked(e)
	for _, a := range to {
		texts, err := s.o.Render(e.Says, e.Language, e.Audience, a.Channel(), casework.DateOf(now))
		if err == nil && len(texts) == 0 {
			err = errors.New("it comes to nothing")
		}
		if err != nil {
			return nil, err
		}
		subject, err := s.subject(e, a.Channel(), casework.DateOf(now))
		if err != nil {
			return nil, err
		}
		for _, text := range texts {
			hash, err := s.o.Store.PartHash(e.Council, e.About, len(parts)+1)
			if err != nil {
				return nil, err
			}
			parts = append(parts, store.Part{Hash: hash, To: a, Subject: subject, Text: text})
		}
	}
	return parts, nil
}

// template is what an entry is called in logs: what it says first.
func template(e store.Entry) casework.Template {
	if len(e.Says) == 0 {
		return ""
	}
	return e.Says[0].Template
}
