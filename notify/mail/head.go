package mail

import (
	"errors"
	"fmt"
	"mime"
	"net/mail"
	"strings"
	"unicode/utf8"
)

// This file looks at every field before it stands in the head of a mail. The
// rules are: what we say ourselves and cannot stand there is an error; what a
// stranger's mail brought along, such as the ids of a conversation, is left out.

// line refuses what would end a line of the head and begin another.
func line(what, value string) error {
	if strings.ContainsAny(value, "\r\n\x00") || !utf8.ValidString(value) {
		return fmt.Errorf("%s cannot stand in the head of a mail", what)
	}
	return nil
}

var errAddress = errors.New("not a mail address")

// address reads a bare address, without a name. It is not quoted in the error,
// which is logged.
func address(s string) (*mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s || line("", s) != nil ||
		strings.ContainsAny(s, " \t<>()[],:;\"\\") || len(s) > maxAddress {
		return nil, errAddress
	}
	return a, nil
}

// maxAddress is how long an address may be on its way (RFC 5321, 4.5.3.1.3).
const maxAddress = 254

func domain(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// header writes an address with its name. A comma in a name is encoded: what
// puts the mail together would take it for the end of an address.
func header(a *mail.Address) string {
	if !strings.Contains(a.Name, ",") {
		return a.String()
	}
	const mark = "\u00ad" // not ASCII, so that all is encoded; it is taken out again
	words := mime.QEncoding.Encode("utf-8", a.Name+mark)
	words = strings.NewReplacer("=C2=AD", "", ",", "=2C").Replace(words)
	return words + " <" + a.Address + ">"
}

// maxSubject is how long a subject may be; a phone shows half of it.
const maxSubject = 120

// subject refuses what is no subject, and cuts one that is too long.
func subject(s string) (string, error) {
	if err := line("the subject", s); err != nil {
		return "", err
	}
	if s = strings.TrimSpace(s); s == "" {
		return "", errors.New("a mail needs a subject")
	}
	if r := []rune(s); len(r) > maxSubject {
		s = strings.TrimSpace(string(r[:maxSubject-1])) + "…"
	}
	return s, nil
}

const (
	// maxID is the length of an id beyond which it is not a mail server's.
	maxID = 250
	// maxReferences keeps the line under the 998 bytes that it may have: what
	// puts the mail together does not fold it.
	maxReferences = 900
)

// thread picks from the ids of a conversation those that can stand in a head.
func thread(ids []string) (out []string) {
	for _, id := range ids {
		if wellFormed(id) {
			out = append(out, "<"+id+">")
		}
	}
	return out
}

func wellFormed(id string) bool {
	if id == "" || len(id) > maxID {
		return false
	}
	for _, b := range []byte(id) {
		if b <= ' ' || b > '~' || b == '<' || b == '>' {
			return false
		}
	}
	return true
}

// references joins a conversation: its beginning, and as much of its end as
// there is room for (RFC 5537, 3.4.4 trims alike).
func references(ids []string) string {
	room := maxReferences
	var end []string
	for i := len(ids) - 1; i > 0; i-- {
		if room -= len(ids[i]) + 1; room < maxID {
			break
		}
		end = append([]string{ids[i]}, end...)
	}
	if len(ids) == 0 {
		return ""
	}
	return strings.Join(append(ids[:1:1], end...), " ")
}
