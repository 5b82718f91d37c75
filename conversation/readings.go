package conversation

import (
	"slices"
	"strings"

	"heard/casework"
)

// This file reads replies to questions that can be answered in a word. A
// reading is never a guess: what is not plain is unclear, and is asked again.

// Reply is how an answer was read.
type Reply string

// The readings of a reply.
const (
	ReplyYes     Reply = "yes"
	ReplyNo      Reply = "no"
	ReplyUnsure  Reply = "unsure"
	ReplyLater   Reply = "later"
	ReplyChosen  Reply = "chosen"
	ReplyExplain Reply = "explain"
	ReplyHuman   Reply = "human"
	ReplyStop    Reply = "stop"
	ReplyUnclear Reply = "unclear"
)

// Menus are what the numbered choices of the questions stand for.
var (
	menuYesNo    = []Reply{ReplyYes, ReplyNo, ReplyUnsure}
	menuAdvocate = []Reply{ReplyYes, ReplyNo, ReplyLater, ReplyChosen}
)

// YesNo reads a reply to a question of yes or no.
func (l *Lexicon) YesNo(text string) Reply {
	r := l.reply(l.tokens(text), menuYesNo)
	switch r {
	case ReplyLater:
		return ReplyUnsure
	case ReplyChosen:
		return ReplyYes
	}
	return r
}

// Advocate reads a reply to "Would you like an advocate?".
func (l *Lexicon) Advocate(text string) Reply {
	return l.reply(l.tokens(text), menuAdvocate)
}

// reply reads the words of an answer. A menu's number counts only where it
// leads; words that ask come before words that answer.
func (l *Lexicon) reply(toks []token, menu []Reply) Reply {
	if len(toks) == 0 {
		return ReplyUnclear
	}
	if l.is(toks, "stop") {
		return ReplyStop
	}
	if n, ok := menuNumber(toks); ok {
		if n <= len(menu) {
			return menu[n-1]
		}
		return ReplyUnclear
	}
	meanings := []string{"explain", "human", "later", "unsure", "no", "yes"}
	if slices.Contains(menu, ReplyChosen) {
		meanings = append(meanings, "chosen")
	}
	return decide(toks, l.find(toks, meanings...), len(toks))
}

// decide weighs what was found, in this order: a person, an explanation,
// somebody of one's own, not now, not sure; else yes or no. Of several yes and
// no the first counts ("no, yes would be too much"), but where two stand next
// to each other the second does ("yeah no").
func decide(toks []token, found []match, words int) Reply {
	has := func(meaning string) bool {
		return slices.ContainsFunc(found, func(m match) bool { return m.meaning == meaning })
	}
	yesNo := slices.DeleteFunc(slices.Clone(found), func(m match) bool { return m.meaning != "yes" && m.meaning != "no" })
	switch {
	case has("human"):
		return ReplyHuman
	case has("explain") && asks(found, yesNo):
		return ReplyExplain
	case has("chosen") && !(len(yesNo) > 0 && yesNo[0].meaning == "no"):
		return ReplyChosen
	case has("later"):
		return ReplyLater
	case has("unsure") && !firmer(toks, found, yesNo):
		return ReplyUnsure
	case len(yesNo) == 0 || words > 12 && yesNo[0].start > 3:
		return ReplyUnclear
	}
	first := yesNo[0]
	if len(yesNo) > 1 && yesNo[1].meaning != first.meaning && yesNo[1].start == first.end &&
		!toks[yesNo[1].start].stop && yesNo[1].end-yesNo[1].start == 1 && !strings.HasPrefix(toks[yesNo[1].start].word, "pl") {
		return Reply(yesNo[1].meaning)
	}
	return Reply(first.meaning)
}

// asks tells whether an explanation is asked for rather than an answer given
// with a question mark behind it ("yes? please").
func asks(found, yesNo []match) bool {
	for _, m := range found {
		if m.meaning == "explain" && (m.end-m.start > 1 || len(yesNo) == 0) {
			return true
		}
	}
	return false
}

// firmer tells whether a yes or no outweighs a doubt: "er yes", "hmm go on then".
func firmer(toks []token, found, yesNo []match) bool {
	if len(yesNo) == 0 {
		return false
	}
	for _, m := range found {
		if m.meaning == "unsure" && (m.end-m.start > 1 || m.start > yesNo[0].start || len(toks[m.start].word) > 4) {
			return false
		}
	}
	return true
}

var numberWords = map[string]int{
	"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "one": 1, "two": 2, "three": 3, "four": 4,
	"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
	"1️⃣": 1, "2️⃣": 2, "3️⃣": 3, "4️⃣": 4,
}

var menuFillers = []string{"number", "no", "option", "nr", "num", "the", "pls", "please", "choice", "answer", "i", "pick", "choose", "say", "ill", "go", "for", "with", "one", "yes", "its", "ok", "thanks", "ta"}

// menuNumber reads "1", "1.", "option 2", "no. 3 please", "1 yes".
func menuNumber(toks []token) (int, bool) {
	if len(toks) > 4 {
		return 0, false
	}
	if n, ok := numberWords[toks[0].word]; ok {
		if len(toks) == 1 || toks[0].word[0] <= '9' && !moreNumbers(toks[1:]) {
			return n, true
		}
	}
	for i, t := range toks {
		n, ok := numberWords[t.word]
		if ok && i > 0 && i == len(toks)-1 || ok && i > 0 && allFillers(toks[i+1:]) {
			return n, allFillers(toks[:i])
		}
	}
	return 0, false
}

func moreNumbers(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool { return strings.ContainsAny(t.word, "0123456789") })
}

func allFillers(toks []token) bool {
	return !slices.ContainsFunc(toks, func(t token) bool { return !slices.Contains(menuFillers, t.word) })
}

// Kind reads what somebody is telling us. Anything that says something is
// wrong is a complaint, and so is what is not clearly something else.
func (l *Lexicon) Kind(text string) casework.Kind {
	toks := l.tokens(text)
	if len(toks) == 0 || l.is(toks, "greeting", "thanks", "skip", "yes", "no", "unsure") {
		return casework.Unclear
	}
	if len(toks) == 1 && len(l.find(toks, "grievance", "praise", "idea", "question", "wish")) == 0 {
		return casework.Unclear // one word that says nothing to us
	}
	wrong := len(l.find(toks, "grievance"))
	praise := l.find(toks, "praise")
	switch {
	case len(praise) > 0 && wrong == 0 && !l.has(toks, "idea"):
		return casework.Compliment
	case l.has(toks, "idea") && wrong == 0:
		return casework.Comment
	case l.asksOnly(toks) && wrong == 0:
		return casework.Question
	}
	return casework.Complaint
}

// asksOnly tells whether a text is a question and nothing else.
func (l *Lexicon) asksOnly(toks []token) bool {
	starts := l.find(toks, "question")
	if len(starts) == 0 {
		return false
	}
	return starts[0].start <= 1 && (!l.has(toks, "wish.start") || l.has(toks, "ask.start")) || toks[len(toks)-1].word == "?" && starts[0].start <= 2
}
