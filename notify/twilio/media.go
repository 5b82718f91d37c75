package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"heard/notify"
)

// This file fetches the bytes of what people send. The rules are: only the
// provider's own hosts are asked; our token goes to the API and to nobody else,
// not even where the API sends us on; what is too large, or is a program, is
// not taken.

const (
	// maxFile is the most that a file may have: WhatsApp lets through 16 MB of
	// picture, sound or video, a text message 5.
	maxFile = 20 << 20
	// maxHops is how often the provider may send us on.
	maxHops = 3

	hintLarge     = "It was too large to keep. Ask them what was in it, if that is safe."
	hintKind      = "It was of a kind that is not safe to open. Ask them what was in it, if that is safe."
	hintElsewhere = "It was not at the provider. Ask them what was in it, if that is safe."
)

// mediaHosts are where Twilio keeps files. Each stands for the hosts below it.
var mediaHosts = []string{"twilio.com", "twiliocdn.com"}

// oldStore is where Twilio kept files in somebody else's house.
const oldHost, oldPath = "s3-external-1.amazonaws.com", "/media.twiliocdn.com/"

// Fetch gets the bytes of a file: from the address in a webhook, or, as
// "twilio:SID/n", the nth file of a message. An error that is not Temporary is
// final.
func (p *Provider) Fetch(ctx context.Context, source string) (kind string, data []byte, err error) {
	if source, err = p.sourceOf(ctx, source); err != nil {
		return "", nil, err
	}
	u, ours, err := p.mediaURL(source)
	if err != nil {
		return "", nil, err
	}
	for range maxHops + 1 {
		res, err := p.getFile(ctx, u, ours)
		if err != nil {
			return "", nil, err
		}
		on := res.Header.Get("Location")
		if res.StatusCode < 300 || res.StatusCode > 399 || on == "" {
			return readFile(res)
		}
		res.Body.Close()
		if u, err = p.hop(u, on); err != nil {
			return "", nil, err
		}
		ours = false
	}
	return "", nil, elsewhere()
}

// sourceOf finds the address of a file whose list could not be read before.
func (p *Provider) sourceOf(ctx context.Context, source string) (string, error) {
	rest, ok := strings.CutPrefix(source, "twilio:")
	if !ok {
		return source, nil
	}
	message, n, _ := strings.Cut(rest, "/")
	files, err := p.FilesOf(ctx, message)
	if err != nil {
		return "", err
	}
	i, err := strconv.Atoi(n)
	if err != nil || i < 0 || i >= len(files) {
		return "", &notify.SendError{Temporary: true, Code: "no_file", Hint: hintElsewhere}
	}
	return files[i].URL, nil
}

// mediaURL checks an address. One at the API is asked for where the API is for
// us; ours says that our token goes with it.
func (p *Provider) mediaURL(source string) (u *url.URL, ours bool, err error) {
	u, err = url.Parse(source)
	if err != nil || u.User != nil {
		return nil, false, elsewhere()
	}
	if u.Host == p.base.Host || source != "" && strings.HasPrefix(source, apiBase+"/") {
		u.Scheme, u.Host = p.base.Scheme, p.base.Host
		return u, true, nil
	}
	if !p.twilios(u) {
		return nil, false, elsewhere()
	}
	return u, false, nil
}

// twilios tells whether an address is at one of the provider's own hosts.
func (p *Provider) twilios(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	switch {
	case u.Host == p.base.Host && u.Scheme == p.base.Scheme:
		return true
	case u.Scheme != "https" || u.Port() != "" && u.Port() != "443" || u.User != nil:
		return false
	case host == oldHost:
		return strings.HasPrefix(u.EscapedPath(), oldPath)
	}
	return slices.ContainsFunc(mediaHosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}

func (p *Provider) hop(from *url.URL, to string) (*url.URL, error) {
	u, err := from.Parse(to)
	if err != nil || !p.twilios(u) {
		return nil, elsewhere()
	}
	return u, nil
}

func elsewhere() *notify.SendError {
	return &notify.SendError{Code: "elsewhere", Hint: hintElsewhere}
}

// getFile asks for a file. The caller closes the answer's body.
func (p *Provider) getFile(ctx context.Context, u *url.URL, ours bool) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, elsewhere()
	}
	if ours {
		p.authorize(req)
	}
	res, err := p.files.Do(req)
	if err != nil {
		return nil, unanswered(err)
	}
	if res.StatusCode >= 400 {
		body, _ := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
		res.Body.Close()
		e := refused(res, body)
		e.Temporary = true // a file may come later than its message
		return nil, e
	}
	return res, nil
}

// readFile reads a file that is small enough and of a kind that may be kept.
func readFile(res *http.Response) (kind string, data []byte, err error) {
	defer res.Body.Close()
	kind, _, err = mime.ParseMediaType(res.Header.Get("Content-Type"))
	switch {
	case err != nil || !kept(kind):
		return "", nil, &notify.SendError{Code: "kind", Hint: hintKind}
	case res.ContentLength > maxFile:
		return "", nil, &notify.SendError{Code: "large", Hint: hintLarge}
	}
	data, err = io.ReadAll(io.LimitReader(res.Body, maxFile+1))
	switch {
	case err != nil:
		return "", nil, unanswered(err)
	case len(data) > maxFile:
		return "", nil, &notify.SendError{Code: "large", Hint: hintLarge}
	}
	return kind, data, nil
}

// kept tells whether files of a kind are kept: what people take, record and
// write. A drawing as SVG is left out, it can have a program in it.
func kept(kind string) bool {
	major, _, _ := strings.Cut(kind, "/")
	switch major {
	case "image":
		return kind != "image/svg+xml"
	case "audio", "video":
		return true
	}
	return slices.Contains([]string{
		"application/pdf", "application/ogg", "text/plain", "text/vcard", "text/x-vcard", "application/vcard",
		"application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.oasis.opendocument.text",
	}, kind)
}

// Discard lets the provider forget a file. One that it does not have any more
// is forgotten.
func (p *Provider) Discard(ctx context.Context, source string) error {
	source, err := p.sourceOf(ctx, source)
	if err != nil {
		return err
	}
	u, err := url.Parse(source)
	if err != nil {
		return nil
	}
	at := strings.Split(u.Path, "/")
	message := slices.Index(at, "Messages") + 1
	media := slices.Index(at, "Media") + 1
	if message == 0 || media == 0 || message >= len(at) || media >= len(at) {
		return nil // not an address that can be deleted
	}
	err = p.service(ctx).DeleteMedia(at[message], at[media], nil)
	if s, ok := errors.AsType[*notify.SendError](err); ok && (s.Code == "404" || s.Code == "20404") {
		return nil
	}
	if err != nil {
		return fmt.Errorf("delete a file at the provider: %w", sendError(err))
	}
	return nil
}
