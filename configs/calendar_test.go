package configs

import (
	"encoding/json"
	"testing"
	"time"

	"heard/casework"
)

func day(t *testing.T, s string) casework.Date {
	t.Helper()
	d, err := casework.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEveryWeekdayOfTheListIsAsTheListSays(t *testing.T) {
	t.Parallel()
	var feed map[string]struct{ Events []struct{ Date string } }
	if err := json.Unmarshal(bankHolidays, &feed); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, e := range feed["england-and-wales"].Events {
		listed[e.Date] = true
	}
	if len(listed) != 149 {
		t.Errorf("there are %d holidays", len(listed))
	}
	c := Calendar()
	for d := day(t, "2011-01-01"); d.Year <= 2028; d = d.Add(1) {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if got, want := c.WorkingDay(d), !weekend && !listed[d.String()]; got != want {
			t.Errorf("%s %s: working day is %t", d.Weekday(), d, got)
		}
	}
}

func TestDaysThatNoRuleKnows(t *testing.T) {
	t.Parallel()
	c := Calendar()
	for date, want := range map[string]bool{
		"2011-04-29": false, // a royal wedding
		"2012-06-05": false, // the Diamond Jubilee,
		"2012-06-04": false, // to which the spring holiday moved
		"2012-05-28": true,
		"2020-05-08": false, // VE Day, instead of
		"2020-05-04": true,
		"2022-06-02": false, // spring, moved from
		"2022-05-30": true,
		"2022-06-03": false, // the Platinum Jubilee
		"2022-09-19": false, // a state funeral
		"2023-05-08": false, // the coronation
		"2027-12-27": false, // Christmas on a Saturday
		"2027-12-28": false,
		"2027-12-29": true,
		"2028-12-27": true,
		"2028-12-29": true,
		"2029-12-25": false, // by rule
		"2032-12-28": false, // by rule: Boxing Day on a Sunday
		"2010-12-27": false,
		"2010-12-28": false,
	} {
		if got := c.WorkingDay(day(t, date)); got != want {
			t.Errorf("%s: working day is %t", date, got)
		}
	}
}

func TestSumsOverChristmas(t *testing.T) {
	t.Parallel()
	c := Calendar()
	ten := casework.Span{N: 10, Unit: casework.WorkingDays}
	for from, want := range map[string]struct {
		sum       string
		estimated bool
	}{
		"2026-12-21": {"2026-12-21 + 10 WD - 3 holidays = 2027-01-07", false},
		"2027-12-20": {"2027-12-20 + 10 WD - 3 holidays = 2028-01-06", false},
		"2028-12-15": {"2028-12-15 + 10 WD - 3 holidays = 2029-01-03", true},
		"2028-12-20": {"2028-12-20 + 10 WD - 3 holidays = 2029-01-08", true},
		"2010-12-20": {"2010-12-20 + 10 WD - 3 holidays = 2011-01-06", true},
	} {
		got := c.Add(day(t, from), ten)
		if got.String() != want.sum || got.Estimated != want.estimated {
			t.Errorf("%s (estimated %t), want %s (%t)", got, got.Estimated, want.sum, want.estimated)
		}
	}
	if end := c.End().String(); end != "2028-12-31" {
		t.Errorf("the list ends %s", end)
	}
}

func TestABrokenListIsSeen(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "{}", `{"england-and-wales":{"events":[{"date":"2027-02-30"}]}}`} {
		if _, _, _, err := listedHolidays([]byte(data)); err == nil {
			t.Errorf("%q is taken for a list of holidays", data)
		}
	}
}
