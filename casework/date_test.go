package casework_test

import (
	"testing"
	"time"

	"heard/casework"
)

func TestDaysAreCountedAsTheMachineCountsThem(t *testing.T) {
	t.Parallel()
	day := time.Date(1899, 12, 25, 0, 0, 0, 0, time.UTC)
	d := casework.Date{Year: 1899, Month: 12, Day: 25}
	for range 90_000 { // past 2100, which is no leap year
		y, m, n := day.Date()
		if d != (casework.Date{Year: y, Month: m, Day: n}) || d.Weekday() != day.Weekday() {
			t.Fatalf("%v, %s is %v, %s", day, day.Weekday(), d, d.Weekday())
		}
		next := d.Add(1)
		if !d.Before(next) || next.Before(d) || d.DaysUntil(next) != 1 || next.Add(-1) != d {
			t.Fatalf("%v and %v", d, next)
		}
		day, d = day.AddDate(0, 0, 1), next
	}
	far := casework.Date{Year: 2020, Month: 2, Day: 29}
	if got := far.Add(-800_000).Add(800_000); got != far {
		t.Errorf("far away and back it is %v", got)
	}
}
