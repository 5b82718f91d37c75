package conversation

import (
	"regexp"
	"slices"
	"strings"

	"heard/casework"
)

// danger looks at a whole turn before anything else does, whatever the talk
// was about. Where it hears danger it answers at once, raises the alert and
// asks nothing; the complaint is kept alongside.
func (t *turn) danger(said []Said) bool {
	var reasons []string
	for _, m := range said {
		h := t.listen(m)
		switch h.level {
		case casework.LevelNow:
			reasons = append(reasons, h.reasons...)
		case casework.LevelToday:
			t.today = append(t.today, h.reasons...)
		}
		t.threatened = append(t.threatened, h.threats...)
	}
	if len(reasons) == 0 {
		return false
	}
	secret := false
	for _, m := range said {
		r := t.read(m)
		secret = secret || t.l.has(r.toks, "secret")
		if !t.s.Open {
			t.open(casework.Complaint, m.Text, m)
			t.introduce(r)
			t.signed(m.Name)
			continue
		}
		t.keep(m)
		t.do(casework.Describe{Text: m.Text})
	}
	t.alarm(reasons, secret)
	return true
}

// listen hears a message, and of a mail its subject and what it quotes; nobody
// is said to threaten who only quotes.
func (t *turn) listen(m Said) hearing {
	beside := theirs(m.Hidden)
	if m.Subject == "" && beside == "" {
		return t.g.Lexicons.listen(m.Text)
	}
	h := t.g.Lexicons.listen(m.Text + "\n\n" + m.Subject + "\n\n" + beside)
	h.threats = t.g.Lexicons.Threats(m.Text)
	return h
}

// threats tells a manager of words that may threaten the council's own people.
// Whoever wrote them is answered like anyone.
func (t *turn) threats() {
	if len(t.threatened) > 0 && t.s.Open {
		t.do(casework.Threaten{Reasons: t.threatened})
	}
}

// thisDay tells duty, once a day's trouble was heard and kept, of what cannot
// wait past today. They are told so, without the texts of danger, and the talk
// goes on.
func (t *turn) thisDay() {
	if len(t.today) == 0 || !t.s.Open {
		return
	}
	known := t.draft.Alert.Undecided()
	t.do(casework.RaiseAlert{Code: "0000", Level: casework.LevelToday, Reasons: t.today})
	if !known && !t.unsafe() {
		t.lead = append([]casework.Say{{Template: "danger.today"}}, t.lead...)
	}
}

// toldToday is what a mail says of it.
func (t *turn) toldToday() []casework.Say {
	return slices.DeleteFunc(slices.Clone(t.lead), func(s casework.Say) bool { return s.Template != "danger.today" })
}

// againAfterDanger raises the alert anew when somebody for whom there was danger sends a
// word that phone networks keep for themselves: STOP may be said to somebody
// in the room, HELP to anyone.
func (t *turn) againAfterDanger(word string) {
	if t.s.Open && t.draft.Flagged(casework.FlagDanger) {
		t.do(casework.RaiseAlert{Code: "0000", Level: casework.LevelNow, Reasons: []string{word + " after danger was heard"}})
	}
}

