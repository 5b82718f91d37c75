package notify

import (
	"context"
	"time"

	"heard/store"
)

// backOffs are the waits after the first, second and later failures. They end
// at an hour: a provider that was away for a night is found again soon after.
// They grow slowly at first: most failures are over in seconds, one that comes
// now and then may meet the same text several times, and a child waits.
var backOffs = []time.Duration{
	5 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute,
	2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour,
}

// urgentBackOff is the longest wait before somebody in danger, or whoever is to
// help them, is tried again.
const urgentBackOff = 30 * time.Second

// backOff is how long to wait after so many failures before this one.
func backOff(before int, urgent bool) time.Duration {
	return capped(backOffs[min(before, len(backOffs)-1)], urgent)
}

func capped(wait time.Duration, urgent bool) time.Duration {
	if urgent {
		return min(wait, urgentBackOff)
	}
	return min(wait, backOffs[len(backOffs)-1])
}

// wait is how long to wait after a failure that may pass.
func wait(e store.Entry, why *SendError) time.Duration {
	if why.RetryAfter > 0 {
		return capped(why.RetryAfter, e.Urgent)
	}
	return backOff(e.Tries, e.Urgent)
}

// putOff writes an entry back to be tried again at a moment.
func (s *Sender) putOff(ctx context.Context, e store.Entry, at time.Time, trouble string, did *Report) error {
	e.Tries++
	e.Leased, e.Due, e.Trouble = time.Time{}, at, trouble
	if _, err := s.keep(ctx, e); err != nil {
		return err
	}
	did.PutOff++
	return nil
}
