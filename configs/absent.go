package configs

import (
	"fmt"
	"strings"

	"heard/casework"
)

// longestAbsence keeps a slip in a year from making somebody absent for ever.
const longestAbsence = 400

// absences reads days on which somebody is away: 2027-12-25, or
// 2027-08-02 to 2027-08-13 with both days in it.
func absences(to *[]casework.Date) func(*doc, *node) {
	return every(func(d *doc, n *node) {
		var days []casework.Date
		value(&days, absence)(d, n)
		*to = append(*to, days...)
	})
}

func absence(s string) (days []casework.Date, err error) {
	first, last, ok := strings.Cut(s, " to ")
	if !ok {
		last = first
	}
	from, err := casework.ParseDate(strings.TrimSpace(first))
	if err != nil {
		return nil, err
	}
	until, err := casework.ParseDate(strings.TrimSpace(last))
	switch {
	case err != nil:
		return nil, err
	case until.Before(from):
		return nil, fmt.Errorf("%q ends before it begins", s)
	case from.DaysUntil(until) > longestAbsence:
		return nil, fmt.Errorf("%q is longer than %d days: is the year right?", s, longestAbsence)
	}
	for day := from; !day.After(until); day = day.Add(1) {
		days = append(days, day)
	}
	return days, nil
}
