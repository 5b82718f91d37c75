package conversation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"heard/casework"
)

// This file reads when it is safe to write: "not after 8", "only after school",
// "between 4 and 6", "mornings only", "not weekends". The rules are: where a
// time could be either, the reading is the one that leaves fewer hours; what
// somebody else does then ("she is home after 8") is not read at all, and is
// kept in their words.

// unread stands for a time of day that was not said.
const unread casework.Clock = -1

// The hours that people mean without naming them.
const (
	schoolEnds  = casework.Clock(16 * 60)
	noon        = casework.Clock(12 * 60)
	eveningFrom = casework.Clock(17 * 60)
)

// safeHours returns the hours and days of a text, if it has any.
func (l *Lexicon) safeHours(toks []token) (s casework.SetSafeContact, ok bool) {
	from, to := l.clocks(toks)
	if from == unread && to == unread {
		from, to = l.dayParts(toks)
	}
	if from != unread && to != unread && from >= to {
		return s, false
	}
	if from != unread {
		s.NotBefore = clockText(from)
	}
	if to != unread {
		s.NotAfter = clockText(to)
	}
	s.Days = l.days(toks)
	return s, s != casework.SetSafeContact{}
}

// ofOthers tells whether a text tells of somebody else, and does not say that
// it is of when to write.
func (l *Lexicon) ofOthers(toks []token) bool {
	return l.has(toks, "hours.others") && !l.has(toks, "hours.only")
}

// negated tells whether one of the words right before a place turns it round.
func (l *Lexicon) negated(toks []token, i int) bool {
	return l.has(toks[max(0, i-mostTurned):i], "hours.not")
}

// mostTurned is how many words before it a "not" still turns a time round:
// "dont text me after 8".
const mostTurned = 4

// clocks finds times of day that are written as numbers.
func (l *Lexicon) clocks(toks []token) (from, to casework.Clock) {
	from, to = unread, unread
	for i := range toks {
		a, next, ok := clockAt(toks, i)
		if !ok || i == 0 && next == len(toks) {
			continue
		}
		not := l.negated(toks, max(0, i-1))
		if next+1 < len(toks) && l.joinsHours(toks, i, next) {
			if b, _, ok := clockAt(toks, next+1); ok && !not {
				return fromTo(a, b)
			}
		}
		if i == 0 {
			continue
		}
		_, after := l.at(toks, i-1, []string{"hours.after"})
		_, before := l.at(toks, i-1, []string{"hours.before"})
		switch {
		case after && not, before && !not:
			to = a.evening()
		case after && !l.ofOthers(toks), before && not:
			from = a.evening()
		}
	}
	return from, to
}

// joinsHours tells whether a word joins two times: "4 to 6", "between 4 and 6".
func (l *Lexicon) joinsHours(toks []token, i, at int) bool {
	if l.has(toks[at:at+1], "hours.and") {
		return i > 0 && l.has(toks[i-1:i], "hours.between")
	}
	return l.has(toks[at:at+1], "hours.to")
}

// hour is a time of day as it was written.
type hour struct {
	clock casework.Clock // as on a clock face, where no half was named
	named bool           // the half of the day was named
}

// evening takes an hour of either half for one of the evening: nobody asks not
// to be texted after 8 in the morning, and "after 4" is not the night.
func (h hour) evening() casework.Clock {
	if !h.named && h.clock < noon {
		return h.clock + noon
	}
	return h.clock
}

// fromTo reads "4 to 6", "9 to 5", "8 to 10pm". "8 to 10" may be either half
// of the day, and is not read.
func fromTo(a, b hour) (from, to casework.Clock) {
	from, to = a.clock, b.clock
	switch {
	case !a.named && !b.named && from < 7*60 && to < noon:
		from, to = from+noon, to+noon // before seven in the morning nobody is up
	case !a.named && b.named && to >= noon && from+noon < to:
		from += noon
	case !a.named && !b.named && from < to && to < noon:
		return unread, unread
	}
	if !b.named && to <= from {
		to += noon
	}
	if from >= to || to > 24*60 {
		return unread, unread
	}
	return from, to
}

