package mailbox

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"unicode"

	"github.com/emersion/go-message/charset"
)

// decode undoes a transfer encoding. One that nobody knows leaves the bytes as
// they are, and damage within costs only what is damaged.
func decode(encoding string, body []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return decodeBase64(body)
	case "quoted-printable":
		return decodeQuoted(body)
	}
	return body
}

// decodeBase64 drops what is no base64 and decodes the rest. Text may follow
// the padding, where a server added a footer; it is not ours to decode.
func decodeBase64(body []byte) []byte {
	kept := make([]byte, 0, len(body))
	for _, c := range body {
		switch {
		case c == '=':
			if len(kept)%4 != 0 {
				return decodeGroups(kept)
			}
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '+', c == '/':
			kept = append(kept, c)
		}
	}
	return decodeGroups(kept)
}

func decodeGroups(kept []byte) []byte {
	if len(kept)%4 == 1 {
		kept = kept[:len(kept)-1] // 6 bits make no byte
	}
	n, _ := base64.RawStdEncoding.Decode(kept, kept)
	return kept[:n]
}

// decodeQuoted decodes quoted-printable; what is no escape stands for itself.
func decodeQuoted(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for at := 0; at < len(body); {
		var line []byte
		line, at = cutLine(body, at)
		text := bytes.TrimRight(line, " \t\r\n")
		end := line[len(bytes.TrimRight(line, "\r\n")):]
		if bytes.HasSuffix(text, []byte("=")) {
			text, end = text[:len(text)-1], nil // the line goes on
		}
		out = append(appendQuoted(out, text), end...)
	}
	return out
}

func appendQuoted(out, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		if text[i] == '=' && i+2 < len(text) && unhex(text[i+1]) >= 0 && unhex(text[i+2]) >= 0 {
			out = append(out, byte(unhex(text[i+1])<<4|unhex(text[i+2])))
			i += 2
			continue
		}
		out = append(out, text[i])
	}
	return out
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// toText turns the bytes of a text part into plain UTF-8 with line feeds.
func toText(label string, b []byte) string {
	text := string(toUTF8(label, b))
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	return strings.Map(printable, text)
}

// toUTF8 converts from a named character set. Mailers that say ASCII or
// Latin-1 mean windows-1252, and one that nobody knows is guessed.
func toUTF8(label string, b []byte) []byte {
	switch label = strings.ToLower(strings.Trim(label, " \"'")); label {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252":
		return utf8Of(b)
	}
	r, err := charset.Reader(label, bytes.NewReader(b))
	if err != nil {
		return utf8Of(b)
	}
	if got, err := io.ReadAll(r); err == nil {
		return utf8Of(got)
	}
	return utf8Of(b)
}

// printable drops what nobody can read and some use to deceive: control
// characters, and marks that turn the direction of the text around.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), r == '\u200b', r == '\ufeff', r == '\u00ad', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}
