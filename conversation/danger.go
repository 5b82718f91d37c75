package conversation

import (
	"strings"

	"heard/casework"
)

// This file hears danger. It is asked of every message before anything else,
// at the door and again in the talk, so it reads all of a text, however long,
// in one go and at the cost of a few word look-ups. The rules are: in doubt it
// flags, as a false alarm costs a telephone call; in doubt it is now rather
// than today; a phrase that only sounds like danger (an idiom, a negation) is
// forgiven only where it covers the words, and never for another place.

// maxReasons bounds how many phrases are told. More prove nothing more.
const maxReasons = 8

// Danger reads whether a text says that somebody is hurt or in danger, how
// soon, and by which phrases of it.
func (l *Lexicon) Danger(text string) (casework.Level, []string) {
	h := l.listen(text)
	return h.level, h.reasons
}

// Threats gives the phrases by which a text threatens those who read it or
// somebody who works with them, as they were written; none where it does not.
// They are no danger to the sender: Danger does not count them. They are for a
// manager, and say nothing about the complaint.
func (l *Lexicon) Threats(text string) []string { return l.listen(text).threats }

// hearing is what was heard in a text.
type hearing struct {
	level   casework.Level
	reasons []string // of the level
	threats []string
}

// listen hears all there is to hear in a text at once.
func (l *Lexicon) listen(text string) hearing {
	h := hearing{level: casework.LevelNone}
	if l.harm == nil {
		return h
	}
	words := l.harm.scan(text)
	found := l.harm.find(words)
	h.threats = told(text, words, found, threat)
	for _, want := range []sense{dangerNow, dangerToday} {
		if h.reasons = told(text, words, found, want); len(h.reasons) > 0 {
			h.level = levels[want]
			return h
		}
	}
	for _, i := range l.harm.weigh(words, found) {
		h.level, h.reasons = casework.LevelNow, append(h.reasons, strings.ToLower(text[words[i].from:words[i].to]))
	}
	return h
}

// sense is what a phrase of a danger file stands for.
type sense uint8

const (
	dangerNow sense = iota
	dangerToday
	harmless // only sounds like danger
	threat   // to whoever reads the message
	senses
)

var levels = [...]casework.Level{dangerNow: casework.LevelNow, dangerToday: casework.LevelToday}

// heard is a phrase that was found: words[start:end].
type heard struct {
	sense      sense
	start, end int
}

// told gives the phrases of one sense that no harmless one covers, as they
// were written.
func told(text string, words []word, found []heard, want sense) (reasons []string) {
	end := 0
	for _, h := range found {
		if h.sense != want || h.start < end || forgiven(h, found) {
			continue
		}
		end = h.end
		reasons = append(reasons, strings.Join(strings.Fields(strings.ToLower(text[words[h.start].from:words[h.end-1].to])), " "))
		if len(reasons) == maxReasons {
			break
		}
	}
	return reasons
}

// forgiven tells whether a harmless phrase covers the beginning of another:
// "never hit me" covers "hit me with a belt", "hit me up" covers "hit me". A
// threat to the reader covers what it threatens with ("ill kill you"), unless
// somebody else said it to the sender ("he said ill kill you").
func forgiven(h heard, found []heard) bool {
	for _, n := range found {
		switch {
		case n.sense == harmless && n.start <= h.start+1 && n.end >= min(h.end-1, h.start+2) && n.end > h.start:
			return true
		case h.sense == threat && n.sense == dangerNow && n.start < h.start && n.end > h.start:
			return true
		case h.sense != threat && n.sense == threat && n.start <= h.start && n.end > h.start:
			return true
		}
	}
	return false
}
