package conversation

import "slices"

// This file weighs what was found in an answer. What is plain counts; a word
// such as "fine" or "never" counts only where it leads or stands nearly alone,
// for it is a word of any complaint as well.

// reply reads the words of an answer. A menu's number counts only where it
// leads; words that ask come before words that answer.
func (l *Lexicon) reply(toks []token, menu []Reply) Reply {
	if len(toks) == 0 {
		return ReplyUnclear
	}
	if l.is(toks, "stop", "stop.texts") {
		return ReplyStop
	}
	if n, ok := menuNumber(toks); ok {
		if n <= len(menu) {
			return menu[n-1]
		}
		return ReplyUnclear
	}
	if reply, ok := l.alone(toks); ok {
		return reply
	}
	if slices.Contains(menu, ReplyChosen) && l.is(toks, "chosen.alone") {
		return ReplyChosen
	}
	d := decision{l: l, toks: toks, found: l.find(toks, answers...)}
	if slices.Contains(menu, ReplyChosen) {
		d.found = l.find(toks, answersOrChosen...)
	}
	if l.saidByOthers(toks) {
		return ReplyUnclear
	}
	return d.read()
}

// saidByOthers tells whether a text begins with what somebody else said: "my
// carer said no" is no answer of whoever writes.
func (l *Lexicon) saidByOthers(toks []token) bool {
	_, ok := l.begins(toks, "others_said")
	return ok
}

var (
	answers = []string{"correction", "explain", "human", "later", "unsure", "unsure.weak", "no", "yes", "no.weak", "yes.weak", "yes.end", "negator"}

	answersOrChosen = append(slices.Clip(answers), "chosen", "chosen.who")
)

// alone reads what is an answer only as the whole of a message.
func (l *Lexicon) alone(toks []token) (Reply, bool) {
	for _, r := range []Reply{ReplyYes, ReplyNo, ReplyExplain, ReplyHuman} {
		if l.is(toks, string(r)+".alone") {
			if r == ReplyYes && toks[len(toks)-1].word == "?" {
				return ReplyExplain, true // "y?"
			}
			return r, true
		}
	}
	return "", false
}

// decision is the weighing of one answer.
type decision struct {
	l     *Lexicon
	toks  []token
	found []match
}

// read weighs what was found, in this order: a person, an explanation,
// somebody of one's own, not now, not sure; else yes or no.
func (d decision) read() Reply {
	d.weigh()
	d.turnRound()
	d.correct()
	d.whoAlone()
	yesNo := d.yesNo()
	led := d.led(yesNo)
	switch {
	case d.has("human") && !led && !d.starts("explain") && !(d.has("chosen.who") && d.has("later")):
		return ReplyHuman
	case d.has("explain") && d.asks(yesNo) && !d.starts("unsure"), d.onlyAsks():
		return ReplyExplain
	case d.tells() && (len(d.found) == 0 || d.found[0].start > 0):
		return ReplyUnclear // what others do is no answer
	case d.has("chosen") && !(len(yesNo) > 0 && yesNo[0].meaning == "no"):
		return ReplyChosen
	case d.has("later") && !(led && d.short("later")):
		return ReplyLater
	case d.has("unsure") && !d.firmer(yesNo), d.has("unsure.weak") && !led:
		return ReplyUnsure
	case len(yesNo) == 0 || len(d.toks) > 12 && yesNo[0].start > 3:
		return ReplyUnclear
	}
	return d.plainly(yesNo)
}

// plainly takes the first yes or no ("no, yes would be too much"), but where
// two stand next to each other the second ("yeah no").
func (d decision) plainly(yesNo []match) Reply {
	first := yesNo[0]
	if len(yesNo) == 1 {
		return Reply(first.meaning)
	}
	second := yesNo[1]
	if second.meaning != first.meaning && second.start == first.end && !d.toks[second.start].stop &&
		second.words() == 1 && d.toks[second.start].same != "please" {
		return Reply(second.meaning)
	}
	return Reply(first.meaning)
}

// whoAlone takes somebody's name for a choice ("my nan jean") where nothing
// else is said, and drops it elsewhere: people are in every complaint.
func (d *decision) whoAlone() {
	for i, m := range d.found {
		if m.meaning != "chosen.who" {
			continue
		}
		alone := m.start <= 4 && len(d.toks)-m.end <= 3
		if alone && !d.has("unsure") && !d.has("later") {
			d.found[i].meaning = "chosen"
		}
	}
}

// A weak word counts where a message has no more words than this.
const (
	mostForNo  = 6 // and only where it leads
	mostForOne = 3 // a single word, such as "never"
)

