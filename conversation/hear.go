package conversation

import (
	"time"

	"heard/casework"
)

// hear takes one message of a turn: a keyword, an answer to what was asked, or
// something told. Whatever it says is kept, whether or not it is understood.
func (t *turn) hear(m Said) {
	r := t.read(m)
	if t.pick(r) {
		t.hearOf(r)
	}
}

// hearOf takes a message whose case is known.
func (t *turn) hearOf(r reading) {
	if t.s.Open {
		t.keep(r.said)
	}
	t.staleAfter()
	switch {
	case t.repeated(r), t.keyword(r), t.speaks(r), t.otherSpeaker(r), t.request(r), t.correct(r):
	case t.meansNothing(r):
		t.greet(r)
	case t.late(r):
		t.saved = true
	case t.tongue(r):
	case t.newMatter(r), t.otherChild(r), t.saysSafe(r), t.hearAnswer(r), t.goesOn(r), t.notHappy(r):
	default:
		t.tell(r)
	}
}

// repeated tells whether the same was said before in this turn: a message may
// come twice, and a thumb may press twice.
func (t *turn) repeated(r reading) bool {
	words := joined(r.toks)
	for _, before := range t.heard {
		if before == words && words != "" {
			return true
		}
	}
	t.heard = append(t.heard, words)
	return false
}

// slack is what the clocks of two machines may differ by.
const slack = 2 * time.Second

// late tells whether a bare answer was sent before the open question was put:
// it answers something else, and is left to a person.
func (t *turn) late(r reading) bool {
	return t.s.Asking != "" && r.said.At.Add(slack).Before(t.s.AskedAt) && t.bare(r)
}

// bare tells whether a message is a yes, a no or a number and no more.
func (t *turn) bare(r reading) bool {
	if _, number := menuNumber(r.toks); number {
		return true
	}
	return len(r.toks) <= mostBare && t.l.is(r.toks, "yes", "yes.weak", "yes.alone", "no", "no.weak", "no.alone", "unsure", "thanks")
}

// mostBare is how many words a bare answer has at most.
const mostBare = 3

// goesOn takes a second message of a burst as more of the answer that the
// first one gave.
func (t *turn) goesOn(r reading) bool {
	if t.recent == "" || !t.s.Open || r.about(AskAdvocate) != "" {
		return false
	}
	if t.bare(r) {
		return true // it is in the log; it says nothing new
	}
	if t.l.has(r.toks, "grievance") && t.recent != askStillWrong {
		return false
	}
	switch t.recent {
	case AskOutcome:
		t.do(casework.WantOutcome{Text: r.text})
	case askHelper:
		t.do(casework.WantAdvocate{Wanted: casework.Yes, Name: r.text})
	case askSafeOther, askSafeWhen:
		t.safe(casework.SetSafeContact{Other: joinWords(t.draft.SafeContact.Other, r.text)})
	case askStillWrong:
		t.do(casework.AddToRequest{What: r.text})
	case askWantNow:
		t.do(casework.AddToRequest{Want: r.text})
	default:
		return false
	}
	return true
}

