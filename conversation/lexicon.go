package conversation

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"heard/casework"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// Lexicon is how one language's replies are read: phrases of whole words, by
// what they mean. It is data: a file a language, several phrases a line.
type Lexicon struct {
	Language casework.Lang
	known    map[string]spelling  // words of phrases, and their other spellings
	slips    map[string]string    // long words less one letter: see slip
	fuses    map[[2]string]string // two words that are read as one: see fuse
	sounds   []sound              // endings as they are spoken: "goin"
	first    [][]*tree            // by word: where phrases that it begins go on
	sets     [][]uint64           // by word: which sets it is in
	harm     *phrasebook          // what danger sounds like
}

// spelling is what a written word is read as. No phrase has the word 0.
type spelling struct {
	same string
	id   int32
	use  wordUse
}

// wordUse tells what more a word is than one of phrases.
type wordUse uint8

const (
	lightWord wordUse = 1 << iota // it changes nothing: see [light]
	fusesBack                     // it may be one with the word before it: see [one]
	afterTo                       // "2" before it is "to": see [after to]
)

// sound is the end of a word as it is spoken, and as it is written.
type sound struct{ heard, meant string }

// Lexicons are the languages that Heard reads. The first is what somebody is
// taken to write who has not chosen.
type Lexicons []*Lexicon

// LoadLexicons reads every language that is shipped, English first.
var LoadLexicons = sync.OnceValues(func() (Lexicons, error) {
	out := Lexicons{}
	for _, lang := range []casework.Lang{"en", "pl"} {
		l, err := LoadLexicon(lang)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
})

// For returns the lexicon of a language, else the first.
func (ls Lexicons) For(lang casework.Lang) *Lexicon {
	i := max(0, slices.IndexFunc(ls, func(l *Lexicon) bool { return l.Language == lang }))
	return ls[i]
}

// Danger reads a text for danger in every language: who is afraid may fall
// back into the first they learnt.
func (ls Lexicons) Danger(text string) (casework.Level, []string) {
	h := ls.listen(text)
	return h.level, h.reasons
}

// Threats gives the phrases by which a text threatens those who read it, in
// every language.
func (ls Lexicons) Threats(text string) []string { return ls.listen(text).threats }

func (ls Lexicons) listen(text string) hearing {
	all := hearing{level: casework.LevelNone}
	for _, l := range ls {
		h := l.listen(text)
		all.threats = append(all.threats, h.threats...)
		switch {
		case h.level == all.level:
			all.reasons = append(all.reasons, h.reasons...)
		case h.level == casework.LevelNow, all.level == casework.LevelNone:
			all.level, all.reasons = h.level, h.reasons
		}
	}
	return all
}

// LoadLexicon reads the lexicon of a language. An error names its line.
func LoadLexicon(lang casework.Lang) (*Lexicon, error) {
	name := "lexicon/" + string(lang)
	raw, err := lexiconFiles.ReadFile(name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("there is no %s.txt", name)
	}
	l, err := parseLexicon(name+".txt", string(raw))
	if err != nil {
		return nil, err
	}
	l.Language = lang
	if raw, err = lexiconFiles.ReadFile(name + ".danger.txt"); err != nil {
		return nil, fmt.Errorf("there is no %s.danger.txt: a language needs both its files", name)
	}
	weights, _ := lexiconFiles.ReadFile(name + ".weights.txt") // a language can do without
	l.harm, err = parsePhrasebook(name+".danger.txt", string(raw), string(weights))
	return l, err
}
