package conversation

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"heard/casework"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// Lexicon is how one language's replies are read: phrases of whole words, by
// what they mean. It is data: a file a language, several phrases a line.
type Lexicon struct {
	Language casework.Lang
	root     tree
	same     map[string]string // other spellings of a word
	words    map[string]bool   // that any phrase has
	slips    map[string]string // long words less one letter: see slip
	harm     *phrasebook       // what danger sounds like
}

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
func (ls Lexicons) Danger(text string) (level casework.Level, reasons []string) {
	level = casework.LevelNone
	for _, l := range ls {
		found, why := l.Danger(text)
		switch {
		case found == level:
			reasons = append(reasons, why...)
		case found == casework.LevelNow, level == casework.LevelNone:
			level, reasons = found, why
		}
	}
	return level, reasons
}

// LoadLexicon reads the lexicon of a language. An error names its line.
func LoadLexicon(lang casework.Lang) (*Lexicon, error) {
	l := &Lexicon{Language: lang, same: map[string]string{}, words: map[string]bool{}, slips: map[string]string{}}
	name := "lexicon/" + string(lang)
	raw, err := lexiconFiles.ReadFile(name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("there is no %s.txt", name)
	}
	if err := l.parse(name+".txt", string(raw)); err != nil {
		return nil, err
	}
	if raw, err = lexiconFiles.ReadFile(name + ".danger.txt"); err != nil {
		return nil, fmt.Errorf("there is no %s.danger.txt: a language needs both its files", name)
	}
	l.harm, err = parsePhrasebook(name+".danger.txt", string(raw))
	return l, err
}

func (l *Lexicon) parse(name, text string) error {
	meaning := ""
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case line[0] == '[':
			meaning = strings.Trim(line, "[]")
		case meaning == "":
			return fmt.Errorf("%s:%d: a phrase before the first [meaning]", name, n+1)
		case meaning == "same":
			l.spellings(line)
		default:
			for _, text := range strings.Split(line, " / ") {
				if err := l.add(meaning, text); err != nil {
					return fmt.Errorf("%s:%d: %w", name, n+1, err)
				}
			}
		}
	}
	return nil
}

// spellings takes "you = u yu yew": words that are read as the first.
func (l *Lexicon) spellings(line string) {
	word, others, _ := strings.Cut(line, " = ")
	for _, o := range strings.Fields(others) {
		l.same[plain(o)] = plain(word)
	}
}

// add takes "he|she|they hit|hits me" as all the phrases it stands for. What
// stands in (round brackets) may be left out; <these|or these words> hold
// choices of several words.
func (l *Lexicon) add(meaning, line string) error {
	all := [][]string{{}}
	for _, group := range groupsOf(line) {
		var longer [][]string
		for _, p := range all {
			for _, choice := range choices(group) {
				longer = append(longer, l.longer(p, choice))
			}
		}
		all = longer
	}
	for _, p := range all {
		if len(p) == 0 || p[0] == "_" || p[0] == ".." || p[0] == "" {
			return fmt.Errorf("%q: a phrase must start with a word", line)
		}
		l.root.add(p, meaning)
		l.learn(p, meaning)
	}
	return nil
}

// groupsOf splits a line at its spaces, but not within brackets.
func groupsOf(line string) []string {
	depth := 0
	return strings.FieldsFunc(line, func(r rune) bool {
		switch r {
		case '(', '<':
			depth++
		case ')', '>':
			depth--
		}
		return r == ' ' && depth == 0
	})
}

// choices are what one group of a line may stand for, each some words.
func choices(group string) [][]string {
	var out [][]string
	for _, c := range strings.Split(strings.Trim(group, "()<>"), "|") {
		if c != "" {
			out = append(out, strings.Fields(c))
		}
	}
	if group[0] == '(' {
		out = append(out, nil)
	}
	return out
}

// longer is a phrase with more words, in the form in which texts are compared.
func (l *Lexicon) longer(p, more []string) []string {
	p = p[:len(p):len(p)]
	for _, w := range more {
		if w != "_" && w != ".." {
			w = l.spelled(plain(w))
		}
		p = append(p, w)
	}
	return p
}

// spelled is a word in its usual spelling.
func (l *Lexicon) spelled(w string) string {
	if s, ok := l.same[w]; ok {
		return s
	}
	return w
}
