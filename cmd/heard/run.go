package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"heard/casework"
)

// run keeps the doers of some roles going until ctx ends. A store that is away,
// at the start too, is waited for by each of them.
func (h *house) run(ctx context.Context, roles []string) {
	var doers sync.WaitGroup
	defer doers.Wait()
	if h.secrets != nil {
		doers.Go(func() { h.rotate(ctx) })
	}
	reads := slices.Contains(roles, "mailbox")
	caughtUp := make(chan struct{})
	if slices.Contains(roles, "worker") {
		doers.Go(func() {
			if reads {
				pause(ctx, catchUp, caughtUp)
			}
			h.worker.Run(ctx)
		})
	}
	if slices.Contains(roles, "reminders") {
		doers.Go(func() { h.remind(ctx) })
	}
	if reads {
		doers.Go(func() { h.watch(ctx) })
		doers.Go(func() { h.fetchMedia(ctx) })
		doers.Go(func() { h.reconcile(ctx, func() { close(caughtUp) }) })
	}
	if slices.Contains(roles, "sender") {
		doers.Go(func() { h.send(ctx) })
	}
	<-ctx.Done()
}

// pause waits for something, and not longer than it should.
func pause(ctx context.Context, most time.Duration, done <-chan struct{}) {
	t := time.NewTimer(most)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-done:
	case <-t.C:
	}
}

// send lets go what the process before held, where that was this one, and
// sends. What cannot be let go runs out.
func (h *house) send(ctx context.Context) {
	if !h.shared {
		if err := h.sender.ReleaseLeases(ctx); err != nil && ctx.Err() == nil {
			h.log.WarnContext(ctx, "what was being sent at the last end waits for a minute", "error", err)
		}
	}
	h.sender.Run(ctx)
}

// quiesce works until nothing is left to do at this moment.
func (h *house) quiesce(ctx context.Context) error {
	for {
		in, err := h.worker.Pass(ctx, h.now())
		if err != nil {
			return err
		}
		woken, err := h.wakes.Pass(ctx, h.now())
		if err != nil {
			return err
		}
		out, err := h.sender.Pass(ctx, h.now())
		if err != nil {
			return err
		}
		if in.Turns+in.Lapsed+in.Aside+woken.Cases+out.Sent+out.Failed == 0 {
			return nil
		}
	}
}

// advance moves a clock to a moment, stopping at everything that is due on the
// way, so that nothing happens late.
func (h *house) advance(ctx context.Context, c *clock, to time.Time) error {
	for {
		if err := h.quiesce(ctx); err != nil {
			return err
		}
		next, err := h.nextDue(ctx)
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(to) {
			break
		}
		if !next.After(c.Now()) { // it is being done by another, or cannot be
			next = c.Now().Add(time.Minute)
		}
		c.Set(next)
	}
	c.Set(to)
	return h.quiesce(ctx)
}

// nextDue is the earliest moment at which anything is due at any council.
func (h *house) nextDue(ctx context.Context) (time.Time, error) {
	var next time.Time
	for _, c := range h.councils {
		at, err := h.store.NextDue(ctx, c.name)
		if err != nil {
			return next, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, nil
}

// nextDeadline is the morning of the next day on which a limit ends.
func (h *house) nextDeadline(ctx context.Context) (time.Time, error) {
	var next time.Time
	now := h.now()
	for _, c := range h.councils {
		cases, err := h.store.AllCases(ctx, c.name, "", 1000)
		if err != nil {
			return next, err
		}
		for _, record := range cases {
			for _, d := range record.Deadlines {
				at := d.Due.AtClock(c.rules.Procedure.Morning)
				if d.MetAt.IsZero() && !d.Due.IsZero() && at.After(now) && (next.IsZero() || at.Before(next)) {
					next = at
				}
			}
		}
	}
	return next, nil
}

// nextMorning is the morning of the next working day.
func (h *house) nextMorning() time.Time {
	r := h.councils[0].rules
	return r.Calendar.NextWorkingDay(casework.DateOf(h.now())).AtClock(r.Procedure.Morning)
}
