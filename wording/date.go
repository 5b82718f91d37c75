package wording

import (
	"fmt"
	"time"

	"heard/casework"
)

// Dates are a language's names of days and months, and how it writes a time of
// day. Weeks start with Monday, years with January.
type Dates struct {
	Days, ShortDays     [7]string
	Months, ShortMonths [12]string
	Clock12             bool // 8pm, not 20:00
}

// near is how many days away a date may be and still be clear without its
// year: about ten months.
const near = 300

// Complete tells whether every name is there.
func (d Dates) Complete() bool {
	for _, list := range [][]string{d.Days[:], d.ShortDays[:], d.Months[:], d.ShortMonths[:]} {
		for _, name := range list {
			if name == "" {
				return false
			}
		}
	}
	return true
}

// date writes a date with its weekday, which is what people remember: "Mon 25
// Jan" in a text, "Monday 25 January" in a letter. A date far from today has
// its year; without a today none has.
func (d Dates) date(day, today casework.Date, long bool) string {
	weekday, month := d.ShortDays[:], d.ShortMonths[:]
	if long {
		weekday, month = d.Days[:], d.Months[:]
	}
	text := fmt.Sprintf("%s %d %s", weekday[fromMonday(day)], day.Day, month[(day.Month+11)%12])
	if !today.IsZero() && away(day, today) > near {
		text += fmt.Sprintf(" %d", day.Year)
	}
	return text
}

// day writes a date of the last or the next six days as its weekday alone.
func (d Dates) day(day, today casework.Date, long bool) string {
	if today.IsZero() || away(day, today) > 6 {
		return d.date(day, today, long)
	}
	return d.Days[fromMonday(day)]
}

// clock writes a time of day: "8pm", "8.30pm", or "20:00".
func (d Dates) clock(c casework.Clock) string {
	hour, minute := int(c)/60%24, int(c)%60
	if !d.Clock12 {
		return fmt.Sprintf("%02d:%02d", hour, minute)
	}
	half := "am"
	if hour >= 12 {
		half = "pm"
	}
	hour = (hour+11)%12 + 1
	if minute == 0 {
		return fmt.Sprintf("%d%s", hour, half)
	}
	return fmt.Sprintf("%d.%02d%s", hour, minute, half)
}

func fromMonday(day casework.Date) time.Weekday { return (day.Weekday() + 6) % 7 }

func away(a, b casework.Date) int {
	n := a.DaysUntil(b)
	return max(n, -n)
}
