package conversation

import (
	"slices"
	"strings"

	"heard/casework"
)

// reading is one message, read: its words, and the parts in which it says
// several things at once.
type reading struct {
	said  Said
	text  string
	toks  []token
	parts []part
}

// part is a stretch of a message that is about one thing. "" is whatever is
// about nothing else: what is wrong, or the answer to what was asked.
type part struct {
	about Question
	text  string
	toks  []token
	reply Reply // of a part about an advocate
}

func (t *turn) read(m Said) reading {
	r := reading{said: m, text: m.Text, toks: t.l.tokens(m.Text)}
	r.parts = t.l.parts(m.Text, r.toks, !t.texts())
	return r
}

// connectors join two things in one message and belong to neither.
var connectors = []string{"and", "n", "nd", "but", "so", "also", "plus", "then", "oh"}

// parts cuts a text where something else begins: at a wish, and at each end of
// a clause about an advocate. Nothing of the text is lost.
// sentences says that a wish ends with its sentence, as in a mail.
func (l *Lexicon) parts(text string, toks []token, sentences bool) []part {
	if len(toks) == 0 {
		return nil
	}
	about := make([]Question, len(toks))
	l.markWish(text, toks, about, sentences)
	l.markAdvocate(toks, about)
	var out []part
	for i := 0; i < len(toks); {
		j := i + 1
		for j < len(toks) && about[j] == about[i] {
			j++
		}
		if p := l.part(text, toks, i, j, about[i]); p.text != "" {
			out = append(out, p)
		}
		i = j
	}
	return out
}

func (l *Lexicon) part(text string, toks []token, i, j int, about Question) part {
	from, to := toks[i].start, len(text)
	if i == 0 {
		from = 0
	}
	if j < len(toks) {
		to = toks[j].start
	}
	p := part{about: about, toks: toks[i:j], text: trim(text[from:to])}
	if connects(p.text) {
		p.text = ""
	}
	if about == AskAdvocate {
		p.reply = l.wantsAdvocate(p.toks)
	}
	return p
}

func connects(word string) bool { return slices.Contains(connectors, strings.ToLower(word)) }

// trim takes off white space, joining words and stops at both ends.
func trim(s string) string {
	for {
		before := len(s)
		s = strings.Trim(s, " \t\r\n,;:-+&")
		for _, c := range connectors {
			s = trimConnector(s, c)
		}
		if len(s) == before {
			return s
		}
	}
}

func trimConnector(s, c string) string {
	n := len(c)
	if len(s) > n && s[len(s)-n-1] == ' ' && strings.EqualFold(s[len(s)-n:], c) {
		s = s[:len(s)-n]
	}
	if len(s) > n && s[n] == ' ' && strings.EqualFold(s[:n], c) && c != "so" && c != "but" {
		s = s[n:]
	}
	return s
}

// markWish marks each wish, from the phrase that begins it.
func (l *Lexicon) markWish(text string, toks []token, about []Question, sentences bool) {
	for _, m := range l.find(toks, "wish.start") {
		if len(l.find(toks[m.start:min(len(toks), m.end+3)], "not_a_wish")) > 0 {
			continue
		}
		for i := m.start; i < len(toks); i++ {
			if i > m.start && (endsWish(toks, i) || sentences && newSentence(text, toks, i)) {
				break
			}
			about[i] = AskOutcome
		}
	}
}

// newSentence tells whether a full stop or a new line stands before a word.
func newSentence(text string, toks []token, i int) bool {
	return strings.ContainsAny(text[toks[i-1].end:toks[i].start], ".!?\n")
}

// endsWish tells whether a new sentence begins that is a grievance rather than
// more of the wish. A wish runs to the end of the message otherwise.
func endsWish(toks []token, i int) bool {
	return toks[i].stop && slices.Contains([]string{"she", "he", "they", "my", "because", "cos", "cuz", "coz", "its", "it"}, toks[i].word)
}

// markAdvocate marks the clause around each mention of an advocate.
func (l *Lexicon) markAdvocate(toks []token, about []Question) {
	for _, m := range l.find(toks, "advocate") {
		from, to := m.start, m.end
		for from > 0 && !toks[from].stop && m.start-from < 8 && !slices.Contains(connectors, toks[from-1].word) {
			from--
		}
		for to < len(toks) && !toks[to].stop && to-m.end < 4 && !slices.Contains(connectors, toks[to].word) {
			to++
		}
		if l.wantsAdvocate(toks[from:to]) == ReplyUnclear {
			continue
		}
		if from > 0 && slices.Contains(connectors, toks[from-1].word) {
			from--
		}
		for i := from; i < to; i++ {
			about[i] = AskAdvocate
		}
	}
}

// wantsAdvocate reads a clause that speaks of an advocate without being asked.
// Only plain words count: consent is never guessed.
func (l *Lexicon) wantsAdvocate(toks []token) Reply {
	for len(toks) > 0 && connects(toks[0].word) {
		toks = toks[1:]
	}
	switch {
	case l.has(toks, "explain"):
		return ReplyExplain
	case l.has(toks, "chosen_advocate"):
		return ReplyChosen
	case l.has(toks, "no"):
		return ReplyNo
	case l.has(toks, "later"):
		return ReplyLater
	case l.has(toks, "unsure"):
		return ReplyUnclear
	case l.has(toks, "wish.start"), l.has(toks, "yes"):
		return ReplyYes
	}
	return ReplyUnclear
}

// about returns the words of a message's parts about one thing.
func (r reading) about(q Question) string {
	var out []string
	for _, p := range r.parts {
		if p.about == q {
			out = append(out, p.text)
		}
	}
	return strings.Join(out, "\n")
}

// rest returns what a message says that is about nothing else.
func (r reading) rest() string { return r.about("") }

// advocate returns how a message that was not asked speaks of an advocate.
func (r reading) advocate() (Reply, bool) {
	for _, p := range r.parts {
		if p.about == AskAdvocate {
			return p.reply, true
		}
	}
	return "", false
}

// media tells what kind of thing came with a message that has no words.
func (r reading) media() (voice, picture bool) {
	for _, f := range r.said.Files {
		voice = voice || strings.HasPrefix(f.Type, "audio/")
		picture = picture || !strings.HasPrefix(f.Type, "audio/")
	}
	return voice, picture
}

// Speaker is what a text tells of whoever wrote it.
type speaker struct {
	role     casework.Role
	standing casework.Standing
	behalf   string
}

// speaker reads who is speaking from words like "my son", "im his nan".
func (l *Lexicon) speaker(toks []token) speaker {
	for _, s := range []struct {
		meaning string
		speaker speaker
	}{
		{"as.advocate", speaker{casework.Child, casework.Advocacy, ""}},
		{"as.professional", speaker{"", casework.Professional, ""}},
		{"carer", speaker{casework.Carer, casework.Self, ""}},
		{"family", speaker{casework.Family, casework.Self, ""}},
		{"parent", speaker{casework.Parent, casework.Self, ""}},
		{"as.friend", speaker{casework.Child, casework.Friend, ""}},
		{"child", speaker{casework.Child, casework.Self, ""}},
	} {
		if l.has(toks, s.meaning) {
			return s.speaker
		}
	}
	return speaker{}
}