// weigh turns weak words into answers where they count, and drops them
// elsewhere.
func (d *decision) weigh() {
	kept := d.found[:0]
	for _, m := range d.found {
		switch m.meaning {
		case "yes.weak":
			if m.start > 1 || m.start == 1 && d.tells() {
				continue
			}
			m.meaning = "yes"
		case "yes.end":
			if m.end < len(d.toks) {
				continue
			}
			m.meaning = "yes"
		case "no.weak":
			if m.start > 1 || len(d.toks) > mostForNo || m.words() == 1 && (m.start > 0 || len(d.toks) > mostForOne) {
				continue
			}
			m.meaning = "no"
		}
		kept = append(kept, m)
	}
	d.found = kept
}

// tells tells whether a message begins as more of a complaint does: "he is".
func (d *decision) tells() bool {
	_, ok := d.l.begins(d.toks, "telling")
	return ok && d.toks[0].same != "it" && d.toks[0].same != "its"
}

// turnRound makes a no of a yes that stands right behind "not".
func (d *decision) turnRound() {
	for i := 1; i < len(d.found); i++ {
		before, m := d.found[i-1], &d.found[i]
		negated := before.meaning == "negator" || before.meaning == "no" && before.words() == 1 && d.l.negates(d.toks[before.start])
		if negated && m.meaning == "yes" && m.start == before.end {
			m.meaning = "no"
		}
	}
}

func (l *Lexicon) negates(t token) bool {
	return l.is([]token{t}, "negator")
}

// correct drops what was said before somebody put themselves right.
func (d *decision) correct() {
	for i := len(d.found) - 1; i >= 0; i-- {
		if d.found[i].meaning != "correction" {
			continue
		}
		rest := decision{d.l, d.toks, d.found[i+1:]}
		if len(rest.yesNo()) > 0 || rest.has("unsure") || rest.has("chosen") {
			d.found = d.found[i+1:]
			return
		}
	}
}

// led tells whether a message starts with a plain yes or no.
func (d decision) led(yesNo []match) bool {
	if len(yesNo) == 0 || yesNo[0].start > 0 || d.toks[0].same == "please" {
		return false
	}
	return yesNo[0].words() == 1 || yesNo[0].meaning == "no"
}

// onlyAsks tells whether a message begins as a question does, and not as an
// answer or a wish does ("do it", "can i have one").
func (d decision) onlyAsks() bool {
	end, ok := d.l.begins(d.toks, "asking")
	if !ok {
		return false
	}
	for _, m := range d.found {
		if m.start == 0 && m.end >= end && (m.meaning != "explain" && m.meaning != "negator") {
			return false
		}
	}
	return true
}

// starts tells whether a message starts with more than a word of a meaning.
func (d decision) starts(meaning string) bool {
	return len(d.found) > 0 && d.found[0].meaning == meaning && d.found[0].start == 0 &&
		(d.found[0].words() > 1 || len(d.toks[0].word) > len("hmmmm"))
}

// short tells whether a meaning was found in single words only.
func (d decision) short(meaning string) bool {
	return !slices.ContainsFunc(d.found, func(m match) bool { return m.meaning == meaning && m.words() > 1 })
}

func (d decision) has(meaning string) bool {
	return slices.ContainsFunc(d.found, func(m match) bool { return m.meaning == meaning })
}

func (d decision) yesNo() []match {
	out := make([]match, 0, len(d.found))
	for _, m := range d.found {
		if m.meaning == "yes" || m.meaning == "no" {
			out = append(out, m)
		}
	}
	return out
}

// asks tells whether an explanation is asked for rather than an answer given
// with a question mark behind it ("yes? please").
func (d decision) asks(yesNo []match) bool {
	for _, m := range d.found {
		if m.meaning == "explain" && (m.words() > 1 || len(yesNo) == 0) {
			return true
		}
	}
	return false
}

// firmer tells whether a yes or no outweighs a doubt: "er yes", "hmm go on
// then", "not sure but yeah".
func (d decision) firmer(yesNo []match) bool {
	if len(yesNo) == 0 {
		return false
	}
	last := yesNo[len(yesNo)-1]
	for _, m := range d.found {
		if m.meaning != "unsure" {
			continue
		}
		but := last.start > m.end && d.l.has(d.toks[m.end:last.start], "but")
		if !but && (m.words() > 1 || m.start > yesNo[0].start || len(d.toks[m.start].word) > 4) {
			return false
		}
	}
	return true
}
