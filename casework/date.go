package casework

import (
	"encoding/json"
	"fmt"
	"time"
	_ "time/tzdata" // a static binary knows London too
)

// London is the time zone in which every limit of a procedure is counted.
var London = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // time/tzdata is linked in
	}
	return l
}

// Date is a day in Europe/London. The zero Date means "no date" and is null
// in JSON; any other is written YYYY-MM-DD.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day in London on which t falls.
func DateOf(t time.Time) Date {
	y, m, d := t.In(London).Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date: write it as YYYY-MM-DD, like 2027-01-31", s)
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

// IsZero tells whether d is "no date".
func (d Date) IsZero() bool { return d == Date{} }

// At returns the instant at the given hour and minute of this day in London.
// Where the clock jumps over that minute, it is the minute after the jump.
func (d Date) At(hour, minute int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, London)
}

// AtClock returns the instant at a time of day on this day in London.
func (d Date) AtClock(c Clock) time.Time { return d.At(int(c)/60, int(c)%60) }

// End returns the first instant after this day: a limit that ends with a day
// has passed from then on.
func (d Date) End() time.Time { return d.Add(1).At(0, 0) }

// Add returns the date n calendar days later, or earlier if n is negative.
func (d Date) Add(n int) Date { return fromDays(d.days() + n) }

// AddMonths returns the same day n months later; where that month is shorter,
// its last day (31 January and one month is 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((d.days()+4)%7 + 7) % 7) } // 1970 began on a Thursday

// Before tells whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.days() < other.days() }

// After tells whether d is later than other.
func (d Date) After(other Date) bool { return other.Before(d) }

// DaysUntil counts the calendar days from d to other.
func (d Date) DaysUntil(other Date) int { return other.days() - d.days() }

// String writes the date as YYYY-MM-DD, "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	if d.Year < 1000 || d.Year > 9999 {
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	y, m := d.Year, int(d.Month) // every date of a case is written anew at each action
	return string([]byte{
		byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10), '-',
		byte('0' + m/10), byte('0' + m%10), '-', byte('0' + d.Day/10), byte('0' + d.Day%10),
	})
}

// MarshalJSON writes "YYYY-MM-DD", or null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == nil || *s == "" {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(*s)
	*d = parsed
	return err
}

// days counts the days since 1 January 1970. Every walk over a calendar goes
// through here, so it is plain arithmetic: years begin in March, which puts the
// leap day at their end, and go by eras of 400.
func (d Date) days() int {
	y, m := d.Year, int(d.Month)
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	year := y - 400*era
	day := (153*((m+9)%12)+2)/5 + d.Day - 1
	return era*daysOfEra + 365*year + year/4 - year/100 + day - daysTo1970
}

const (
	daysOfEra  = 146097 // of 400 years
	daysTo1970 = 719468 // from 1 March of the year 0
)

func fromDays(n int) Date {
	n += daysTo1970
	era := floorDiv(n, daysOfEra)
	day := n - era*daysOfEra
	year := (day - day/1460 + day/36524 - day/146096) / 365
	day -= 365*year + year/4 - year/100
	m := (5*day + 2) / 153
	d := Date{Year: year + 400*era, Month: time.Month((m+2)%12 + 1), Day: day - (153*m+2)/5 + 1}
	if d.Month <= 2 {
		d.Year++
	}
	return d
}

func floorDiv(a, b int) int {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}
