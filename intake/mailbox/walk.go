package mailbox

import (
	"slices"
	"strings"
)

// walk goes through the parts of a mail and collects its text, its files and
// the reports that machines put in for machines.
type walk struct {
	mail    *Mail
	parts   int
	reports []part
}

// written is text that was found. Rich text was made from HTML.
type written struct {
	text string
	rich bool
}

// reportTypes are parts of a bounce or a receipt.
var reportTypes = []string{
	"message/delivery-status", "message/global-delivery-status",
	"message/disposition-notification", "message/global-disposition-notification",
	"text/rfc822-headers", "message/global-headers",
}

// read returns the text of a part with all in it, and collects the rest.
func (w *walk) read(p part, depth int) written {
	w.parts++
	switch {
	case strings.HasPrefix(p.media, "multipart/"):
		return w.readMany(p, depth)
	case slices.Contains(reportTypes, p.media):
		w.reports = append(w.reports, p)
		return written{}
	case p.media == "text/plain" && !p.attached():
		text := toText(p.params["charset"], p.data())
		if strings.EqualFold(p.params["format"], "flowed") {
			text = unflow(text, strings.EqualFold(p.params["delsp"], "yes"))
		}
		return written{text: text}
	case p.media == "text/html" && !p.attached():
		return written{text: htmlText(toText(p.params["charset"], p.data())), rich: true}
	}
	if p.media == "message/rfc822" {
		w.reports = append(w.reports, p) // of a bounce it is the mail that came back
	}
	w.mail.Files = append(w.mail.Files, newFile(p, len(w.mail.Files)+1))
	return written{}
}

// readMany reads the parts of a part. Of alternatives the plain one is taken
// unless it is empty; everything else is read in order.
func (w *walk) readMany(p part, depth int) written {
	if depth == maxDepth || w.parts >= maxParts {
		w.mail.Cut = true
		return written{}
	}
	children, more := p.children(maxParts - w.parts)
	if len(children) == 0 && len(p.body) > 0 {
		p.media = "text/plain" // no boundary in sight: better odd text than none
		return w.read(p, depth)
	}
	w.mail.Cut = w.mail.Cut || more
	var plain, all []string
	rich := false
	for _, c := range children {
		got := w.read(c, depth+1)
		if strings.TrimSpace(got.text) == "" {
			continue
		}
		if !got.rich {
			plain = append(plain, got.text)
		}
		rich = rich || got.rich
		all = append(all, got.text)
	}
	if p.media == "multipart/alternative" && len(plain) > 0 {
		return written{text: strings.Join(plain, "\n\n")}
	}
	return written{text: strings.Join(all, "\n\n"), rich: rich}
}
