package twilio

import (
	"crypto/hmac"
	"crypto/sha1" // Twilio's choice; as an HMAC it holds
	"crypto/subtle"
	"encoding/base64"
	"hash"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// A signer makes the signatures of one auth token.
type signer struct{ macs *sync.Pool }

func newSigner(token string) signer {
	return signer{&sync.Pool{New: func() any { return hmac.New(sha1.New, []byte(token)) }}}
}

// signatureSize is that of a SHA-1 in base64: 20 bytes make 28 characters.
const signatureSize = 28

func (s signer) sign(out *[signatureSize]byte, text []byte) {
	mac := s.macs.Get().(hash.Hash)
	mac.Reset()
	mac.Write(text)
	var sum [sha1.Size]byte
	base64.StdEncoding.Encode(out[:], mac.Sum(sum[:0]))
	s.macs.Put(mac)
}

// signed tells whether a request bears the council's signature: the HMAC of
// the address as Twilio called it and of every field's name and value, by
// name, with nothing in between.
func (c *council) signed(publicURL string, r *http.Request, f *form) bool {
	text := append(f.signed[:0], publicURL...)
	text = append(text, target(r)...)
	for _, p := range f.fields {
		text = append(append(text, f.at(p.name)...), f.at(p.value)...)
	}
	f.signed = text
	given := r.Header.Get("X-Twilio-Signature")
	for _, s := range *c.signers.Load() {
		var want [signatureSize]byte
		s.sign(&want, text)
		if subtle.ConstantTimeCompare(want[:], []byte(given)) == 1 {
			return true
		}
	}
	return false
}

// target is the path and query as they were called, escapes and all.
func target(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		return r.RequestURI
	}
	return r.URL.RequestURI() // called through a proxy, by the whole address
}

// Sign makes the signature of a form posted to an address, as Twilio would.
func Sign(token, address string, values url.Values) string {
	f := form{body: []byte(values.Encode())}
	f.parse()
	text := []byte(address)
	for _, p := range f.fields {
		text = append(append(text, f.at(p.name)...), f.at(p.value)...)
	}
	var out [signatureSize]byte
	newSigner(token).sign(&out, text)
	return string(out[:])
}
