package mailbox

import "strings"

// This file parts what somebody wrote now from what they only quoted. The
// rules are: nothing is lost, what is hidden stands in its order in the other
// text; an answer between quoted lines is theirs and is seen; what was
// forwarded to be read is seen; where everything would be hidden by a guess,
// nothing is.

// lines is a text on its way through the rules.
type lines struct {
	all     []string
	visible []string
	hidden  []string
	reply   bool // the mail answers another
	forward bool // its subject says that it passes one on
	guessed bool // something was hidden that bears no quote mark
	said    bool // something to be seen was found
	marked  int  // the last line with a quote mark
	clear   int  // up to here block found no mark
}

// hide parts a text into what is to be seen and what is hidden.
func hide(text string, reply, forward bool) (visible, hidden string) {
	l := &lines{all: strings.Split(text, "\n"), reply: reply, forward: forward, marked: -1}
	for i, line := range l.all {
		if quoted(line) {
			l.marked = i
		}
	}
	for at := 0; at < len(l.all); {
		at = l.take(at)
	}
	visible, hidden = tidy(l.visible), tidy(l.hidden)
	if visible == "" && (l.guessed || !reply) {
		return tidy(l.all), ""
	}
	return visible, hidden
}

// take sorts the line at a place, with those that belong to it, and returns
// the place of the next.
func (l *lines) take(at int) int {
	line := l.all[at]
	switch {
	case l.forward && forwardLine.MatchString(strings.TrimLeft(line, "> ")): // Apple Mail quotes it too
		return l.show(at, len(l.all))
	case quoted(line):
		return l.hide(at, at+1)
	case forwardLine.MatchString(line):
		return l.show(at, len(l.all))
	case sentFrom.MatchString(line):
		return l.hide(at, at+1)
	case l.signature(at):
		return l.hide(at, l.block(at, len(l.all)))
	case originalLine.MatchString(line):
		return l.rest(at)
	case l.headerBlock(at):
		if l.forward {
			return l.show(at, len(l.all))
		}
		return l.rest(at)
	}
	if n := l.attribution(at); n > 0 {
		return l.attributed(at, at+n)
	}
	return l.show(at, at+1)
}

func (l *lines) show(from, to int) int {
	l.said = l.said || !blank(l.all[from]) || to > from+1
	l.visible = append(l.visible, l.all[from:to]...)
	return to
}

func (l *lines) hide(from, to int) int {
	l.hidden = append(l.hidden, l.all[from:to]...)
	return to
}

// rest hides everything from a place on.
func (l *lines) rest(from int) int {
	l.guessed = true
	return l.hide(from, len(l.all))
}

// attributed hides "On ... wrote:" and, if the quote below it has no marks, all
// that follows. If it has, it hides itself alone, for answers may stand below.
func (l *lines) attributed(from, to int) int {
	next := to
	for next < len(l.all) && blank(l.all[next]) {
		next++
	}
	switch {
	case next == len(l.all):
		return l.hide(from, to)
	case quoted(l.all[next]):
		return l.hide(from, to)
	case !l.reply || !certain.MatchString(strings.Join(l.all[from:to], " ")):
		return l.show(from, to) // somebody tells what somebody wrote
	case l.marked > to && !l.said:
		return l.hide(from, to) // the first answer comes before the first mark
	}
	return l.rest(from)
}

// signature tells whether a signature begins here: "-- " marks one of any
// length, a bare "--" only a short one.
func (l *lines) signature(at int) bool {
	switch l.all[at] {
	case "-- ":
		return true
	case "--":
		return l.block(at, at+shortSignature+1)-at <= shortSignature
	}
	return false
}

// shortSignature is a name, an address, telephones and a motto.
const shortSignature = 12

// block returns where what was written in one go ends, at a quote, or the
// limit where it goes on so far. What was looked through is not again.
func (l *lines) block(at, limit int) int {
	end := max(at+1, l.clear)
	for end < min(limit, len(l.all)) && !l.mark(end) {
		end++
	}
	l.clear = end
	return end
}

// mark tells whether a mailer's mark of a quote stands at a place.
func (l *lines) mark(at int) bool {
	return quoted(l.all[at]) || originalLine.MatchString(l.all[at]) || l.attribution(at) > 0 || l.headerBlock(at)
}

func quoted(line string) bool { return strings.HasPrefix(strings.TrimPrefix(line, " "), ">") }

func blank(line string) bool { return strings.TrimSpace(line) == "" }

// tidy joins lines, without blanks at their ends, nor more than one blank line
// in a row, nor any at the start or end.
func tidy(all []string) string {
	var out []string
	for _, line := range all {
		line = strings.TrimRight(line, " \t\u00a0")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
