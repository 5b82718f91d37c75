package conversation

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"heard/casework"
)

// This file is the talk by mail. A mail is answered once, whole: what is open,
// the dates, and all that is still missing as numbered questions, which may be
// answered in any order or left out. Nothing is asked that was given, and
// nothing is asked twice.

// mailQuestions are what a mail may ask, in its order.
var mailQuestions = []Question{AskOutcome, AskWho, AskAdvocate, AskSafe}

// hearMail takes one mail of a turn.
func (t *turn) hearMail(m Said) {
	r := t.read(m)
	switch {
	case t.claims(r), t.keyword(r), t.mailOfSafety(m, r):
	case !t.s.Open && t.meansNothing(r):
		t.greeted = true
	case !t.s.Open || t.another(r):
		t.begin(r)
		t.signed(m.Name)
	default:
		t.keep(m)
		t.hearReply(m)
		t.unheard(r)
		t.saved = true
	}
}

// hearReply takes an answer to the numbered questions: each number's lines
// answer its question, whatever else is written is more about the matter.
func (t *turn) hearReply(m Said) {
	answers, rest := numbered(m.Text, len(t.s.Mailed))
	for i, words := range answers {
		if words == "" {
			continue
		}
		part := m
		part.Text = words
		if !t.hearNumbered(t.s.Mailed[i], t.read(part)) {
			t.do(casework.Describe{Text: words})
		}
	}
	if rest == "" {
		return
	}
	part := m
	part.Text = rest
	r := t.read(part)
	if t.notHappyByMail(r) {
		return
	}
	t.do(casework.Describe{Text: rest})
	t.aside(r, "")
	for line := range strings.Lines(rest) {
		part.Text = strings.TrimSpace(line)
		t.hearLine(t.read(part))
	}
}

// mostLine is how many words a line has at most that answers a question of a
// mail without its number, as under a quote of it.
const mostLine = 14

// hearLine takes whom it is for and how to reach somebody from a line that has
// no number. The line has been kept as it is, too.
func (t *turn) hearLine(r reading) {
	if len(r.toks) == 0 || len(r.toks) > mostLine {
		return
	}
	asked := func(q Question) bool { return slices.Contains(t.s.Mailed, q) }
	switch {
	case asked(AskWho) && t.draft.OnBehalfOf == "" && t.l.is(r.toks, "behalf", "self", "but"):
		t.hearNumbered(AskWho, r)
	case asked(AskSafe) && t.draft.SafeContact.Safe == casework.Unasked && t.l.tellsReach(r.toks):
		t.hearReach(r)
	}
}

// tellsReach tells whether a line says how to reach somebody, and not that
// nobody did.
func (l *Lexicon) tellsReach(toks []token) bool {
	found := l.find(toks, "reach")
	return len(found) > 0 && found[0].start <= mostBare && !l.has(toks[:found[0].start], "grievance")
}

// hearNumbered takes the answer to one question of a mail.
func (t *turn) hearNumbered(q Question, r reading) bool {
	l := t.l
	if reply, ok := r.advocate(); ok && q != AskAdvocate {
		t.wantAdvocate(reply)
		if r.rest() == "" && r.about(AskOutcome) == "" {
			return true
		}
	}
	yes := l.is(r.toks, "yes", "thanks", "no")
	switch q {
	case AskOutcome:
		if !yes {
			t.do(casework.WantOutcome{Text: r.text})
		}
		return true
	case AskWho:
		t.do(casework.Introduce{OnBehalfOf: r.text})
		t.introduce(r)
		return true
	case AskSafe:
		return t.hearReach(r)
	}
	asked, _ := questionNamed(q)
	return asked.hear(t, r)
}

// hearReach takes how and when somebody can be reached.
func (t *turn) hearReach(r reading) bool {
	a := casework.SetSafeContact{Safe: casework.Yes, Other: r.text}
	if t.l.YesNo(r.text) == ReplyNo {
		a.Safe = casework.No
	}
	if hours, ok := t.l.safeHours(r.toks); ok {
		hours.Safe, hours.Other = casework.Sometimes, r.text
		a = hours
	}
	t.safe(a)
	return true
}

// number finds the start of a numbered answer: "1.", "2)", "(3)", "Q4:".
var number = regexp.MustCompile(`(?m)^[ \t]*[(Qq]?([1-9])[ \t]*[.):\-][ \t]*`)

