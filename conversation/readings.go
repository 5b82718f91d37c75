package conversation

import (
	"slices"
	"strings"
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

var numberWords = map[string]int{
	"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "one": 1, "two": 2, "three": 3, "four": 4,
	"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
	"1️⃣": 1, "2️⃣": 2, "3️⃣": 3, "4️⃣": 4,
}

var menuFillers = []string{"number", "no", "option", "nr", "num", "the", "pls", "please", "choice", "answer", "i", "pick", "choose", "say", "ill", "go", "for", "with", "one", "yes", "its", "ok", "thanks", "ta", "mate", "bro", "x", "sorry", "lol", "m8"}

// menuNumber reads "1", "1.", "option 2", "no. 3 please", "1 yes".
func menuNumber(toks []token) (int, bool) {
	if len(toks) == 0 || len(toks) > 4 {
		return 0, false
	}
	if n, ok := numberWords[toks[0].word]; ok {
		if allFillers(toks[1:]) || toks[0].word[0] <= '9' && !moreNumbers(toks[1:]) {
			return n, true
		}
	}
	if len(toks) == 3 && toks[0].word == "the" && toks[2].word == "1" { // "the second 1"
		toks = toks[:2]
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
