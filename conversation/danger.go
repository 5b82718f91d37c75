package conversation

import (
	"heard/casework"
)

// Danger reads whether a text says that somebody is hurt or in danger, how
// soon, and by which phrases. It is asked of every message before anything
// else. In doubt it flags: a false alarm costs a telephone call.
func (l *Lexicon) Danger(text string) (casework.Level, []string) {
	toks := l.tokens(text)
	if reasons := l.danger(toks, "danger.now"); len(reasons) > 0 {
		return casework.LevelNow, reasons
	}
	if reasons := l.danger(toks, "danger.today"); len(reasons) > 0 {
		return casework.LevelToday, reasons
	}
	return casework.LevelNone, nil
}

// danger returns the phrases of one meaning that no [danger.not] phrase covers.
func (l *Lexicon) danger(toks []token, meaning string) []string {
	harmless := l.find(toks, "danger.not")
	var out []string
	for _, m := range l.find(toks, meaning) {
		if !covered(m, harmless) {
			out = append(out, joined(toks[m.start:m.end]))
		}
	}
	return out
}

func covered(m match, by []match) bool {
	for _, h := range by {
		if h.start <= m.start+1 && m.end <= h.end+1 && h.end > m.start && h.end-h.start >= 2 {
			return true
		}
	}
	return false
}
