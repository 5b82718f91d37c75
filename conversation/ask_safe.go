package conversation

import (
	"strconv"
	"strings"

	"heard/casework"
)

// safe asks whether it is safe to write here. Unanswered means not known to be
// safe.
var safe = question{
	name:   AskSafe,
	needed: func(t *turn) bool { return t.texts() && t.draft.SafeContact.Safe == casework.Unasked },
	ask: func(t *turn, again bool) []casework.Say {
		template := casework.Template("ask.safe")
		if again {
			template = "ask.safe.again"
		}
		return []casework.Say{{Template: template}}
	},
	hear: hearSafe,
}

var menuSafe = []Reply{ReplyYes, ReplyNo, ReplyUnsure}

func hearSafe(t *turn, r reading) bool {
	if not, ok := t.l.notAfter(r.toks); ok {
		t.safe(casework.SetSafeContact{Safe: casework.Sometimes, NotAfter: clockText(not)})
		t.done(AskSafe)
		t.say("ack.not_after", casework.Blanks{"clock": casework.ClockBlank(not)})
		return true
	}
	reply := t.l.reply(r.toks, menuSafe)
	if t.notHere(r) {
		reply = ReplyNo // "please do not text"
	}
	switch reply {
	case ReplyYes:
		t.safe(casework.SetSafeContact{Safe: casework.Yes})
		t.done(AskSafe)
		t.say("thanks.short")
	case ReplyNo:
		t.safe(casework.SetSafeContact{Safe: casework.No})
		t.done(AskSafe)
		t.say("ack.unsafe")
		t.s.Asking = askSafeOther
	case ReplyUnsure, ReplyLater:
		t.sometimes(r)
	default:
		return false
	}
	return true
}

// sometimes takes "only at some times", and what more was said of when. A bare
// "not sure" is not known to be safe.
func (t *turn) sometimes(r reading) {
	answer := casework.Sometimes
	if n, ok := menuNumber(r.toks); !(ok && n == 3) && !t.l.has(r.toks, "sometimes") {
		answer = casework.Unsure
	}
	t.safe(casework.SetSafeContact{Safe: answer})
	t.done(AskSafe)
	if answer == casework.Sometimes {
		t.s.Asking = askSafeWhen
		return
	}
	t.say("ack.safe.unsure")
}

// safeWhen asks which times are safe, of somebody for whom only some are.
var safeWhen = question{
	name:   askSafeWhen,
	needed: never,
	ask:    one("ask.safe.when", "ask.safe.when"),
	hear: func(t *turn, r reading) bool {
		if len(r.toks) == 0 {
			return false
		}
		t.done(askSafeWhen)
		if not, ok := t.l.notAfter(r.toks); ok {
			t.safe(casework.SetSafeContact{NotAfter: clockText(not), Other: r.text})
			t.say("ack.not_after", casework.Blanks{"clock": casework.ClockBlank(not)})
			return true
		}
		t.safe(casework.SetSafeContact{Other: r.text})
		t.say("ack.sometimes")
		return true
	},
}

// safe notes how somebody can safely be written to, on the case and on what is
// known of the contact.
func (t *turn) safe(a casework.SetSafeContact) {
	t.do(a)
	t.contact.Safe = t.draft.SafeContact
}

// notAfter finds a time of day after which no text may come: "not after 8",
// "before 8pm", "til half 7" is not read. An hour without am or pm is one of
// the evening, as nobody asks not to be texted after 8 in the morning.
func (l *Lexicon) notAfter(toks []token) (casework.Clock, bool) {
	for i := range toks {
		if _, ok := l.at(toks, i, []string{"until"}); !ok {
			continue
		}
		for _, h := range toks[i+1:] {
			if c, ok := evening(h.word); ok {
				return c, true
			}
			break
		}
	}
	return 0, false
}

// evening reads "8", "8pm", "830pm", "20".
func evening(word string) (casework.Clock, bool) {
	digits := strings.TrimRight(word, "apm")
	n, err := strconv.Atoi(digits)
	if err != nil || strings.HasSuffix(word, "am") {
		return 0, false
	}
	hour, minute := n, 0
	if n > 24 {
		hour, minute = n/100, n%100
	}
	if hour < 12 {
		hour += 12
	}
	if hour > 23 || minute > 59 {
		return 0, false
	}
	return casework.Clock(hour*60 + minute), true
}

func clockText(c casework.Clock) string {
	return strconv.Itoa(100 + int(c)/60)[1:] + ":" + strconv.Itoa(100 + int(c)%60)[1:]
}
