package conversation

import (
	"strconv"
	"strings"
	"time"

	"heard/casework"
)

// This file reads on which days something was, or is to be, from words such as
// "last tuesday", "before xmas", "12/3" and "3 weeks ago". The words of a
// language stand in its lexicon ([day ...]); the sums are here. What is not
// plain is not read: the words themselves are always kept.

// Span is some days in London, from the first to the last.
type Span struct {
	From casework.Date `json:"from"`
	To   casework.Date `json:"to"`
}

// Days returns the first days that a text names, seen from a day on which it
// was written. Day and month stand in British order; of days that could lie on
// either side, the past one is meant, for people tell what has happened.
func (l *Lexicon) Days(text string, today casework.Date) (Span, bool) {
	d := days{l: l, text: text, toks: l.tokens(text), today: today}
	for i := range d.toks {
		for _, read := range []func(int) (Span, bool){d.ago, d.numbers, d.ofMonth, d.relative, d.season} {
			if s, ok := read(i); ok {
				return s, true
			}
		}
	}
	return Span{}, false
}

// days reads one text.
type days struct {
	l     *Lexicon
	text  string
	toks  []token
	today casework.Date
}

// meaning returns which of some meanings begins at a word, and where it ends.
func (d days) meaning(i int, meanings ...string) (string, int) {
	if i < 0 || i >= len(d.toks) {
		return "", i
	}
	m, _ := d.l.at(d.toks, i, meanings)
	return m.meaning, m.end
}

// number reads "3", "three", "3rd" and "a couple of", and where it ends.
func (d days) number(i int) (n, end int, ok bool) {
	if i < 0 || i >= len(d.toks) {
		return 0, i, false
	}
	w := d.toks[i].word
	digits := strings.TrimRight(w, "stndrh")
	if n, err := strconv.Atoi(digits); err == nil && len(digits) <= 4 {
		return n, i + 1, true
	}
	name, end := d.meaning(i, dayNumbers...)
	return indexOf(dayNumbers, name) + 1, end, name != ""
}

// digits reads a number that is not written as a word.
func (d days) digits(i int) (n, end int, ok bool) {
	if i < 0 || i >= len(d.toks) || d.toks[i].word[0] < '0' || d.toks[i].word[0] > '9' {
		return 0, i, false
	}
	return d.number(i)
}

var (
	dayNumbers = []string{"day.1", "day.2", "day.3", "day.4", "day.5", "day.6"}
	dayUnits   = []string{"day.days", "day.weeks", "day.months", "day.years"}
	dayMonths  = []string{
		"month.1", "month.2", "month.3", "month.4", "month.5", "month.6",
		"month.7", "month.8", "month.9", "month.10", "month.11", "month.12",
	}
	dayNames = []string{"weekday.0", "weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6"}
)

// ago reads "3 weeks ago", "a year ago", "for 2 months".
func (d days) ago(i int) (Span, bool) {
	n, end, ok := d.number(i)
	if !ok || n < 1 || n > 99 {
		return Span{}, false
	}
	unit, end := d.meaning(end, dayUnits...)
	if back, _ := d.meaning(end, "day.ago"); unit == "" || back == "" {
		return Span{}, false
	}
	return d.whole(d.back(unit, -n), unit), true
}

func (d days) back(unit string, n int) casework.Date {
	switch unit {
	case "day.weeks":
		return d.today.Add(7 * n)
	case "day.months":
		return d.today.AddMonths(n)
	case "day.years":
		return d.today.AddMonths(12 * n)
	}
	return d.today.Add(n)
}

// whole is the day, week, month or year around a day: as exactly as it was said.
func (d days) whole(day casework.Date, unit string) Span {
	switch unit {
	case "day.weeks":
		monday := day.Add(-(int(day.Weekday()) + 6) % 7)
		return Span{monday, monday.Add(6)}
	case "day.months":
		return month(day.Year, day.Month)
	case "day.years":
		return Span{casework.Date{Year: day.Year, Month: time.January, Day: 1}, casework.Date{Year: day.Year, Month: time.December, Day: 31}}
	}
	return Span{day, day}
}

func month(year int, m time.Month) Span {
	first := casework.Date{Year: year, Month: m, Day: 1}
	return Span{first, first.AddMonths(1).Add(-1)}
}

// numbers reads "12/3", "12.3.26" and "12/03/2026": the day comes first. A
// fraction, a time and a telephone number are none.
func (d days) numbers(i int) (Span, bool) {
	if i+1 >= len(d.toks) || !d.dated(i) {
		return Span{}, false
	}
	day, _ := strconv.Atoi(d.toks[i].word)
	m, _ := strconv.Atoi(d.toks[i+1].word)
	year, known := 0, false
	if known = i+2 < len(d.toks) && d.dated(i+1); known {
		year, _ = strconv.Atoi(d.toks[i+2].word)
	}
	sign := d.text[d.toks[i].end]
	if before, _ := d.meaning(i-1, "day.in", "day.on"); !known && (sign == '.' || before == "" && (m == 10 || day == 24 && m == 7)) {
		return Span{}, false // "8.10", "10/10" and "24/7" are other things
	}
	return d.on(day, time.Month(m), year)
}

