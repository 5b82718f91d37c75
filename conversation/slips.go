package conversation

import "strings"

// This file reads words that are one slip of the thumb away from a word that
// Heard knows: a letter missing, too many, wrong, or two of them swapped. Only
// long words are, which are hard to take for one another, and never those of
// danger, which are written out in their own file.

// shortestSlip is the fewest letters of a word that may be mistyped.
const shortestSlip = 6

// learn notes what a word looks like with one letter less.
func (l *Lexicon) learn(w string) {
	if len(w) < shortestSlip {
		return
	}
	l.slips[w] = w
	for i := range w {
		l.slips[w[:i]+w[i+1:]] = w
	}
}

// usual is a word of a text in its usual spelling: "u" is "you", "nahh" is
// "nah", "avdocate" is "advocate".
func (l *Lexicon) usual(w string) spelling {
	if s, ok := l.known[w]; ok {
		return s
	}
	if once := drawnOut(w); once != w {
		if s, ok := l.known[once]; ok {
			return s
		}
	}
	for _, s := range l.sounds {
		if stem, ok := strings.CutSuffix(w, s.heard); ok && len(stem) > 1 {
			if meant, ok := l.known[stem+s.meant]; ok {
				return meant
			}
		}
	}
	meant := l.slip(w)
	if s, ok := l.known[meant]; ok {
		return s
	}
	return spelling{same: w}
}

// drawnOut is a word without its doubled letters: "yeahh", "noo", "pleaase".
func drawnOut(w string) string {
	for i := 1; i < len(w); i++ {
		if w[i] == w[i-1] && w[i] >= 'a' {
			out := []byte(w[:i])
			for _, c := range []byte(w[i:]) {
				if c != out[len(out)-1] {
					out = append(out, c)
				}
			}
			return string(out)
		}
	}
	return w
}

// slip returns the word that a mistyped one was meant to be.
func (l *Lexicon) slip(w string) string {
	if len(w) < shortestSlip || len(w) > len(slipBuffer{}) {
		return w
	}
	if meant, ok := l.slips[w]; ok && meant[0] == w[0] {
		return meant // a letter is missing
	}
	var buffer slipBuffer
	for i := 1; i < len(w); i++ {
		less := append(append(buffer[:0], w[:i]...), w[i+1:]...)
		if meant, ok := l.slips[string(less)]; ok && meant[0] == w[0] && oneApart(w, meant) {
			return meant
		}
	}
	return w
}

type slipBuffer [24]byte

// oneApart tells whether two words differ by one letter, or by two swapped.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		return true // what is left of a, less one letter, was found
	}
	i := 0
	for a[i] == b[i] {
		i++
		if i == len(a) {
			return true
		}
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
