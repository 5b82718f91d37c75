package wording

import (
	"strings"
	"unicode"
)

// Grade estimates how hard a text is to read: the Flesch-Kincaid grade, the
// years of school it asks for, less five to be an English school year's.
//
//	0.39 words per sentence + 11.8 syllables per word - 15.59
//
// It counts sentences by their marks and line ends, leaves numbers out, and
// guesses syllables by their vowels, so it is for English only, and of little
// meaning for fewer than ten words. A text without words has grade 0.
func Grade(text string) float64 {
	words, syllableCount, sentences := 0, 0, 0
	for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!\n", r) }) {
		inSentence := 0
		for _, w := range strings.FieldsFunc(sentence, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && !unicode.IsDigit(r) }) {
			if strings.ContainsFunc(w, unicode.IsDigit) {
				continue
			}
			inSentence++
			syllableCount += syllables(w)
		}
		if inSentence > 0 {
			sentences++
			words += inSentence
		}
	}
	if words == 0 {
		return 0
	}
	return 0.39*float64(words)/float64(sentences) + 11.8*float64(syllableCount)/float64(words) - 15.59
}

// Words counts the words of a text as Grade does.
func Words(text string) int {
	n := 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			n++
		}
	}
	return n
}

// syllables guesses how many syllables an English word has: its groups of
// vowels, without the endings that are not spoken.
func syllables(word string) int {
	w := strings.ToLower(strings.ReplaceAll(word, "'", ""))
	n, before := 0, false
	for _, r := range w {
		vowel := strings.ContainsRune("aeiouyàèéìòùäöü", r)
		if vowel && !before {
			n++
		}
		before = vowel
	}
	if silentEnding(w) {
		n--
	}
	return max(n, 1)
}

// silentEnding: made, asked and makes have one syllable; table, wanted and
// voices have two.
func silentEnding(w string) bool {
	switch {
	case strings.HasSuffix(w, "le"):
		return len(w) > 2 && strings.ContainsRune("aeiouyl", rune(w[len(w)-3]))
	case strings.HasSuffix(w, "e"):
		return !strings.HasSuffix(w, "ee")
	case strings.HasSuffix(w, "ed"):
		return len(w) > 3 && !strings.ContainsRune("td", rune(w[len(w)-3]))
	case strings.HasSuffix(w, "es"):
		return len(w) > 3 && !strings.ContainsRune("scxzg", rune(w[len(w)-3]))
	}
	return false
}
