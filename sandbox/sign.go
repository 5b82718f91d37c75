package sandbox

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Sign gives the X-Twilio-Signature of a form posted to a URL: the HMAC-SHA1,
// under the account's auth token, of the URL followed by every name and value,
// in the order of the names and with nothing between. A fragment is the
// provider's own (it carries connection settings) and is not signed. Of a
// repeated name all values count, sorted and each once.
func Sign(token, to string, form url.Values) string {
	to, _, _ = strings.Cut(to, "#")
	mac := hmac.New(sha1.New, []byte(token))
	_, _ = io.WriteString(mac, to)
	for _, name := range slices.Sorted(maps.Keys(form)) {
		values := slices.Compact(slices.Sorted(slices.Values(form[name])))
		for _, v := range values {
			_, _ = io.WriteString(mac, name+v)
		}
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