func joinWords(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// meansNothing tells whether a message is only a greeting or thanks, and no
// answer to what was asked. "ok" and a thumb are answers where one is due; so
// is SKIP, and where nothing is left to skip it adds nothing.
func (t *turn) meansNothing(r reading) bool {
	l := t.l
	if len(r.said.Files) > 0 {
		return false
	}
	if len(r.toks) == 0 {
		return true
	}
	if _, pending := t.pending(); (!t.s.Open || !pending) && l.is(r.toks, "skip") {
		return true
	}
	if t.s.Asking != "" && t.s.Asking != AskWrong && !l.is(r.toks, "greeting") {
		return false
	}
	if t.s.Asking == AskName && !t.resumed {
		return false
	}
	if _, number := menuNumber(r.toks); number && !t.s.Open {
		return true // an answer to nothing
	}
	return l.is(r.toks, "greeting", "thanks")
}

// greet answers a message that says nothing yet.
func (t *turn) greet(r reading) {
	t.greeted = true
	t.bye = !t.l.is(r.toks, "greeting")
}

// hearAnswer offers a message to the question that is open.
func (t *turn) hearAnswer(r reading) bool {
	q, ok := t.pending()
	if !ok || !t.s.Open || t.s.Fresh || !t.draft.Kind.Clocked() {
		return false
	}
	if t.l.is(r.toks, "skip") {
		t.skip(q.name)
		return true
	}
	reply := t.l.reply(r.toks, menuYesNo)
	if reply == ReplyExplain && (q.name == AskName || free(q.name) && t.l.is(r.toks, "explain", "explain.alone")) {
		t.again = true // "wat", "wats my name for": it tells nothing
		return true
	}
	if reply == ReplyHuman && q.name != AskName && (!free(q.name) || t.onlyAsksForPerson(r)) {
		t.person()
		return true
	}
	if reply == ReplyStop {
		t.stop(r)
		return true
	}
	if !free(q.name) && t.troubled(r) || !q.hear(t, r) {
		return false
	}
	t.aside(r, q.name)
	return true
}

// troubled tells whether a message tells of what cannot wait past today: "we
// have no food" is no answer, although there is a "no" in it.
func (t *turn) troubled(r reading) bool {
	level, _ := t.l.Danger(r.text)
	return level == casework.LevelToday
}

// onlyAsksForPerson tells whether a message asks for a person and hardly for
// anything else: "a call back and an apology" is an answer.
func (t *turn) onlyAsksForPerson(r reading) bool {
	end, ok := t.l.begins(r.toks, "human")
	return ok && 2*end > len(r.toks)
}

// free tells whether a question is answered in any words.
func free(q Question) bool {
	return q == AskOutcome || q == AskWrong || q == askStillWrong || q == askWantNow
}

// skip leaves a question out. The receipt comes at the second SKIP running.
func (t *turn) skip(q Question) {
	if t.skipAfter(q) {
		return
	}
	skips := t.s.Skips + 1
	t.done(q)
	t.s.Skips = skips
	t.say("ok")
	if skips < 2 {
		return
	}
	for _, q := range questions {
		t.s.close(q.name)
	}
}

// tell takes what somebody tells without having been asked: it opens a case,
// or adds to the one that is open.
func (t *turn) tell(r reading) {
	if !t.s.Open || t.s.Fresh || t.another(r) {
		t.begin(r)
		return
	}
	if q, ok := t.pending(); ok {
		t.again = q.name == t.s.Asking
	}
	if len(r.toks) == 0 {
		t.unheard(r)
		return
	}
	if t.bare(r) && r.about(AskAdvocate) == "" {
		switch {
		case t.again:
			t.say("sorry.unclear")
		case t.draft.Flagged(casework.FlagWithdrawAsked) && t.s.Asking == "":
			t.say("ok") // they were told that they need not say more
			t.quiet = true
		}
		return // it is in the log; it tells nothing
	}
	if t.l.has(r.toks, "wish") && !t.l.has(r.toks, "grievance") && t.s.Asking != AskOutcome && r.about(AskAdvocate) == "" {
		t.do(casework.WantOutcome{Text: r.text})
		t.saved = true
		t.aside(r, AskOutcome)
		return
	}
	if words := r.rest(); words != "" {
		t.do(casework.Describe{Text: words})
		t.old(words)
	}
	t.saved = true
	t.aside(r, "")
}

// another tells whether something is wrong after praise, an idea or a question
// was all that there was: that is a case of its own. "Yes, you can tell her" is
// not; it only answers.
func (t *turn) another(r reading) bool {
	if t.draft.Kind.Clocked() || t.l.kind(r.toks) != casework.Complaint {
		return false
	}
	_, answers := t.l.begins(r.toks, "yes", "no", "thanks")
	return !answers || t.l.has(r.toks, "grievance", "sarcasm", "wish")
}

// begin opens a case with the first message that tells something.
func (t *turn) begin(r reading) {
	kind := casework.Complaint
	if len(r.said.Files) == 0 && !t.foreign(r) {
		kind = t.l.kind(r.toks)
	}
	if kind == casework.Unclear {
		kind = casework.Complaint
	}
	words := r.rest()
	if words == "" || !t.texts() {
		words = r.text // a wish alone still says what is wrong; a mail is kept whole
	}
	before, linked := t.draft.Reference, t.s.Open
	t.leave()
	t.offer(r)
	t.open(kind, words, r.said)
	if linked && before != draftReference {
		t.do(casework.LinkCase{To: before, Why: "the same contact brought it"})
	}
	if !kind.Clocked() {
		return
	}
	t.old(words)
	t.inPart()
	t.unheard(r)
	t.aside(r, "")
}

// foreign tells whether a message is in a language that nobody gave danger
// words. A name may be foreign, too.
func (t *turn) foreign(r reading) bool {
	return (t.s.Asking != AskName || len(r.toks) > mostBare) && t.g.Lexicons.Foreign(r.text)
}

// tongue takes what is told in a language that a machine cannot hear.
func (t *turn) tongue(r reading) bool {
	if !t.foreign(r) {
		return false
	}
	if !t.s.Open || t.s.Fresh {
		t.begin(r)
		return true
	}
	t.do(casework.Describe{Text: r.text})
	t.unheard(r)
	return true
}

// unheard deals with a message that the machine cannot read: it is kept for a
// person, and is never counted as safe.
func (t *turn) unheard(r reading) {
	voice, picture := r.media()
	foreign := t.foreign(r)
	if (!voice && !picture || len(r.toks) > 0) && !foreign {
		return
	}
	template := casework.Template("thanks.picture")
	if voice {
		template = "thanks.voice"
		t.s.Light = true
	}
	if !t.first { // it has its own thanks only as the first thing somebody sends
		template = "unheard" + template[len("thanks"):]
	}
	day := casework.DateOf(t.g.Rules.NextOfficeTime(t.now))
	switch {
	case foreign && !t.texts():
		template = "mail.unheard.language"
	case foreign:
		template = "unheard.language"
	case !t.texts():
		template = "mail.unheard"
	}
	t.say(template, casework.Blanks{"listen_on": casework.DateBlank(day)})
	t.do(casework.CannotHear{Code: "0000"})
	t.s.reopen(askSafeNow) // each one is asked about
	if !t.s.closed(askSafeNow) {
		t.s.Asking = askSafeNow
		t.again = false
	}
}

// named takes a name that is given in passing: "my name is zoe".
func (t *turn) named(r reading) {
	for _, m := range t.l.find(r.toks, "named") {
		if last := r.toks[m.end-1]; t.draft.Complainant.Name == "" && self(t.draft.ContactedBy.Role) {
			t.contact.Name = r.text[last.start:last.end]
			t.do(casework.Introduce{Name: t.contact.Name})
		}
	}
}

// introduce notes who is speaking, where the words tell.
func (t *turn) introduce(r reading) {
	if t.draft.Complainant.Role != "" {
		return
	}
	who := t.l.speaker(r.toks)
	if who.role == casework.Child && who.standing == casework.Self && !t.texts() && !t.l.has(r.toks, "child.says") {
		return // by email a child is not assumed
	}
	if who != (speaker{}) {
		t.do(casework.Introduce{Role: who.role, ContactedBy: who.standing})
		if who.standing == casework.Self {
			t.contact.Role = who.role
		}
	}
}

// aside takes what a message says beside its main matter: a wish, a word about
// an advocate. asked is the question that the rest of it answered.
func (t *turn) aside(r reading, asked Question) {
	if wish := r.about(AskOutcome); wish != "" && asked != AskOutcome {
		t.do(casework.WantOutcome{Text: wish})
		t.saved = true
	}
	if reply, ok := r.advocate(); ok && asked != AskAdvocate {
		t.wantAdvocate(reply)
	}
	if asked == "" || asked == AskWrong || asked == AskOutcome {
		t.introduce(r)
		t.named(r)
	}
	if t.l.has(r.toks, "anonymous") {
		t.anonymous()
	}
	if t.l.has(r.toks, "human") && asked != "" && asked != AskOutcome && asked != AskWrong {
		t.do(casework.AskPerson{})
	}
}
