package configs

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/rickar/cal/v2/gb"

	"heard/casework"
)

// bank-holidays.json has the shape of GOV.UK's feed and keeps its past years,
// which the feed itself drops. To renew it, add the feed's new events.
//
//go:embed bank-holidays.json
var bankHolidays []byte

// How far holidays are projected by rule where no list confirms them. Nobody's
// deadline is further away.
const (
	projectedFrom = 1990
	projectedTo   = 2060
)

// Calendar returns the working days of England and Wales. The list of bank
// holidays is the truth for the years it has; outside them holidays are
// projected by rule, and dates that rest on those are marked estimated. No rule
// knows of a royal funeral.
func Calendar() casework.Calendar { return calendar() }

var calendar = sync.OnceValue(func() casework.Calendar {
	listed, from, to, err := listedHolidays(bankHolidays)
	if err != nil {
		panic(err) // the file is embedded, and a test reads it
	}
	return casework.NewCalendar(listed, from, to, projected())
})

// listedHolidays reads the dated list. It confirms whole years: GOV.UK
// publishes a year at once, up to its Boxing Day, and nothing follows that.
func listedHolidays(data []byte) (days []casework.Date, from, to casework.Date, err error) {
	var feed struct {
		England struct {
			Events []struct{ Date casework.Date }
		} `json:"england-and-wales"`
	}
	if err := json.Unmarshal(data, &feed); err != nil {
		return nil, from, to, fmt.Errorf("bank-holidays.json: %w", err)
	}
	for _, e := range feed.England.Events {
		days = append(days, e.Date)
	}
	if len(days) == 0 {
		return nil, from, to, fmt.Errorf("bank-holidays.json: there are no holidays of england-and-wales")
	}
	first, last := days[0].Year, days[len(days)-1].Year
	return days, casework.Date{Year: first, Month: time.January, Day: 1}, casework.Date{Year: last, Month: time.December, Day: 31}, nil
}

// projected are the holidays as the rules of the United Kingdom give them.
func projected() (days []casework.Date) {
	for year := projectedFrom; year <= projectedTo; year++ {
		for _, h := range gb.Holidays {
			if _, observed := h.Calc(year); !observed.IsZero() {
				y, m, d := observed.Date()
				days = append(days, casework.Date{Year: y, Month: m, Day: d})
			}
		}
	}
	return days
}

// CalendarVersion changes whenever the list of bank holidays does.
func CalendarVersion() string {
	sum := sha256.Sum256(bankHolidays)
	return hex.EncodeToString(sum[:6])
}
