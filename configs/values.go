package configs

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"heard/casework"
)

// This file reads single values. Each reader takes where to put the value.

// value makes a reader of a function that understands text.
func value[T any](to *T, understand func(string) (T, error)) func(*doc, *node) {
	return func(d *doc, n *node) {
		if !d.is(n, scalar) {
			return
		}
		got, err := understand(n.text)
		if err != nil {
			d.fail(n, "%v", err)
			return
		}
		*to = got
	}
}

// text reads any text that is not empty.
func text(to *string) func(*doc, *node) {
	return value(to, func(s string) (string, error) {
		if s == "" {
			return "", fmt.Errorf("this is empty: write something, or leave the key out")
		}
		return s, nil
	})
}

// oneOf reads one of a few words.
func oneOf[S ~string](to *S, known ...S) func(*doc, *node) {
	return value(to, func(s string) (S, error) {
		if !slices.Contains(known, S(s)) {
			names := make([]string, len(known))
			for i, k := range known {
				names[i] = string(k)
			}
			return "", fmt.Errorf("%q is not known here: %s", s, meant(s, names))
		}
		return S(s), nil
	})
}

func yesno(to *bool) func(*doc, *node) {
	return value(to, func(s string) (bool, error) {
		if s != "true" && s != "false" {
			return false, fmt.Errorf("%q stands here: true or false is meant", s)
		}
		return s == "true", nil
	})
}

func span(to *casework.Span) func(*doc, *node) { return value(to, casework.ParseSpan) }
func date(to *casework.Date) func(*doc, *node) { return value(to, casework.ParseDate) }

// duration reads a length of time that is longer than nothing: 2s, 15m.
func duration(to *time.Duration) func(*doc, *node) { return atLeast(1, to) }

// pause reads a length of time that may be nothing at all: 0s.
func pause(to *time.Duration) func(*doc, *node) { return atLeast(0, to) }

func atLeast(least time.Duration, to *time.Duration) func(*doc, *node) {
	return value(to, func(s string) (time.Duration, error) {
		got, err := time.ParseDuration(s)
		if err != nil || got < least {
			return 0, fmt.Errorf("%q is not a length of time: write it like 2s, 15m or 1h", s)
		}
		return got, nil
	})
}

func clock(to *casework.Clock) func(*doc, *node) { return value(to, parseClock) }

// parseClock reads a time of day, HH:MM.
func parseClock(s string) (casework.Clock, error) {
	if len(s) == 5 && s[2] == ':' {
		hour, wrongHour := strconv.ParseUint(s[:2], 10, 8)
		minute, wrongMinute := strconv.ParseUint(s[3:], 10, 8)
		if wrongHour == nil && wrongMinute == nil && hour < 24 && minute < 60 {
			return casework.Clock(hour*60 + minute), nil
		}
	}
	return 0, fmt.Errorf("%q is not a time of day: write it as HH:MM, like 08:30", s)
}

// hours reads a span of the day, HH:MM-HH:MM.
func hours(to *casework.Hours) func(*doc, *node) {
	return value(to, func(s string) (casework.Hours, error) {
		if len(s) == 11 && s[5] == '-' {
			from, err := parseClock(s[:5])
			until, err2 := parseClock(s[6:])
			if err == nil && err2 == nil && from != until {
				return casework.Hours{From: from, To: until}, nil
			}
		}
		return casework.Hours{}, fmt.Errorf("%q are no hours: write them as HH:MM-HH:MM, like 08:30-17:00", s)
	})
}
