package casework

import (
	"slices"
	"strings"
	"time"
)

// SafeContact says whether it is safe to write to somebody where they wrote
// from, and when. Unasked means not known to be safe. The hours hold for what
// Heard writes unasked; a reply is never put off.
type SafeContact struct {
	Safe      Answer `json:"safe"`
	NotBefore string `json:"not_before,omitempty"` // HH:MM in London
	NotAfter  string `json:"not_after,omitempty"`  // HH:MM in London
	Days      string `json:"days,omitempty"`       // the only ones, such as "mon tue"; any, where empty
	Other     string `json:"other,omitempty"`      // another way or more about when, in their words
}

// Limited tells whether hours or days are known.
func (s SafeContact) Limited() bool { return s.NotBefore+s.NotAfter+s.Days != "" }

// Outside tells whether a moment is outside the hours and days that were
// named. The night behind the last hour ends in the morning.
func (s SafeContact) Outside(t time.Time, morning Clock) bool {
	if !s.Limited() {
		return false
	}
	from, to := s.hours(morning)
	c := ClockOf(t)
	return c < from || c >= to || !OnDays(s.Days, DateOf(t).Weekday())
}

// hours are the times of day from which and up to which it is safe.
func (s SafeContact) hours(morning Clock) (from, to Clock) {
	from, to = 0, 24*60
	if c, ok := parseClock(s.NotAfter); ok {
		from, to = morning, c
	}
	if c, ok := parseClock(s.NotBefore); ok {
		from = c
	}
	return from, to
}

// mostDaysAhead is how far Next looks; a week holds every day.
const mostDaysAhead = 8

// Next returns the first moment from t on at which it is safe to write and
// nobody is to be left in quiet. It is false where there is none.
func (s SafeContact) Next(t time.Time, quiet Hours) (time.Time, bool) {
	open := func(at time.Time) bool { return !quiet.Contains(ClockOf(at)) && !s.Outside(at, quiet.To) }
	if open(t) {
		return t, true
	}
	from, _ := s.hours(quiet.To)
	for day := DateOf(t); DateOf(t).DaysUntil(day) <= mostDaysAhead; day = day.Add(1) {
		if at := day.AtClock(max(from, quiet.To)); at.After(t) && open(at) {
			return at.UTC(), true
		}
	}
	return t, false
}

// DayNames are how SafeContact names the days, from Sunday on.
var DayNames = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// OnDays tells whether a day is one of some; "" is every day.
func OnDays(days string, d time.Weekday) bool {
	return days == "" || slices.Contains(strings.Fields(days), DayNames[d])
}

func parseClock(s string) (Clock, bool) {
	t, err := time.Parse("15:04", s)
	return Clock(t.Hour()*60 + t.Minute()), err == nil
}

// SetSafeContact says whether and when it is safe to write to this address.
// A new answer stands instead of the old with its hours.
type SetSafeContact struct {
	Safe      Answer `json:"safe,omitempty"`
	NotBefore string `json:"not_before,omitempty"`
	NotAfter  string `json:"not_after,omitempty"`
	Days      string `json:"days,omitempty"`
	Other     string `json:"other,omitempty"`
}

func (a SetSafeContact) apply(ch *change) error {
	s, was := &ch.c.SafeContact, ch.c.SafeContact.Safe
	if a.Safe != "" {
		s.NotBefore, s.NotAfter, s.Days = "", "", ""
	}
	set(&s.Safe, a.Safe)
	set(&s.NotBefore, a.NotBefore)
	set(&s.NotAfter, a.NotAfter)
	set(&s.Days, a.Days)
	set(&s.Other, a.Other)
	ch.log(WhoComplainant, "said whether it is safe to write: "+string(a.Safe), a.Other)
	switch {
	case s.Safe == No && was != No:
		ch.c.flag(FlagCannotText)
		ch.task("officer.other_way", nil)
	case was == No && (s.Safe == Yes || s.Safe == Sometimes):
		ch.c.unflag(FlagCannotText)
	}
	return nil
}