// numbered takes a reply apart at its numbers. rest is what stands before the
// first, or all of it where there is none.
func numbered(text string, questions int) (answers []string, rest string) {
	answers = make([]string, questions)
	marks := number.FindAllStringSubmatchIndex(text, -1)
	if len(marks) == 0 {
		return answers, strings.TrimSpace(text)
	}
	rest = strings.TrimSpace(text[:marks[0][0]])
	for i, m := range marks {
		to := len(text)
		if i+1 < len(marks) {
			to = marks[i+1][0]
		}
		n, _ := strconv.Atoi(text[m[2]:m[3]])
		words := strings.TrimSpace(text[m[1]:to])
		if n > questions {
			rest = strings.TrimSpace(rest + "\n" + words)
			continue
		}
		answers[n-1] = strings.TrimSpace(answers[n-1] + "\n" + words)
	}
	return answers, rest
}

// answerMail is the one reply to a mail.
func (t *turn) answerMail() []casework.Say {
	switch {
	case t.quiet:
		return t.lead
	case !t.s.Open:
		return append(t.lead, t.hello()...)
	case !t.draft.Kind.Clocked():
		return append(t.lead, t.noted()...)
	case t.s.Asking == askSafeNow:
		return t.safetyMail()
	case t.first:
		return t.firstMail()
	}
	t.s.Asking = ""
	says := append([]casework.Say{{Template: "mail.added"}}, t.toldToday()...)
	if d, ok := t.draft.Deadline(casework.StepStage1); ok && !d.Over() {
		says = append(says, casework.Say{Template: "mail.answer"})
	}
	return append(says, casework.Say{Template: "mail.sign"})
}

// firstMail tells that the complaint is open, what happens by when, and asks
// what is missing.
func (t *turn) firstMail() []casework.Say {
	says := []casework.Say{t.mailHave(), {Template: "mail.person"}}
	if t.acknowledgementTold() {
		says[1].Template = "mail.person.by"
	}
	if _, ok := t.draft.Deadline(casework.StepStage1); ok {
		says = append(says, casework.Say{Template: "mail.answer"})
	}
	says = append(says, t.toldToday()...)
	if t.draft.Outcome != "" {
		says = append(says, casework.Say{Template: "mail.want"})
	}
	says = append(says, t.mailQuestions()...)
	t.s.Receipt = true
	return append(says, casework.Say{Template: "mail.no_worse"}, casework.Say{Template: "mail.advice"}, casework.Say{Template: "mail.sign"})
}

// mailHave says what has come, files counted.
func (t *turn) mailHave() casework.Say {
	if n := len(t.draft.Files); n > 0 {
		template := casework.Template("mail.have.files")
		if n == 1 {
			template = "mail.have.file"
		}
		return newSay(template, casework.Blanks{"count": casework.CountBlank(n)})
	}
	return casework.Say{Template: "mail.have"}
}

// mailQuestions are the numbered questions for all that is missing.
func (t *turn) mailQuestions() []casework.Say {
	var says []casework.Say
	t.s.Mailed = nil
	for _, q := range mailQuestions {
		template, ok := t.mailQuestion(q)
		if !ok {
			continue
		}
		t.s.Mailed = append(t.s.Mailed, q)
		says = append(says, newSay(template, casework.Blanks{"count": casework.CountBlank(len(t.s.Mailed))}))
	}
	if len(says) == 0 {
		return nil
	}
	t.s.Asking = t.s.Mailed[0]
	return append([]casework.Say{{Template: "mail.questions"}}, says...)
}

func (t *turn) mailQuestion(q Question) (casework.Template, bool) {
	c := t.draft
	switch q {
	case AskOutcome:
		if c.Outcome == "" {
			return "mail.ask.outcome", true
		}
		return "mail.ask.outcome.more", true
	case AskWho:
		if c.Complainant.Role == casework.Parent {
			return "mail.ask.who.parent", c.OnBehalfOf == ""
		}
		return "mail.ask.who", c.Complainant.Role == ""
	case AskAdvocate:
		return "mail.ask.advocate", c.Complainant.Role == casework.Child && c.Advocate.Wanted == casework.Unasked
	case AskSafe:
		return "mail.ask.reach", c.SafeContact.Safe == casework.Unasked
	}
	return "", false
}
