package casework

import (
	"fmt"
	"strconv"
	"time"
)

// Calendar knows the working days of England and Wales. It is a value: build
// it once with NewCalendar and share it.
//
// A working day is "a day which is not a Saturday, Sunday, Christmas Day,
// Boxing Day, Good Friday or a bank holiday under the Banking and Financial
// Dealings Act 1971" (SI 2006/1738, regulation 2). Days on which a council
// merely shuts its offices are working days.
type Calendar struct {
	holidays map[Date]bool
	from, to Date // what the dated list confirms; outside it dates are estimated
}

// NewCalendar makes a calendar from a list of bank holidays that is complete
// from one date to another, and from projected holidays outside that range.
// A projected date inside the range is ignored: the list is the truth.
func NewCalendar(listed []Date, from, to Date, projected []Date) Calendar {
	c := Calendar{holidays: make(map[Date]bool, len(listed)+len(projected)), from: from, to: to}
	for _, d := range listed {
		c.holidays[d] = true
	}
	for _, d := range projected {
		if !c.confirmed(d) {
			c.holidays[d] = true
		}
	}
	return c
}

// End returns the last date for which bank holidays are confirmed.
func (c Calendar) End() Date { return c.to }

// WorkingDay tells whether d is a working day.
func (c Calendar) WorkingDay(d Date) bool {
	return weekday(d) && !c.holidays[d]
}

// NextWorkingDay returns the first working day after d.
func (c Calendar) NextWorkingDay(d Date) Date {
	for d = d.Add(1); !c.WorkingDay(d); d = d.Add(1) {
	}
	return d
}

// WorkingDaysBetween counts the working days after from, up to and with to.
// It is negative when to is before from.
func (c Calendar) WorkingDaysBetween(from, to Date) int {
	if to.Before(from) {
		return -c.WorkingDaysBetween(to, from)
	}
	n := 0
	for d := from.Add(1); !d.After(to); d = d.Add(1) {
		if c.WorkingDay(d) {
			n++
		}
	}
	return n
}

// Sum is a date with its reckoning, so that anyone can check it.
type Sum struct {
	Start     Date
	Span      Span
	Holidays  int // weekdays passed over because they are bank holidays
	Date      Date
	Estimated bool // it rests on holidays that are not confirmed
}

// Add reckons start plus span. Day 0 is start itself, whether or not it is a
// working day; the day after is day 1 at the earliest. A negative span counts
// back in the same way.
func (c Calendar) Add(start Date, span Span) Sum {
	s := Sum{Start: start, Span: span}
	switch span.Unit {
	case WorkingDays:
		s.Date, s.Holidays = c.addWorking(start, span.N)
	case CalendarDays:
		s.Date = start.Add(span.N)
	case Weeks:
		s.Date = start.Add(7 * span.N)
	case Months:
		s.Date = start.AddMonths(span.N)
	}
	s.Estimated = span.Unit == WorkingDays && !(c.confirmed(start) && c.confirmed(s.Date))
	return s
}

func (c Calendar) addWorking(d Date, n int) (Date, int) {
	step, left, holidays := 1, n, 0
	if n < 0 {
		step, left = -1, -n
	}
	for left > 0 {
		d = d.Add(step)
		switch {
		case c.WorkingDay(d):
			left--
		case weekday(d):
			holidays++
		}
	}
	return d, holidays
}

// String reads like "2026-12-21 + 10 WD - 3 holidays = 2027-01-07".
func (s Sum) String() string {
	sign, n := "+", s.Span.N
	if n < 0 {
		sign, n = "-", -n
	}
	if s.Span.Unit != WorkingDays {
		return fmt.Sprintf("%s %s %s = %s", s.Start, sign, Span{n, s.Span.Unit}, s.Date)
	}
	holidays := strconv.Itoa(s.Holidays) + " holidays"
	if s.Holidays == 1 {
		holidays = "1 holiday"
	}
	return s.Start.String() + " " + sign + " " + strconv.Itoa(n) + " WD - " + holidays + " = " + s.Date.String()
}

func (c Calendar) confirmed(d Date) bool { return !d.Before(c.from) && !d.After(c.to) }

func weekday(d Date) bool {
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}
