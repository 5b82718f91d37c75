package twilio

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// This file reads the form of a webhook. net/http could, but to verify a
// signature costs 1 us and to let net/http parse the form another 10, on the
// one path where a flood must be stood. The rules are: everything that was
// posted counts, since everything is signed; a name that stands there twice is
// refused, since Twilio's own validators look at one of the two only.

// maxBody is the most a webhook may have. A text has up to 1,600 characters,
// each at most 12 bytes once it is escaped; the rest is room for years to come.
const maxBody = 64 << 10

var errTooLarge = errors.New("more than 64 kB")

// A form is a webhook's body, taken apart in place. It is used again.
type form struct {
	body   []byte
	fields []field // by name, once parsed
	signed []byte  // what the signature is made of
}

// A field is where its name and value are in the body. Offsets, rather than
// slices, give the garbage collector nothing to follow.
type field struct{ name, value span }

type span struct{ from, to int32 }

func (f *form) at(s span) []byte { return f.body[s.from:s.to] }

var forms = sync.Pool{New: func() any { return new(form) }}

// release gives the form back. One that a stranger made large is not kept.
func (f *form) release() {
	if cap(f.body) > maxBody/4 || cap(f.fields) > 256 {
		return
	}
	forms.Put(f)
}

// read reads the whole body, up to its limit.
func (f *form) read(r *http.Request) error {
	if r.ContentLength > maxBody {
		return errTooLarge
	}
	f.body = slices.Grow(f.body[:0], max(int(r.ContentLength), 1023)+1)
	for {
		n, err := r.Body.Read(f.body[len(f.body):cap(f.body)])
		f.body = f.body[:len(f.body)+n]
		switch {
		case len(f.body) > maxBody:
			return errTooLarge
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if len(f.body) == cap(f.body) {
			f.body = slices.Grow(f.body, len(f.body))
		}
	}
}

// parse takes the body apart and puts the fields in the order of their names.
// It returns false for a bad escape or a repeated name.
func (f *form) parse() bool {
	f.fields = f.fields[:0]
	for from := 0; from < len(f.body); {
		end := next(f.body, from, len(f.body), '&')
		equals := next(f.body, from, end, '=')
		name, ok1 := f.unescape(from, equals)
		value, ok2 := f.unescape(min(equals+1, end), end)
		if !ok1 || !ok2 {
			return false
		}
		if end > from {
			f.fields = append(f.fields, field{name, value})
		}
		from = end + 1
	}
	slices.SortFunc(f.fields, func(a, b field) int { return bytes.Compare(f.at(a.name), f.at(b.name)) })
	for i := 1; i < len(f.fields); i++ {
		if bytes.Equal(f.at(f.fields[i-1].name), f.at(f.fields[i].name)) {
			return false
		}
	}
	return true
}

// next is where a byte next stands in b[from:to], to if nowhere.
func next(b []byte, from, to int, c byte) int {
	if i := bytes.IndexByte(b[from:to], c); i >= 0 {
		return from + i
	}
	return to
}

// unescape decodes in place, as the result is never longer.
func (f *form) unescape(from, to int) (span, bool) {
	b := f.body[from:to]
	if bytes.IndexByte(b, '%') < 0 && bytes.IndexByte(b, '+') < 0 {
		return span{int32(from), int32(to)}, true
	}
	n := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '+':
			b[n] = ' '
		case '%':
			if i+2 >= len(b) || hex[b[i+1]] < 0 || hex[b[i+2]] < 0 {
				return span{}, false
			}
			b[n] = byte(hex[b[i+1]]<<4 | hex[b[i+2]])
			i += 2
		default:
			b[n] = b[i]
		}
		n++
	}
	return span{int32(from), int32(from + n)}, true
}

// hex is the value of each hex digit, -1 for any other byte.
var hex = func() (table [256]int8) {
	for i := range table {
		table[i] = int8(strings.IndexByte("0123456789abcdef", byte(i)))
		if 'A' <= i && i <= 'F' {
			table[i] = int8(i - 'A' + 10)
		}
	}
	return table
}()

// find returns a field's value, valid until the form is released. A webhook
// has some twenty fields, so looking through them is the fastest.
func (f *form) find(name string) []byte {
	for i := range f.fields {
		if string(f.at(f.fields[i].name)) == name {
			return f.at(f.fields[i].value)
		}
	}
	return nil
}

// value returns a field as a string of its own, "" where there is none.
func (f *form) value(name string) string { return string(f.find(name)) }

// has tells whether each of some fields is there and not empty.
func (f *form) has(names []string) bool {
	for _, n := range names {
		if len(f.find(n)) == 0 {
			return false
		}
	}
	return true
}
