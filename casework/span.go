package casework

import (
	"fmt"
	"strconv"
	"strings"
)

// Unit is what a Span counts.
type Unit string

// The units in which procedures count.
const (
	WorkingDays  Unit = "working days"
	CalendarDays Unit = "days"
	Weeks        Unit = "weeks"
	Months       Unit = "months"
)

// Span is a length of time in a procedure: so many working days, days, weeks
// or months. A negative span counts back. The zero Span means "no limit".
type Span struct {
	N    int
	Unit Unit
}

// IsZero tells whether the span is "no limit".
func (s Span) IsZero() bool { return s.Unit == "" }

// ParseSpan reads "10 working days", "3 days", "12 weeks" or "2 months", the
// singular forms, and "10 working days before" for a span that counts back.
func ParseSpan(text string) (Span, error) {
	words := strings.Fields(text)
	sign := 1
	if n := len(words); n > 0 && words[n-1] == "before" {
		sign, words = -1, words[:n-1]
	}
	if len(words) < 2 {
		return Span{}, spanError(text)
	}
	n, err := strconv.Atoi(words[0])
	if err != nil || n < 0 || n > 1000 {
		return Span{}, spanError(text)
	}
	unit := strings.Join(words[1:], " ")
	for _, u := range []Unit{WorkingDays, CalendarDays, Weeks, Months} {
		if unit == string(u) || unit+"s" == string(u) {
			return Span{sign * n, u}, nil
		}
	}
	return Span{}, spanError(text)
}

func spanError(text string) error {
	return fmt.Errorf("%q is not a length of time: write it like \"10 working days\", \"3 days\", \"12 weeks\" or \"2 months\"", text)
}

// String writes the span as ParseSpan reads it.
func (s Span) String() string {
	n, before := s.N, ""
	if n < 0 {
		n, before = -n, " before"
	}
	unit := string(s.Unit)
	if n == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return fmt.Sprintf("%d %s%s", n, unit, before)
}

// MarshalText writes the span as ParseSpan reads it; "" for no limit.
func (s Span) MarshalText() ([]byte, error) {
	if s.IsZero() {
		return nil, nil
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Span) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*s = Span{}
		return nil
	}
	*s, err = ParseSpan(string(b))
	return err
}
