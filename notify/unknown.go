package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"heard/casework"
	"heard/store"
)

// urgentLook is how long somebody in danger waits for the provider's list
// before the text is simply sent again.
const urgentLook = 5 * time.Second

// verdict is what a look at the provider says of an attempt.
type verdict int

const (
	tooEarly verdict = iota // to say; the entry was written back
	wasSent                 // the delivery has the provider's id
	notSent
	perhaps // and it is sent again: it may be seen twice
)

// lookUp finds out what became of an attempt that may or may not have sent a
// part. What is urgent does not wait until the provider's list is surely
// complete: it prefers a duplicate to a loss. A mail server cannot be asked.
func (s *Sender) lookUp(ctx context.Context, e store.Entry, n int, d store.Delivery, did *Report) (_ store.Entry, _ store.Delivery, v verdict, err error) {
	if d.Provider != "" {
		return e, d, wasSent, nil // its status callback has told
	}
	now := s.o.now()
	sure := e.Parts[n].Tried.Add(s.o.UnknownAfter)
	if sure.After(now) && !e.Urgent {
		e.Leased, e.Due = time.Time{}, sure
		did.PutOff++
		_, err := s.keep(ctx, e)
		return e, d, tooEarly, err
	}
	if e, err = s.keep(ctx, claimed(e, now)); err != nil {
		return e, d, tooEarly, err
	}
	id, err := s.find(ctx, e, n)
	switch {
	case err == nil && id != "":
		d.Provider = id
		return e, d, wasSent, nil
	case err != nil && !e.Urgent:
		s.tell(ctx, e, asSendError(err))
		return e, d, tooEarly, s.putOff(ctx, e, s.o.now().Add(backOff(e.Tries, false)), asSendError(err).Hint, did)
	case err != nil, sure.After(now), e.Parts[n].To.Channel() == casework.Email:
		return e, d, perhaps, nil
	}
	return e, d, notSent, nil
}

// find asks the provider for a part that it may have taken, and that is not yet
// known to be another's; "" when there is none.
func (s *Sender) find(ctx context.Context, e store.Entry, n int) (string, error) {
	limit := sendLimit
	if e.Urgent {
		limit = urgentLook
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	t := s.text(e, n)
	door := s.o.Councils[e.Council].Doors[t.To.Channel()]
	if door == nil {
		return "", &SendError{Temporary: true, Operator: true, Code: "no_door", Hint: "There is no way out on this channel."}
	}
	ids, err := door.Find(ctx, t, e.Parts[n].First)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	ours, err := s.o.Store.Ours(ctx, e.Council, ids)
	for _, id := range ids {
		if err == nil && !ours[id] {
			return id, nil
		}
	}
	return "", err
}

// failed writes down that a part could not be sent, and what is to be done
// about it. More means that it was, after all: its status callback came before
// the error.
func (s *Sender) failed(ctx context.Context, e store.Entry, n int, why *SendError, did *Report) (_ store.Entry, more bool, err error) {
	s.tell(ctx, e, why)
	err = insist(ctx, func(ctx context.Context) error { return s.afterFailure(ctx, e, n, why, did) })
	if !errors.Is(err, store.ErrConflict) {
		return e, false, err
	}
	now, _, open, more, err := s.reload(context.WithoutCancel(ctx), e, n)
	switch {
	case err == nil && open:
		err = store.ErrConflict
	case err == nil && (now.Version == 0 || len(now.Parts) > n):
		did.Sent++
	}
	return now, more, err
}

// afterFailure never gives up on the council's own people: what is refused for
// one of those on duty is said to the next.
func (s *Sender) afterFailure(ctx context.Context, e store.Entry, n int, why *SendError, did *Report) error {
	now := s.o.now()
	switch {
	case why.Unknown && e.Urgent:
		return s.putOff(ctx, e, now.Add(backOff(e.Tries, true)), why.Hint, did)
	case why.Unknown:
		return s.putOff(ctx, e, now.Add(s.o.UnknownAfter), why.Hint, did)
	case why.Elsewhere && n == 0 && e.Avoid == "" && e.To.Office == "":
		e.Avoid, e.Parts = e.Parts[0].To.Channel(), nil
		return s.putOff(ctx, e, now, why.Hint, did)
	case !why.Temporary && e.To.Office == "":
		return s.cannot(ctx, e, why, did)
	}
	at := now.Add(wait(e, why))
	if !why.Temporary && e.To.Office == casework.Duty {
		e.Turn++
		if e.Tries < len(s.o.Councils[e.Council].Duty)-1 {
			at = now // everyone is tried once without a pause
		}
	}
	return s.putOff(ctx, notBegun(e, n), at, why.Hint, did)
}

// notBegun takes back what begin noted, after an attempt that certainly sent
// nothing. Where nothing at all has gone out, who and where the recipient is
// will be found out anew; a reply keeps its words.
func notBegun(e store.Entry, n int) store.Entry {
	p := &e.Parts[n]
	if p.First.Equal(p.Tried) {
		p.First = time.Time{}
	}
	p.Tried = time.Time{}
	if n == 0 && p.First.IsZero() && e.To.Address == "" {
		e.Parts = nil
	}
	return e
}

// tell puts a failure into the service's log, loud if an operator must act.
func (s *Sender) tell(ctx context.Context, e store.Entry, why *SendError) {
	level := slog.LevelWarn
	if why.Operator {
		level = slog.LevelError
	}
	s.o.Log.Log(ctx, level, "a text was not sent", "council", e.Council, "case", e.Case, "entry", e.Key,
		"template", template(e), "tries", e.Tries+1, "hint", why.Hint, "error", why)
}
