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

type field struct{ name, value []byte }

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
	for rest := f.body; len(rest) > 0; {
		var pair []byte
		pair, rest, _ = bytes.Cut(rest, []byte("&"))
		if len(pair) == 0 {
			continue
		}
		name, value, _ := bytes.Cut(pair, []byte("="))
		name, ok1 := unescape(name)
		value, ok2 := unescape(value)
		if !ok1 || !ok2 {
			return false
		}
		f.fields = append(f.fields, field{name, value})
	}
	slices.SortFunc(f.fields, func(a, b field) int { return bytes.Compare(a.name, b.name) })
	for i := 1; i < len(f.fields); i++ {
		if bytes.Equal(f.fields[i-1].name, f.fields[i].name) {
			return false
		}
	}
	return true
}

// unescape decodes in place, as the result is never longer.
func unescape(b []byte) ([]byte, bool) {
	if bytes.IndexByte(b, '%') < 0 && bytes.IndexByte(b, '+') < 0 {
		return b, true
	}
	out := b[:0]
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '+':
			out = append(out, ' ')
		case '%':
			if i+2 >= len(b) || hex[b[i+1]] < 0 || hex[b[i+2]] < 0 {
				return nil, false
			}
			out = append(out, byte(hex[b[i+1]]<<4|hex[b[i+2]]))
			i += 2
		default:
			out = append(out, b[i])
		}
	}
	return out, true
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

// find returns a field's value, valid until the form is released.
func (f *form) find(name string) []byte {
	i, ok := slices.BinarySearchFunc(f.fields, name, func(a field, b string) int {
		return strings.Compare(string(a.name), b)
	})
	if !ok {
		return nil
	}
	return f.fields[i].value
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
