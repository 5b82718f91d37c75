package conversation

import (
	"embed"
	"fmt"
	"strings"

	"heard/casework"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// Lexicon is how one language's replies are read: phrases of whole words, by
// what they mean. It is data: a file a language, one phrase a line.
type Lexicon struct {
	Language casework.Lang
	// phrases by meaning and then by their first word, the longest first.
	phrases map[string]map[string][]phrase
}

// phrase is words in a row. "_" stands for any one word, ".." for up to three.
type phrase []string

// LoadLexicon reads the lexicon of a language. An error names its line.
func LoadLexicon(lang casework.Lang) (*Lexicon, error) {
	l := &Lexicon{Language: lang, phrases: map[string]map[string][]phrase{}}
	for _, kind := range []string{".txt", ".danger.txt"} {
		name := "lexicon/" + string(lang) + kind
		raw, err := lexiconFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("there is no %s: a language needs both its files", name)
		}
		if err := l.parse(name, string(raw)); err != nil {
			return nil, err
		}
	}
	return l, nil
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
			l.phrases[meaning] = map[string][]phrase{}
		case meaning == "":
			return fmt.Errorf("%s:%d: a phrase before the first [meaning]", name, n+1)
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

// add takes "he|she|they hit|hits me" as all the phrases it stands for.
func (l *Lexicon) add(meaning, line string) error {
	all := []phrase{{}}
	for _, alternatives := range strings.Fields(line) {
		var longer []phrase
		for _, p := range all {
			for _, w := range strings.Split(alternatives, "|") {
				longer = append(longer, append(p[:len(p):len(p)], readable(w)))
			}
		}
		all = longer
	}
	for _, p := range all {
		if p[0] == "_" || p[0] == ".." || p[0] == "" {
			return fmt.Errorf("a phrase must start with a word")
		}
		by := l.phrases[meaning]
		by[p[0]] = append(by[p[0]], p)
	}
	return nil
}

// readable is a word of a lexicon in the form in which texts are compared.
func readable(w string) string {
	if w == "_" || w == ".." {
		return w
	}
	return plain(w)
}

// match is where a phrase was found: tokens[start:end].
type match struct {
	meaning    string
	start, end int
	phrase     phrase
}

// find returns the phrases of some meanings in a text, from left to right, at
// each place the longest; of equally long ones that of the meaning named first.
func (l *Lexicon) find(toks []token, meanings ...string) []match {
	var out []match
	for i := 0; i < len(toks); {
		best, ok := l.at(toks, i, meanings)
		if !ok {
			i++
			continue
		}
		out = append(out, best)
		i = best.end
	}
	return out
}

func (l *Lexicon) at(toks []token, i int, meanings []string) (match, bool) {
	var best match
	for _, m := range meanings {
		for _, p := range l.phrases[m][toks[i].word] {
			if end, ok := p.match(toks, i); ok && end > best.end {
				best = match{m, i, end, p}
			}
		}
	}
	return best, best.end > 0
}

// has tells whether a text has a phrase of a meaning.
func (l *Lexicon) has(toks []token, meaning string) bool {
	return len(l.find(toks, meaning)) > 0
}

// is tells whether a text is nothing but phrases of some meanings.
func (l *Lexicon) is(toks []token, meanings ...string) bool {
	covered, words := 0, 0
	for _, m := range l.find(toks, meanings...) {
		for _, t := range toks[m.start:m.end] {
			covered += count(t)
		}
	}
	for _, t := range toks {
		words += count(t)
	}
	return words > 0 && covered == words
}

// count is 0 for a question mark, which people put behind anything.
func count(t token) int {
	if t.word == "?" {
		return 0
	}
	return 1
}

// maxGap is how many words ".." may stand for.
const maxGap = 3

func (p phrase) match(toks []token, i int) (end int, ok bool) {
	for n, w := range p {
		if w == ".." {
			for skip := 0; skip <= maxGap && i+skip <= len(toks); skip++ {
				if end, ok := p[n+1:].match(toks, i+skip); ok {
					return end, true
				}
			}
			return 0, false
		}
		if i >= len(toks) || w != "_" && toks[i].word != w {
			return 0, false
		}
		i++
	}
	return i, true
}
