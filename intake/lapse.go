package intake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"heard/conversation"
	"heard/store"
)

// lapseAgain is how long a lapse that failed is put off.
const lapseAgain = time.Hour

// lapses returns jobs for the talks that have fallen silent.
func (w *Worker) lapses(ctx context.Context, now time.Time) (jobs []job, err error) {
	for _, name := range w.names {
		found, failed := w.o.Store.Lapsed(ctx, name, now, round)
		err = errors.Join(err, failed)
		for _, contact := range found {
			jobs = append(jobs, func(ctx context.Context) (Report, error) { return w.lapse(ctx, name, contact, now) })
		}
	}
	return jobs, err
}

// lapse tells the conversation that a correspondent has fallen silent. When
// they write meanwhile, or another worker was faster, there is nothing to do.
func (w *Worker) lapse(ctx context.Context, council string, contact store.Contact, now time.Time) (Report, error) {
	for drawn := 0; ; drawn++ {
		c := w.o.Store.Change(council, now)
		err := w.fillLapse(ctx, c, contact)
		if err == nil {
			err = w.o.Store.Write(ctx, c)
		}
		switch {
		case err == nil:
			return Report{Lapsed: 1}, nil
		case errors.Is(err, store.ErrTaken) && drawn < draws:
		case errors.Is(err, store.ErrConflict):
			return Report{}, nil // the next round sees how it stands
		case away(ctx, err):
			return Report{}, err
		default:
			return w.putOff(ctx, council, contact, now, err)
		}
	}
}

func (w *Worker) fillLapse(ctx context.Context, c *store.Change, contact store.Contact) (err error) {
	defer w.caught(ctx, &err)
	t, err := w.load(ctx, c.Council, contact.Address, c.Now)
	if err != nil {
		return err
	}
	if t.contact.Version != contact.Version {
		return store.ErrConflict
	}
	t.about = fmt.Sprintf("lapse/%s/%d", contact.Key, contact.Lapse.UnixMilli())
	says, err := t.step(ctx, []conversation.Input{conversation.Lapsed{}})
	if err != nil {
		return err
	}
	return t.put(c, says)
}

// putOff tries a lapse that failed again later: silence is no message, so
// there is nothing to set aside.
func (w *Worker) putOff(ctx context.Context, council string, contact store.Contact, now time.Time, cause error) (Report, error) {
	w.o.Log.ErrorContext(ctx, "a silent talk could not be looked at", "council", council, "contact", contact.Key, "error", cause)
	contact.Lapse = now.Add(lapseAgain)
	c := w.o.Store.Change(council, now)
	c.Contact(contact)
	if err := w.o.Store.Write(ctx, c); err != nil {
		return Report{}, ignoreConflict(err)
	}
	return Report{Failed: 1}, nil
}
