package main

import (
	"context"
	"log/slog"

	"github.com/robfig/cron/v3"

	"heard/casework"
)

// everyMinute starts a pass over what is due. A pass costs what is due and
// makes up for what was missed, so a schedule that skips or repeats an hour
// when the clocks change does no harm.
const everyMinute = "* * * * *"

// everyNight is when what is no longer needed goes; no clock jumps over it.
const everyNight = "30 4 * * *"

// remind wakes the cases on which something is due, at once and then every
// minute, until ctx ends.
func (h *house) remind(ctx context.Context) error {
	looked := false
	pass := func() {
		if !looked {
			err := h.newCalendar(ctx)
			if looked = err == nil; err != nil && ctx.Err() == nil {
				h.log.ErrorContext(ctx, "the cases were not looked at for new bank holidays; that is tried again", "error", err)
			}
		}
		if _, err := h.wakes.Pass(ctx, h.now()); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "the pass over what is due failed and will be made again", "error", err)
		}
		h.sender.Wake()
	}
	log := cronLog{h.log}
	// Recover stands inside: outside, one panic would leave the job "running".
	c := cron.New(cron.WithLocation(casework.London), cron.WithLogger(log),
		cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	forget := func() {
		if err := h.store.Forget(ctx, h.now()); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "old ids could not be forgotten; tomorrow again", "error", err)
		}
	}
	for schedule, do := range map[string]func(){everyMinute: pass, everyNight: forget} {
		if _, err := c.AddFunc(schedule, do); err != nil {
			return err
		}
	}
	pass()
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
	return nil
}

// cronLog keeps cron's errors and drops its chatter.
type cronLog struct{ log *slog.Logger }

func (cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, _ ...any) { l.log.Error("cron: "+msg, "error", err) }
