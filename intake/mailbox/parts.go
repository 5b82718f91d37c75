package mailbox

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/emersion/go-message"
)

// part is one part of a mail, or the whole.
type part struct {
	header message.Header
	media  string // "text/plain"
	params map[string]string
	body   []byte // still encoded
}

var (
	aBoundary = regexp.MustCompile(`(?i)boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))`)
	aMedia    = regexp.MustCompile(`^[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}$`)
)

func newPart(h message.Header, body []byte) part {
	p := part{header: h, body: body}
	p.media, p.params, _ = h.ContentType()
	if p.params == nil {
		p.params = map[string]string{}
	}
	field := h.Get("Content-Type")
	if !aMedia.MatchString(p.media) {
		p.media, _, _ = strings.Cut(strings.ToLower(field), ";")
		p.media = strings.TrimSpace(p.media)
	}
	switch {
	case field == "" || p.media == "text":
		p.media = "text/plain"
	case !aMedia.MatchString(p.media):
		p.media = "application/octet-stream"
	}
	if b := aBoundary.FindStringSubmatch(field); b != nil && p.params["boundary"] == "" {
		p.params["boundary"] = b[1] + b[2]
	}
	return p
}

// data returns the bytes of a part, decoded.
func (p part) data() []byte { return decode(p.header.Get("Content-Transfer-Encoding"), p.body) }

// children parts a multipart at its boundary lines, at most limit of them. A
// missing end is no harm: the last child ends where the bytes do.
func (p part) children(limit int) (out []part, more bool) {
	mark := []byte("--" + strings.TrimRight(p.params["boundary"], " "))
	if len(mark) == 2 {
		return nil, false
	}
	start := -1 // of the present child
	for at := 0; at < len(p.body); {
		line, next := cutLine(p.body, at)
		rest, ok := bytes.CutPrefix(line, mark)
		rest = bytes.TrimSpace(rest)
		last := bytes.Equal(rest, []byte("--"))
		if ok && (last || len(rest) == 0) {
			if start >= 0 {
				out = append(out, p.child(p.body[start:at]))
			}
			start = next
			if last {
				return out, false
			}
			if len(out) == limit {
				return out, true
			}
		}
		at = next
	}
	if start >= 0 && start < len(p.body) {
		out = append(out, p.child(p.body[start:]))
	}
	return out, false
}

// child reads a part; the line end before a boundary belongs to the boundary.
func (p part) child(raw []byte) part {
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	raw = bytes.TrimSuffix(raw, []byte("\r"))
	head, body := split(raw)
	c := newPart(header(head), body)
	if p.media == "multipart/digest" && c.header.Get("Content-Type") == "" {
		c.media = "message/rfc822"
	}
	return c
}

// attached tells whether a part is meant as a file rather than to be read.
func (p part) attached() bool {
	disposition, params, _ := p.header.ContentDisposition()
	return strings.EqualFold(disposition, "attachment") || params["filename"] != "" || p.params["name"] != ""
}