// clockAt reads "8", "8pm", "8 pm", "830", "8:30", "half 7", "20:15", "noon", and
// returns where it ends.
func clockAt(toks []token, i int) (h hour, next int, ok bool) {
	switch word := toks[i].word; {
	case word == "noon", word == "midday":
		return hour{noon, true}, i + 1, true
	case word == "half" && i+1 < len(toks):
		j := i + 1
		if toks[j].word == "past" && j+1 < len(toks) {
			j++
		}
		h, next, ok = clockAt(toks, j)
		h.clock += 30
		return h, next, ok && h.clock%60 == 30
	}
	word := toks[i].word
	if word[0] < '0' || word[0] > '9' {
		return h, i, false // as most words
	}
	digits := strings.TrimRight(word, "apm")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || len(digits) > 4 {
		return h, i, false
	}
	half, next := word[len(digits):], i+1
	minute := 0
	if len(digits) > 2 {
		n, minute = n/100, n%100
	} else if next < len(toks) && len(toks[next].word) == 2 && toks[next].start == toks[i].end+1 {
		if m, err := strconv.Atoi(toks[next].word); err == nil {
			minute, next = m, next+1
		}
	}
	if half == "" && next < len(toks) && (toks[next].word == "am" || toks[next].word == "pm") {
		half, next = toks[next].word, next+1
	}
	switch {
	case n > 23 || minute > 59 || half != "" && (n == 0 || n > 12):
		return h, i, false
	case half == "pm" && n < 12:
		n += 12
	case half == "am" && n == 12:
		n = 0
	}
	return hour{casework.Clock(n*60 + minute), half != "" || n > 12}, next, true
}

// dayParts reads "after school", "mornings only", "not in the evening".
func (l *Lexicon) dayParts(toks []token) (from, to casework.Clock) {
	for i := range toks {
		m, ok := l.at(toks, i, []string{"hours.school", "hours.morning", "hours.afternoon", "hours.evening"})
		if !ok {
			continue
		}
		not := l.negated(toks, i)
		if !not && l.ofOthers(toks) {
			return unread, unread
		}
		switch {
		case m.meaning == "hours.school" && !not:
			return schoolEnds, unread
		case m.meaning == "hours.morning" && !not:
			return unread, noon
		case m.meaning == "hours.morning":
			return noon, unread
		case m.meaning == "hours.afternoon" && !not:
			return noon, eveningFrom
		case m.meaning == "hours.evening" && !not:
			return eveningFrom, unread
		case m.meaning == "hours.evening":
			return unread, eveningFrom
		}
	}
	return unread, unread
}

const (
	weekdays = "mon tue wed thu fri"
	weekend  = "sat sun"
)

// daysMeant are the meanings of phrases for days, named by the days.
var daysMeant = []string{
	"days.mon_tue_wed_thu_fri", "days.sat_sun",
	"days.mon", "days.tue", "days.wed", "days.thu", "days.fri", "days.sat", "days.sun",
}

// days reads which days are the only ones: "weekdays", "not on tuesdays".
func (l *Lexicon) days(toks []token) string {
	var named []string
	not := false
	for i := range toks {
		if m, ok := l.at(toks, i, daysMeant); ok {
			named = append(named, strings.Split(strings.TrimPrefix(m.meaning, "days."), "_")...)
			not = not || l.negated(toks, i)
		}
	}
	if len(named) == 0 || !not && l.ofOthers(toks) {
		return ""
	}
	var only []string
	for d := time.Monday; d <= time.Saturday+1; d++ {
		name := casework.DayNames[d%7]
		if slices.Contains(named, name) != not {
			only = append(only, name)
		}
	}
	return strings.Join(only, " ")
}

// sayHours says which hours and days were understood.
func (t *turn) sayHours(a casework.SetSafeContact) {
	from, to := clockBlank(a.NotBefore), clockBlank(a.NotAfter)
	switch {
	case a.NotBefore != "" && a.NotAfter != "":
		t.say("ack.between", casework.Blanks{"clock": from, "until": to})
	case a.NotBefore != "":
		t.say("ack.not_before", casework.Blanks{"clock": from})
	case a.NotAfter != "":
		t.say("ack.not_after", casework.Blanks{"clock": to})
	}
	switch a.Days {
	case "":
	case weekdays:
		t.say("ack.weekdays")
	case weekend:
		t.say("ack.weekends")
	default:
		t.say("ack.days")
	}
	t.say("ack.wipe")
}

func clockBlank(text string) casework.Blank {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return casework.Blank{}
	}
	return casework.ClockBlank(casework.Clock(t.Hour()*60 + t.Minute()))
}

func clockText(c casework.Clock) string {
	c = min(c, 23*60+59)
	return strconv.Itoa(100 + int(c)/60)[1:] + ":" + strconv.Itoa(100 + int(c)%60)[1:]
}
