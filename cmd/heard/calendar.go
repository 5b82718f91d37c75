package main

import (
	"context"
	"errors"

	"heard/casework"
	"heard/configs"
	"heard/store"
)

// calendarMark is where the calendar that a council's dates rest on is noted.
const calendarMark = "calendar"

// newCalendar wakes every open case once after the list of bank holidays has
// changed: a holiday is sometimes proclaimed with ten days' notice. Each case
// moves its own dates then, and tells people. A walk that was cut short is made
// again from its start; a case that was woken is not told twice.
func (h *house) newCalendar(ctx context.Context) error {
	for _, c := range h.councils {
		had, err := h.store.Mark(ctx, c.name, calendarMark)
		if err != nil {
			return err
		}
		if had == configs.CalendarVersion() {
			continue
		}
		if had != "" { // the first time there is nothing to move
			if err := h.wakeAll(ctx, c.name); err != nil {
				return err
			}
		}
		if err := h.store.SetMark(ctx, c.name, calendarMark, configs.CalendarVersion()); err != nil {
			return err
		}
	}
	return nil
}

// wakeAll makes every open case of a council due now.
func (h *house) wakeAll(ctx context.Context, council string) error {
	for after := casework.Reference(""); ; {
		cases, err := h.store.AllCases(ctx, council, after, casesPage)
		if err != nil {
			return err
		}
		for _, c := range cases {
			// One that has changed meanwhile was reckoned anew by that.
			if err := h.store.MakeDue(ctx, council, c, h.now()); err != nil && !errors.Is(err, store.ErrConflict) {
				return err
			}
		}
		if len(cases) < casesPage {
			return nil
		}
		after = cases[len(cases)-1].Reference
	}
}
