package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Lookup turns what a person or a message is known by into a name that tells
// nothing: an address, a provider's id. Its key is never rotated, for what was
// stored under a name could not be found under another.
type Lookup struct{ macs *sync.Pool }

// keyed is what crypto/hmac makes.
type keyed interface {
	io.Writer
	Reset()
	Sum([]byte) []byte
}

// ParseLookup reads a lookup key: base64 of 32 bytes. Errors quote nothing of it.
func ParseLookup(encoded string) (Lookup, error) {
	key, err := decodeKey(strings.TrimSpace(encoded))
	if err != nil {
		return Lookup{}, fmt.Errorf("lookup key: %w", err)
	}
	return Lookup{&sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}}, nil
}

// Format prints nothing of the key, whatever the verb.
func (l Lookup) Format(f fmt.State, _ rune) { io.WriteString(f, "a lookup key") }

// Hash is the first 16 bytes of an HMAC-SHA256 over the purpose and the value.
// The same value under two purposes has two names. It panics for the zero
// Lookup, which would give everybody the names.
func (l Lookup) Hash(purpose, value string) (name [16]byte) {
	if l.macs == nil {
		panic("store: no lookup key")
	}
	mac := l.macs.Get().(keyed)
	defer l.macs.Put(mac)
	mac.Reset()
	var buf [192]byte
	text := binary.AppendUvarint(buf[:0], uint64(len(purpose))) // or "a","bc" would be "ab","c"
	text = append(append(text, purpose...), value...)
	mac.Write(text)
	copy(name[:], mac.Sum(buf[:0]))
	return name
}