// theirs is what a quote says but for the paragraphs that tell where to turn in
// danger. Those are our own: every mail of ours has one, and it comes back.
func theirs(quoted string) string {
	if quoted == "" {
		return "" // as with every text
	}
	var out []string
	for _, p := range paragraphs.Split(quoted, -1) {
		if !strings.Contains(p, "999") {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n\n")
}

// paragraphs end with an empty line, quoted or not.
var paragraphs = regexp.MustCompile(`\n[>\s]*\n`)

// alarm raises the alert and answers with where help is. It never promises
// secrecy, and says so to whoever asks for it again, and never asks for details.
func (t *turn) alarm(reasons []string, secret bool) {
	before := t.draft.Alert
	t.do(casework.RaiseAlert{Code: "0000", Level: casework.LevelNow, Reasons: reasons})
	t.s.Asking = askSafeDanger
	t.s.Tries, t.s.Skips = 0, 0
	t.s.Thanked = true
	switch {
	case t.unsafe():
		t.hush()
		return
	case before.Open():
		if secret {
			t.says = []casework.Say{{Template: "secret"}}
		}
		t.says = append(t.says, casework.Say{Template: "danger.noted.again"})
		return
	}
	for _, q := range []Question{askSafeDanger, askSafeOther} {
		t.s.reopen(q)
	}
	t.says = []casework.Say{{Template: "danger.now"}, {Template: "danger.calling", Break: true}}
	if !t.texts() {
		t.says = append(t.says, casework.Say{Template: "mail.sign"})
	}
}

// safeDanger follows the answer to danger: what is said next is kept, secrecy
// is not promised, and then it is asked whether this phone is safe.
var safeDanger = question{
	name:   askSafeDanger,
	needed: never,
	ask: func(t *turn, again bool) []casework.Say {
		return []casework.Say{{Template: "danger.safe_ask"}}
	},
	hear: func(t *turn, r reading) bool {
		l := t.l
		switch reply := l.reply(r.toks, []Reply{ReplyYes, ReplyNo}); {
		case l.has(r.toks, "secret"):
			t.say("secret")
			t.do(casework.Describe{Text: r.text})
		case t.troubled(r):
			t.do(casework.Describe{Text: r.text})
			t.say("saved")
		case t.s.Tries > 0 && reply == ReplyYes:
			t.safe(casework.SetSafeContact{Safe: casework.Yes})
			t.endDanger()
		case t.s.Tries > 0 && (reply == ReplyNo || reply == ReplyUnsure || reply == ReplyLater):
			t.safe(casework.SetSafeContact{Safe: casework.No})
			t.done(askSafeDanger)
			t.say("ack.unsafe")
			t.s.Asking = askSafeOther
		case t.s.Tries > 1:
			t.do(casework.Describe{Text: r.text})
			t.endDanger()
		default:
			t.do(casework.Describe{Text: r.text})
			t.say("saved")
		}
		if t.s.Asking == askSafeDanger {
			t.s.Tries++
		}
		return true
	},
}

// safeOther asks for another way when this phone is not safe.
var safeOther = question{
	name:   askSafeOther,
	needed: never,
	ask:    one("ask.safe.other", "ask.safe.other"),
	hear: func(t *turn, r reading) bool {
		switch {
		case t.bare(r) && !t.l.is(r.toks, "no") && t.s.Tries == 0:
			return false // "2" is no way to reach anybody
		case !t.bare(r):
			t.safe(casework.SetSafeContact{Other: r.text})
		}
		t.done(askSafeOther)
		if t.draft.Alert != nil {
			t.endDanger()
			return true
		}
		t.say("thanks.short")
		return true
	},
}

// endDanger closes the talk about danger. Nothing else is asked; whatever is
// said later is added to the case.
func (t *turn) endDanger() {
	if t.draft.Alert.Open() {
		t.say("danger.thanks.ringing")
	} else {
		t.say("danger.thanks.acknowledged")
	}
	t.endAsking()
	t.quiet = true
}

// safeNow is asked when something came that the machine cannot hear. Only a
// plain yes counts: "yes he is here" is not safe.
var safeNow = question{
	name:   askSafeNow,
	needed: never,
	ask:    one("safe_now.ask", "safe_now.ask"),
	hear: func(t *turn, r reading) bool {
		reply := t.l.reply(r.toks, menuYesNo)
		plain := !t.l.has(r.toks, "safe_now.but", "wish", "grievance")
		switch {
		case reply == ReplyYes && plain, t.l.is(r.toks, "yes", "safe_now.yes", "thanks"):
			t.done(askSafeNow)
			t.do(casework.SaidSafe{})
			t.say("safe_now.ok")
		case reply == ReplyNo, reply == ReplyUnsure, reply == ReplyLater:
			t.done(askSafeNow)
			t.alarm([]string{"said not to be safe"}, false)
			t.lead, t.quiet = t.says, true
		default:
			return false
		}
		return true
	},
}
