package mailbox

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is how long a file's name may be, in bytes; file systems take 255.
const maxName = 120

func newFile(p part, n int) File {
	disposition, _, _ := p.header.ContentDisposition()
	f := File{Type: p.media, Data: p.data()}
	f.Inline = strings.EqualFold(disposition, "inline") || disposition == "" && p.header.Get("Content-Id") != ""
	f.Name = fileName(givenName(p), p.media, n)
	return f
}

// givenName is the name that the sender's mailer gave, decoded in any of the
// ways that are about.
func givenName(p part) string {
	_, params, _ := p.header.ContentDisposition()
	name := params["filename"]
	if name == "" {
		name = p.params["name"]
	}
	return words(name)
}

// fileName makes a name harmless: no folders, nothing that cannot be seen or
// that turns text around, not hidden, not too long, and never empty.
func fileName(given, media string, n int) string {
	name := oneLine(given)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) || !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if name == "" {
		return fmt.Sprintf("%s-%d%s", kindOf(media), n, extension(media))
	}
	return shortName(name)
}

// shortName keeps the end of a name that is too long, for it says the kind.
func shortName(name string) string {
	if len(name) <= maxName {
		return name
	}
	dot := strings.LastIndexByte(name, '.')
	if dot < len(name)-12 {
		dot = len(name)
	}
	end := maxName - (len(name) - dot)
	for end > 0 && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + name[dot:]
}

func kindOf(media string) string {
	major, _, _ := strings.Cut(media, "/")
	switch major {
	case "image":
		return "picture"
	case "audio":
		return "sound"
	case "video", "text", "message":
		return major
	}
	return "file"
}

// extension knows the few kinds that come without a name.
func extension(media string) string {
	return map[string]string{
		"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/heic": ".heic",
		"audio/mpeg": ".mp3", "audio/mp4": ".m4a", "video/mp4": ".mp4", "text/plain": ".txt",
		"text/html": ".html", "text/calendar": ".ics", "application/pdf": ".pdf",
		"message/rfc822": ".eml", "application/ms-tnef": ".dat",
	}[media]
}