// dated tells whether two numbers are joined as those of a date are.
func (d days) dated(i int) bool {
	a, b := d.toks[i], d.toks[i+1]
	if _, err := strconv.Atoi(a.word); err != nil || len(a.word) > 2 {
		return false
	}
	_, err := strconv.Atoi(b.word)
	return err == nil && (len(b.word) <= 2 || len(b.word) == 4) && b.start == a.end+1 && strings.ContainsRune("/.-", rune(d.text[a.end]))
}

// on is a day that was written as numbers, in the latest year that is not ahead
// where none was written.
func (d days) on(day int, m time.Month, year int) (Span, bool) {
	if day < 1 || m < 1 || m > 12 || year < 0 {
		return Span{}, false
	}
	switch {
	case year == 0:
		year = d.today.Year
		if d.today.Before(casework.Date{Year: year, Month: m, Day: day}) {
			year--
		}
	case year < 100:
		year += 2000
	}
	if year < 1950 || year > d.today.Year+10 || day > month(year, m).To.Day {
		return Span{}, false
	}
	at := casework.Date{Year: year, Month: m, Day: day}
	return Span{at, at}, true
}

// ofMonth reads "12th march", "march 12 2026", "since september", "in march 26".
func (d days) ofMonth(i int) (Span, bool) {
	name, end := d.meaning(i, dayMonths...)
	m := time.Month(indexOf(dayMonths, name) + 1)
	if m == 0 {
		return Span{}, false
	}
	year := 0
	if n, _, ok := d.digits(end); ok && n > 31 {
		year = n
	}
	if n, _, ok := d.digits(i - 1); ok {
		return d.on(n, m, year)
	}
	if of, _ := d.meaning(i-1, "day.of"); of != "" {
		if n, _, ok := d.digits(i - 2); ok {
			return d.on(n, m, year)
		}
	}
	if n, _, ok := d.digits(end); ok && year == 0 {
		return d.on(n, m, 0)
	}
	if before, _ := d.meaning(i-1, "day.in", "day.last"); before == "" && year == 0 {
		return Span{}, false // "may" and "march" are words of their own
	}
	if year == 0 {
		year = d.today.Year
		if m > d.today.Month {
			year--
		}
	}
	return month(year, m), year >= 1950 && year <= d.today.Year+10
}

func indexOf(all []string, one string) int {
	for i, s := range all {
		if s == one {
			return i
		}
	}
	return -1
}

// relative reads "today", "last tuesday", "next week", "this month", "over a
// year ago" and "last year".
func (d days) relative(i int) (Span, bool) {
	for _, near := range []struct {
		meaning string
		days    int
	}{{"day.today", 0}, {"day.yesterday", -1}, {"day.tomorrow", 1}} {
		if m, _ := d.meaning(i, near.meaning); m != "" {
			at := d.today.Add(near.days)
			return Span{at, at}, true
		}
	}
	which, end := d.meaning(i, "day.last", "day.this", "day.next")
	bare := false
	step := map[string]int{"day.last": -1, "day.next": 1}[which]
	if which != "" {
		if unit, _ := d.meaning(end, dayUnits...); unit != "" && unit != "day.days" {
			return d.whole(d.back(unit, step), unit), true
		}
	}
	if name, _ := d.meaning(i, dayNames...); which == "" && name != "" {
		which, end, bare = "day.last", i, true
		if before, _ := d.meaning(i-1, "day.last", "day.this", "day.next"); before != "" {
			return Span{}, false
		}
	}
	name, _ := d.meaning(end, dayNames...)
	if which == "" || name == "" {
		return Span{}, false
	}
	back := (int(d.today.Weekday()) - indexOf(dayNames, name) + 7) % 7 // days since
	switch {
	case which == "day.last" && back == 0 && !bare:
		back = 7
	case which == "day.next", which == "day.this" && back > 0:
		back -= 7
	}
	at := d.today.Add(-back)
	return Span{at, at}, true
}

// season reads feasts, whose day is the same each year: "before xmas".
func (d days) season(i int) (Span, bool) {
	for _, feast := range []struct {
		meaning string
		day     int
		month   time.Month
	}{{"day.christmas", 25, time.December}, {"day.new_year", 1, time.January}, {"day.halloween", 31, time.October}, {"day.bonfire", 5, time.November}, {"day.valentines", 14, time.February}} {
		if m, _ := d.meaning(i, feast.meaning); m != "" {
			return d.on(feast.day, feast.month, 0)
		}
	}
	return Span{}, false
}
