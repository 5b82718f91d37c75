package sandbox

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// This file is the page's mailboxes. The rules are: a mail was written by
// somebody else, so its HTML is shown in a frame of its own, which runs nothing
// and loads nothing; a file is saved, never opened.

// shownMailboxes is one reader on the page, who may have several mailboxes.
type shownMailboxes struct {
	ID, Title, Nav string
	Boxes          []Mailbox
	Councils       []Mailbox // who may be written to; none for those who only read
	Samples        []choice
}

func (p page) mailboxes() (all []shownMailboxes) {
	if p.mail == nil {
		return nil
	}
	kinds := map[Kind][]Mailbox{}
	for _, m := range p.mail.Mailboxes() {
		kinds[m.Kind] = append(kinds[m.Kind], m)
	}
	if people := kinds[ParentMailbox]; len(people) > 0 {
		all = append(all, shownMailboxes{"parent", "Parent’s mailbox", "Parent", people, kinds[CouncilMailbox], []choice{
			{"picture", "Photo"}, {"voice", "Voice note"}, {"letter", "Letter"},
		}})
	}
	if people := kinds[OfficerMailbox]; len(people) > 0 {
		all = append(all, shownMailboxes{ID: "officer", Title: "Officer’s mailbox", Nav: "Officer", Boxes: people})
	}
	return all
}

// enclosures are what the page's parent can enclose.
var enclosures = map[string]Attachment{
	"picture": {Name: "photo.png", ContentType: "image/png", Data: samples["picture"].Data},
	"voice":   {Name: "voice.ogg", ContentType: "audio/ogg", Data: voice},
	"letter": {Name: "letter.txt", ContentType: "text/plain", Data: []byte(
		"12 December\n\nDear Social Worker,\n\nContact was cancelled again. Nobody told us why.\n")},
}

// sendMail sends what a person wrote. An answer has the mail that it answers
// under it, as mailers do.
func (p page) sendMail(w http.ResponseWriter, r *http.Request) {
	var said struct {
		From, To, Subject, Text string
		Attachments             []string
		Reply                   int // the Seq of the mail that is answered
	}
	if !read(w, r, &said) {
		return
	}
	m := Mail{From: said.From, To: []string{said.To}, Subject: said.Subject, Text: said.Text}
	for _, name := range said.Attachments {
		a, ok := enclosures[name]
		if !ok {
			http.Error(w, "no such sample: "+name, http.StatusBadRequest)
			return
		}
		m.Attachments = append(m.Attachments, a)
	}
	if to, ok := p.mailBySeq(said.Reply); ok {
		m.InReplyTo, m.References = to.MessageID, to.References
		m.Text = strings.TrimRight(m.Text, "\n") + "\n\n" + to.Quoted() + "\n"
	}
	if _, known := p.mail.mailbox(m.From); !known {
		http.Error(w, "nobody here has the address "+strconv.Quote(m.From), http.StatusBadRequest)
		return
	}
	if _, err := p.mail.Deliver(r.Context(), m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (p page) mailBySeq(seq int) (Mail, bool) {
	all := p.mail.Mails()
	if seq < 1 || seq > len(all) {
		return Mail{}, false
	}
	return all[seq-1], true
}

// letterPolicy lets a letter have the styles that it brings along, and nothing
// else: as in a mail client that shows no pictures.
const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

func (p page) letter(w http.ResponseWriter, r *http.Request) {
	seq, _ := strconv.Atoi(r.PathValue("seq"))
	m, ok := p.mailBySeq(seq)
	if !ok || m.HTML == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", letterPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(m.HTML))
}

func (p page) attachment(w http.ResponseWriter, r *http.Request) {
	seq, _ := strconv.Atoi(r.PathValue("seq"))
	n, err := strconv.Atoi(r.PathValue("n"))
	m, ok := p.mailBySeq(seq)
	if !ok || err != nil || n < 0 || n >= len(m.Attachments) {
		http.NotFound(w, r)
		return
	}
	a := m.Attachments[n]
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	w.Header().Set("Content-Length", fmt.Sprint(len(a.Data)))
	_, _ = w.Write(a.Data)
}
