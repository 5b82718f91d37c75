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
	for len(toks) > 1 && l.is(toks[:1], "leading") {
		toks = toks[1:]
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
	for _, r := range []Reply{ReplyYes, ReplyNo, ReplyLater, ReplyExplain, ReplyHuman} {
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
	times, secret, hangs := d.atTimes(), d.ifNobodyKnows(), d.hangs()
	d.lastWord()
	d.weigh()
	d.turnRound()
	d.correct()
	d.whoAlone()
	yesNo := d.yesNo()
	led := d.led(yesNo)
	switch {
	case d.has("human") && !led && !d.refused("human") && !d.starts("explain") && !(d.has("chosen.who") && d.has("later")):
		return ReplyHuman
	case d.has("explain") && d.asks(yesNo) && !d.starts("unsure") && !(led && d.arranges()), d.onlyAsks():
		return ReplyExplain
	case d.tells() && (len(d.found) == 0 || d.found[0].start > 0):
		return ReplyUnclear // what others do is no answer
	case d.has("chosen") && !(len(yesNo) > 0 && yesNo[0].meaning == "no"):
		return ReplyChosen
	case d.has("later") && !(led && d.short("later")):
		return ReplyLater
	case d.has("unsure") && !d.firmer(yesNo), d.has("unsure.weak") && !led && !d.settles(yesNo), len(yesNo) == 0 && hangs:
		return ReplyUnsure
	case len(yesNo) == 0 || len(d.toks) > 12 && yesNo[0].start > 3:
		return ReplyUnclear
	}
	reply := d.plainly(yesNo)
	if reply == ReplyYes && times || (reply == ReplyYes || hangs) && secret {
		return ReplyUnsure
	}
	return reply
}

// plainly takes the first yes or no ("no, yes would be too much"), but where
// several stand next to each other the last ("yeah no", "nah yeah nah").
func (d decision) plainly(yesNo []match) Reply {
	first := yesNo[0]
	last := yesNo[len(yesNo)-1]
	if last.meaning == "no" && first.meaning == "yes" && !d.hangs() && !d.atTimes() && !d.l.has(d.toks[:last.start], "but", "asking") {
		ends := last.end == len(d.toks) && d.says(last, "no", "nah", "nope")
		if ends || last.words() > 1 && !d.plainYes(first) {
			return ReplyNo // "its ok thanks no", "its alright ill manage"
		}
	}
	for _, next := range yesNo[1:] {
		same := next.meaning == first.meaning
		word := next.words() == 1 && next.meaning == "yes" || next.meaning == "no" && d.says(next, "no", "nah", "nope", "na")
		if next.start != first.end || d.toks[next.start].stop || !word || !same && d.toks[next.start].same == "please" {
			break
		}
		first = next
	}
	return Reply(first.meaning)
}

// settles tells whether a yes or no comes behind "up to you".
func (d decision) settles(yesNo []match) bool {
	for _, m := range d.found {
		if m.meaning == "unsure.weak" {
			return len(yesNo) > 0 && (yesNo[0].start == 0 || yesNo[len(yesNo)-1].start >= m.end)
		}
	}
	return false
}

// plainYes tells whether a yes begins with the word itself.
func (d decision) plainYes(m match) bool { return d.l.is(d.toks[m.start:m.start+1], "yes") }

// atTimes tells whether a text begins with when its answer holds.
func (d decision) atTimes() bool {
	_, ok := d.l.begins(d.toks, "at times")
	return ok
}

// refused tells whether "dont" or a no stands right before a meaning.
func (d decision) refused(meaning string) bool {
	for i := 1; i < len(d.found); i++ {
		before, m := d.found[i-1], d.found[i]
		if m.meaning == meaning && m.start == before.end && (before.meaning == "no" || before.meaning == "negator") {
			return true
		}
	}
	return false
}

// hangs tells whether a text begins with what it depends on: "only if", or "if"
// and what is no plain yes.
func (d decision) hangs() bool {
	end, ok := d.l.begins(d.toks, "condition")
	return ok && (end > 1 || d.l.has(d.toks, "condition.secret") || d.l.has(d.toks, "yes"))
}

// ifNobodyKnows tells whether an answer hangs on somebody not being told, which
// is no plain yes.
func (d decision) ifNobodyKnows() bool {
	for _, m := range d.l.find(d.toks, "condition") {
		if d.l.has(d.toks[m.end:], "condition.secret") {
			return true
		}
	}
	return false
}

// whoAlone takes somebody's name for a choice ("my nan jean") where nothing
// else is said, and drops it elsewhere: people are in every complaint.
func (d *decision) whoAlone() {
	for i, m := range d.found {
		if m.meaning != "chosen.who" {
			continue
		}
		alone := m.start <= 4 && len(d.toks)-m.end <= 3 && !d.l.has(d.toks, "grievance") &&
			(m.start == 0 || !connects(d.toks[m.start-1].word))
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

// led tells whether a message starts with a plain yes or no.
func (d decision) led(yesNo []match) bool {
	if len(yesNo) == 0 || yesNo[0].start > 0 || d.toks[0].same == "please" {
		return false
	}
	return yesNo[0].words() == 1 || yesNo[0].meaning == "no" || d.l.is(d.toks[:1], "yes") && !d.l.is(d.toks[:1], "yes.weak")
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

// arranges tells whether somebody who says yes only asks how it will go. Words
// that ask what it is, who will know or what it costs are no yes yet.
func (d decision) arranges() bool {
	if d.found[0].meaning != "yes" || d.l.has(d.toks, "but") {
		return false
	}
	if len(d.toks) > 1 && d.toks[1].same == "please" && !d.l.has(d.toks, "asking") {
		return true
	}
	return d.l.has(d.toks, "arranging") && !d.l.has(d.toks, "condition.secret")
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
		sign := d.toks[m.start].word == "?" && (d.has("unsure") || d.has("later"))
		if m.meaning == "explain" && (m.words() > 1 || len(yesNo) == 0 && !sign) {
			return true
		}
	}
	return false
}

// settled tells whether a no that leads stands in spite of a doubt far behind
// it: "no thank you i dont like people i dont know".
func (d decision) settled(no, doubt match) bool {
	return no.words() > 1 && (doubt.words() == 1 || doubt.start > no.end+2)
}

// firmer tells whether a yes or no outweighs a doubt: "er yes", "hmm go on
// then", "not sure but yeah".
func (d decision) firmer(yesNo []match) bool {
	if len(yesNo) == 0 {
		return false
	}
	last := yesNo[len(yesNo)-1]
	for _, m := range d.found {
		if m.meaning != "unsure" || yesNo[0].meaning == "no" && yesNo[0].start == 0 && d.settled(yesNo[0], m) {
			continue
		}
		but := last.start > m.end && d.l.has(d.toks[m.end:last.start], "but")
		if !but && (m.words() > 1 || m.start > yesNo[0].start || len(d.toks[m.start].word) > 4) {
			return false
		}
	}
	return true
}
