package conversation

import "slices"

// This file makes ready what was found in an answer before it is weighed: which
// words count where they stand, what "not" turns round, and which of several
// turns is the last ("not really but ok then").

// lastWord lets the last word count in "not really but ok then" and "its only
// me on here so yes". A plain no that leads is not undone by it: "no but ok".
func (d *decision) lastWord() {
	for i := len(d.found) - 1; i >= 0; i-- {
		m := &d.found[i]
		yes, no := m.meaning == "yes" || m.meaning == "yes.weak", m.meaning == "no"
		if !yes && !(no && (m.words() == 1 || d.says(*m, "no", "nah", "not"))) {
			continue
		}
		if !d.turned(m.start) || m.end < len(d.toks) && !d.l.is(d.toks[m.end:], "turn.end") {
			return
		}
		if lead := d.found[0]; yes && i > 0 && lead.start == 0 && lead.meaning == "no" && d.plainNo() {
			return
		}
		if yes {
			m.meaning = "yes"
		}
		d.found = d.found[i:]
		d.toks = d.toks[m.start:]
		for k := range d.found {
			d.found[k].start -= m.start
			d.found[k].end -= m.start
		}
		return
	}
}

// turned tells whether a word before this one begins a last word.
func (d *decision) turned(at int) bool {
	for i := at - 1; i > 0; i-- {
		if d.l.is(d.toks[i:i+1], "turn") {
			return true
		}
		if !d.l.is(d.toks[i:i+1], "turn.end", "yes", "yes.weak", "no") {
			return false
		}
	}
	return false
}

// plainNo tells whether what leads is no and hardly more: "nah", "no thanks".
func (d *decision) plainNo() bool {
	no := d.found[0]
	return no.words() == 1 || d.says(no, "no", "nah")
}

// says tells whether a phrase that was found begins with one of some words.
func (d *decision) says(m match, words ...string) bool {
	return slices.Contains(words, d.toks[m.start].same)
}

// weigh turns weak words into answers where they count, and drops them
// elsewhere.
func (d *decision) weigh() {
	kept := d.found[:0]
	for _, m := range d.found {
		switch m.meaning {
		case "yes":
			if m.words() > 1 && d.supposed(m.start) {
				continue
			}
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

// supposed tells whether a word stands in what an answer depends on: "if you
// think it would help" is no yes.
func (d *decision) supposed(at int) bool {
	for i := at - 1; i >= 0 && !d.toks[i+1].stop; i-- {
		if _, ok := d.l.at(d.toks, i, []string{"condition"}); ok {
			return true
		}
		if d.l.is(d.toks[i:i+1], "yes", "no") || connects(d.toks[i].word) {
			return false
		}
	}
	return false
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
		if negated && m.meaning == "yes" && m.start-before.end <= maxBetween && d.between(before.end, m.start) {
			m.meaning = "no"
		}
	}
}

// maxBetween is how many words may stand between "not" and what it turns round.
const maxBetween = 3

// between tells whether only words stand there that "not" reaches across.
func (d *decision) between(from, to int) bool {
	for _, t := range d.toks[from:to] {
		if t.stop || t.use&lightWord == 0 && !d.l.is([]token{t}, "between") {
			return false
		}
	}
	return to >= len(d.toks) || !d.toks[to].stop || to == from
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
