package store

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// This file seals what people told us before an engine sees it: a stolen disk
// or backup tells nobody anything. The rules are: a body opens only under the
// key of the document it was sealed for, so records cannot be swapped; key
// material is never printed, not even in an error; the layout below never
// changes without a new version.
//
//	1 byte   version, 1
//	1 byte   length of the seal key's id, then the id
//	1 byte   length of the case key's id, 0 for now: a key per case will let
//	         one person's words be made unreadable while backups still hold them
//	12 bytes nonce, drawn at random
//	...      AES-256-GCM of the plain bytes, with its 16 byte tag
//
// All before the nonce and the document's key are authenticated with it. With
// random nonces one key is good for 2^32 seals, that is a hundred a second for
// 16 months; keys are to be rotated long before, so none are derived here.

const (
	sealVersion = 1
	keySize     = 32 // bytes, AES-256
	maxKeyID    = 32 // characters
	nonceSize   = 12
	tagSize     = 16
)

// ErrSealed means that a body could not be opened: it was changed, belongs to
// another document, or was sealed with a key that is not at hand.
var ErrSealed = errors.New("store: sealed and cannot be opened")

// Keys are the seal keys of one council. The first seals, all open. They may
// be copied and used by any number of goroutines. The zero Keys can do neither.
type Keys struct{ list []sealKey }

type sealKey struct {
	id   string
	head []byte // an envelope's bytes before the nonce
	aead cipher.AEAD
}

// ParseKeys reads a list of keys separated by commas, each as id:base64 of 32
// bytes; one without an id has the id 1. An id is at most 32 letters, digits,
// dots, dashes and underscores. Errors say which key of the list is wrong and
// why, and quote nothing of it.
func ParseKeys(list string) (Keys, error) {
	var keys Keys
	for i, text := range strings.Split(list, ",") {
		k, err := parseSealKey(strings.TrimSpace(text))
		if err != nil {
			return Keys{}, fmt.Errorf("seal key %d: %w", i+1, err)
		}
		if _, ok := keys.byID(k.id); ok {
			return Keys{}, fmt.Errorf("seal key %d: its id is that of a key before it", i+1)
		}
		keys.list = append(keys.list, k)
	}
	return keys, nil
}

func parseSealKey(text string) (sealKey, error) {
	id, encoded, ok := strings.Cut(text, ":")
	if !ok {
		id, encoded = "1", text
	}
	if !validKeyID(id) {
		return sealKey{}, errors.New("an id is 1 to 32 letters, digits, dots, dashes and underscores, followed by a colon")
	}
	key, err := decodeKey(encoded)
	if err != nil {
		return sealKey{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealKey{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return sealKey{}, err
	}
	head := append([]byte{sealVersion, byte(len(id))}, id...)
	return sealKey{id, append(head, 0), aead}, nil
}

// decodeKey turns base64 into 32 bytes. Its errors replace those of the
// decoder, which quote the input.
func decodeKey(encoded string) ([]byte, error) {
	encoded = strings.TrimRight(encoded, "=")
	key, err := base64.RawStdEncoding.DecodeString(encoded)
	switch {
	case encoded == "":
		return nil, errors.New("there is no key")
	case err != nil:
		return nil, errors.New("not base64")
	case len(key) != keySize:
		return nil, fmt.Errorf("%d bytes long, expected %d", len(key), keySize)
	case strings.Count(string(key), string(key[:1])) == keySize:
		return nil, errors.New("all its bytes are the same: draw one with openssl rand -base64 32")
	}
	return key, nil
}

func validKeyID(id string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"
	return id != "" && len(id) <= maxKeyID && strings.Trim(id, allowed) == ""
}

func (k Keys) byID(id string) (sealKey, bool) {
	for _, s := range k.list {
		if s.id == id {
			return s, true
		}
	}
	return sealKey{}, false
}

// Format prints that there are keys, whatever the verb, and never one of them.
func (k Keys) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%d seal keys", len(k.list)) }

// Seal seals plain as the body of the document docKey, with the first of the
// keys. It panics without a key: nothing may be written open.
func Seal(keys Keys, docKey string, plain []byte) []byte {
	if len(keys.list) == 0 {
		panic("store: no key to seal with")
	}
	k := keys.list[0]
	sealed := make([]byte, len(k.head), len(k.head)+nonceSize+len(plain)+tagSize)
	copy(sealed, k.head)
	return k.aead.Seal(sealed, nil, plain, bind(k.head, docKey))
}

// Open returns what was sealed as the body of the document docKey. Every error
// wraps ErrSealed and names the id of a key that is missing.
func Open(keys Keys, docKey string, sealed []byte) ([]byte, error) {
	id, head, rest, err := cutHead(sealed)
	if err != nil {
		return nil, err
	}
	k, ok := keys.byID(id)
	if !ok {
		return nil, fmt.Errorf("%w: the key with the id %q is missing", ErrSealed, id)
	}
	plain, err := k.aead.Open(nil, nil, rest, bind(head, docKey))
	if err != nil {
		return nil, fmt.Errorf("%w: changed, or another document's", ErrSealed)
	}
	return plain, nil
}

// cutHead splits an envelope before its nonce.
func cutHead(sealed []byte) (id string, head, rest []byte, err error) {
	if len(sealed) < 3 || sealed[0] != sealVersion {
		return "", nil, nil, fmt.Errorf("%w: not an envelope of version %d", ErrSealed, sealVersion)
	}
	n := 2 + int(sealed[1])
	if len(sealed) <= n || !validKeyID(string(sealed[2:n])) {
		return "", nil, nil, fmt.Errorf("%w: no id of a key", ErrSealed)
	}
	if sealed[n] != 0 {
		return "", nil, nil, fmt.Errorf("%w: needs a case's own key", ErrSealed)
	}
	return string(sealed[2:n]), sealed[:n+1], sealed[n+1:], nil
}

// bind is what a seal holds for besides the text. The head bears its own
// length, so no two pairs make the same bytes.
func bind(head []byte, docKey string) []byte {
	b := make([]byte, 0, len(head)+len(docKey))
	return append(append(b, head...), docKey...)
}
