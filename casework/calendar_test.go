package casework_test

import (
	"testing"

	"heard/casework"
)

func TestADateShowsItsSum(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, span, want string }{
		{"2026-12-21", "10 working days", "2026-12-21 + 10 WD - 3 holidays = 2027-01-07"},
		{"2027-01-11", "10 working days", "2027-01-11 + 10 WD - 0 holidays = 2027-01-25"},
		{"2027-01-16", "4 working days", "2027-01-16 + 4 WD - 0 holidays = 2027-01-21"}, // a Saturday
		{"2027-03-25", "1 working day", "2027-03-25 + 1 WD - 2 holidays = 2027-03-30"},
		{"2027-03-31", "2 working days before", "2027-03-31 - 2 WD - 2 holidays = 2027-03-25"},
		{"2027-03-30", "1 working day", "2027-03-30 + 1 WD - 0 holidays = 2027-03-31"},
		{"2026-12-30", "2 working days", "2026-12-30 + 2 WD - 1 holiday = 2027-01-04"},
		{"2028-01-31", "1 month", "2028-01-31 + 1 month = 2028-02-29"},
		{"2027-01-13", "12 weeks", "2027-01-13 + 12 weeks = 2027-04-07"},
		{"2027-01-13", "3 days", "2027-01-13 + 3 days = 2027-01-16"},
	} {
		span, err := casework.ParseSpan(c.span)
		if err != nil {
			t.Fatal(err)
		}
		if got := hampshire.Calendar.Add(day(c.from), span).String(); got != c.want {
			t.Errorf("%s + %s is %q, want %q", c.from, c.span, got, c.want)
		}
	}
}

func TestEveryDayOfAWeekendCountsTheSame(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"2027-01-15", "2027-01-16", "2027-01-17"} {
		if got := hampshire.Calendar.Add(day(from), wd(10)).Date; got != day("2027-01-29") {
			t.Errorf("from %s: %s", from, got)
		}
	}
}

func TestADateBeyondTheListIsEstimated(t *testing.T) {
	t.Parallel()
	projected := casework.NewCalendar([]casework.Date{day("2028-12-25")}, day("2028-01-01"), day("2028-12-31"), []casework.Date{day("2029-01-01"), day("2028-06-01")})
	got := projected.Add(day("2028-12-28"), wd(2))
	if !got.Estimated || got.Date != day("2029-01-02") {
		t.Errorf("%+v", got)
	}
	if !projected.WorkingDay(day("2028-06-01")) {
		t.Error("a projected holiday overruled the list")
	}
}

func TestSpansAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"1 working day", "10 working days", "3 days", "12 weeks", "2 months", "10 working days before"} {
		span, err := casework.ParseSpan(s)
		if err != nil || span.String() != s {
			t.Errorf("%q became %q (%v)", s, span, err)
		}
	}
	for _, s := range []string{"", "10", "ten days", "10 years", "-3 days", "working days", "1001 days"} {
		if span, err := casework.ParseSpan(s); err == nil {
			t.Errorf("%q was read as %q", s, span)
		}
	}
}
