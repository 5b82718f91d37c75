package casework

import (
	"fmt"
	"strings"
)

// Reference is the number of a case that people quote: a council's prefix and
// five characters, stored "BCP-4K7Q2". The last character checks the rest, so
// a misheard character or two that changed places are noticed.
type Reference string

// alphabet holds what cannot be mistaken when spoken or written: no I, L, O, S
// or U, no 0 or 1. It has 29 characters, a prime, which is what lets one check
// character catch every single slip and every swap of neighbours.
const alphabet = "23456789ABCDEFGHJKMNPQRTVWXYZ"

const digits = 8 // the alphabet's first characters

// bodyLength is the characters a reference has before its check character.
const bodyLength = 4

// NewReference makes a reference from a council's prefix and four random
// bytes. It starts with a digit and has a second one before long, so that no
// word can appear; that leaves 121,024 references for each council.
func NewReference(prefix string, random [bodyLength]byte) Reference {
	var body [bodyLength]byte
	seen := 0
	for i, r := range random {
		body[i] = alphabet[int(r)%len(alphabet)]
		if i == 0 || i == bodyLength-1 && seen < 2 {
			body[i] = alphabet[int(r)%digits]
		}
		if strings.IndexByte(alphabet, body[i]) < digits {
			seen++
		}
	}
	return Reference(prefix + "-" + string(body[:]) + string(checkCharacter(body[:])))
}

func checkCharacter(body []byte) rune {
	sum := 0
	for i, c := range body {
		sum += (i + 2) * strings.IndexByte(alphabet, c)
	}
	return rune(alphabet[sum%len(alphabet)])
}

// ParseReference reads a reference in any spacing, case or punctuation, as
// people type it: "bcp 4k7q2", "BCP-4K7 Q2". It refuses one whose check
// character does not fit.
func ParseReference(text string) (Reference, error) {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, text)
	cut := len(clean) - bodyLength - 1
	if cut < 1 {
		return "", fmt.Errorf("%q is too short for a case reference: it looks like HAM 4K7 Q2", text)
	}
	prefix, body := clean[:cut], []byte(clean[cut:])
	for _, c := range body {
		if strings.IndexByte(alphabet, c) < 0 {
			return "", fmt.Errorf("%q has a character no case reference has (%c): check it again", text, c)
		}
	}
	if checkCharacter(body[:bodyLength]) != rune(body[bodyLength]) {
		return "", fmt.Errorf("%q is not quite a case reference: one character is wrong, check it again", text)
	}
	return Reference(prefix + "-" + string(body)), nil
}

// Show writes the reference for people: "BCP 4K7 Q2".
func (r Reference) Show() string {
	prefix, body, ok := strings.Cut(string(r), "-")
	if !ok || len(body) < 4 {
		return string(r)
	}
	return prefix + " " + body[:3] + " " + body[3:]
}
