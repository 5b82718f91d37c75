package conversation

import (
	"strings"
	"unicode"

	"heard/casework"
)

// signed takes somebody's name from their mailer, so that nobody is asked for
// what is there. Who writes for another is the contact, not the complainant.
func (t *turn) signed(mailer string) {
	name := personsName(mailer)
	if name == "" || t.s.Anonymous || t.contact.Name != "" || t.draft.Complainant.Name != "" {
		return
	}
	if self(t.draft.ContactedBy.Role) {
		t.do(casework.Introduce{Name: name})
	} else {
		t.do(casework.Introduce{ContactName: name})
	}
	t.contact.Name = name
}

// personsName returns what a mailer gives for a name if it looks like a
// person's: two to four words of letters, "Family, Given" turned round. An
// address, a device or an office is none.
func personsName(mailer string) string {
	if family, given, ok := strings.Cut(mailer, ","); ok {
		mailer = given + " " + family
	}
	words := strings.Fields(mailer)
	if len(words) < 2 || len(words) > 4 {
		return ""
	}
	for _, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("-'’.", r) }) ||
			notNames[strings.ToLower(w)] || !strings.ContainsFunc(w, unicode.IsLetter) {
			return ""
		}
	}
	return strings.Join(words, " ")
}

// notNames are words in what mailers give that is no person's name.
var notNames = map[string]bool{
	"mail": true, "email": true, "iphone": true, "ipad": true, "android": true, "team": true, "admin": true,
	"office": true, "school": true, "info": true, "reply": true, "council": true, "service": true, "services": true, "the": true,
}
