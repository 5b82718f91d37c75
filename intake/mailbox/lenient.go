package mailbox

import (
	"bytes"
	"unicode/utf8"
)

// This file makes what strangers send fit for a strict reader. The rules are:
// nothing here fails; a line that cannot be a header is dropped from the header
// alone, and the raw mail still has it; the work is linear in the size.

// maxHeader is how many bytes of one header are read. Real ones have 2 to 20 kB.
const maxHeader = 256 << 10

// unwrap removes what mail stores and old machines put around a mail: a byte
// order mark, blank lines, mbox's own first line, bare carriage returns.
func unwrap(raw []byte) []byte {
	if bytes.IndexByte(raw, '\n') < 0 {
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	raw = bytes.TrimLeft(raw, "\r\n")
	for _, mbox := range []string{"From ", ">From "} {
		if bytes.HasPrefix(raw, []byte(mbox)) {
			_, raw, _ = bytes.Cut(raw, []byte("\n"))
		}
	}
	return raw
}

// split parts a mail, or a part of one, into its header, cleaned, and its
// body. Without a single line that could be a header it is all body.
func split(raw []byte) (head, body []byte) {
	end, next := len(raw), len(raw)
	for at := 0; at < len(raw); {
		line, after := cutLine(raw, at)
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			end, next = at, after
			break
		}
		at = after
	}
	head = clean(raw[:end])
	if len(head) == 0 && end > 0 {
		return nil, raw
	}
	return head, raw[next:]
}

// cutLine returns the line that starts at a place, with its end, and where the
// next one starts.
func cutLine(b []byte, at int) (line []byte, next int) {
	i := bytes.IndexByte(b[at:], '\n')
	if i < 0 {
		return b[at:], len(b)
	}
	return b[at : at+i+1], at + i + 1
}

// clean keeps the lines of a header that are a field's, as UTF-8.
func clean(head []byte) []byte {
	var out []byte
	keep := false
	for at := 0; at < len(head) && len(out) < maxHeader; {
		var line []byte
		line, at = cutLine(head, at)
		if line[0] != ' ' && line[0] != '\t' {
			keep = isField(line)
		}
		if keep {
			out = append(out, utf8Of(bytes.TrimRight(line, "\r\n"))...)
			out = append(out, '\r', '\n')
		}
	}
	return out
}

// isField tells whether a line begins a header field.
func isField(line []byte) bool {
	key, _, ok := bytes.Cut(line, []byte(":"))
	key = bytes.TrimRight(key, " \t")
	if !ok || len(key) == 0 || len(key) > 100 {
		return false
	}
	for _, c := range key {
		if c <= ' ' || c >= 127 {
			return false
		}
	}
	return true
}

// utf8Of returns text as UTF-8. What is not UTF-8 is taken for windows-1252,
// which is what unlabelled mail in Britain has always been.
func utf8Of(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	out := make([]byte, 0, len(b)+len(b)/8)
	for _, c := range b {
		switch {
		case c < 0x80:
			out = append(out, c)
		case c < 0xa0:
			out = utf8.AppendRune(out, windows1252[c-0x80])
		default:
			out = utf8.AppendRune(out, rune(c))
		}
	}
	return out
}

// windows1252 is where that code page differs from Latin-1. Its five holes
// stay the control characters they are, and are dropped from texts later.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}
