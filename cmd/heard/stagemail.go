package main

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// Everybody on a stage has the same password; the servers are on the loopback.
const (
	parentMail   = "parent@example.org"
	mailPassword = "pretend"
)

// complaintsMail is a pretend council's mailbox.
func (c setup) complaintsMail() string { return "complaints@" + c.name + ".example.org" }

// mailboxes are those of a pretend council and its people.
func (c setup) mailboxes() []sandbox.Mailbox {
	all := []sandbox.Mailbox{{Address: c.complaintsMail(), Password: mailPassword, Title: c.rules.Procedure.Council, Kind: sandbox.CouncilMailbox}}
	for _, o := range c.officers {
		all = append(all, sandbox.Mailbox{Address: o.Email, Password: mailPassword, Title: o.Name + ", " + c.rules.Procedure.Council, Kind: sandbox.OfficerMailbox})
	}
	for _, d := range c.duty {
		all = append(all, sandbox.Mailbox{Address: d.Email, Password: mailPassword, Title: d.Name + ", " + c.rules.Procedure.Council, Kind: sandbox.OfficerMailbox})
	}
	return all
}

// openPostbox gives a pretend council its mailbox at the sandbox.
func (c *setup) openPostbox(post *sandbox.PostOffice) {
	user := url.User(c.complaintsMail())
	c.mail = &postbox{
		imap:     []*url.URL{{Scheme: "imap", User: user, Host: post.IMAP(), Path: "/INBOX"}},
		smtp:     &url.URL{Scheme: "smtp", User: user, Host: post.SMTP()},
		from:     c.complaintsMail(),
		password: mailPassword,
		trust:    post.Trust(),
	}
}

// mailLimit is how long a mail may take from the sandbox to the store.
const mailLimit = 20 * time.Second

// write lets somebody mail the stage's first council, and waits until the mail
// is in the store. The first line may be the subject.
func (s *stage) write(ctx context.Context, from casework.Address, text string) error {
	c := s.councils[0]
	m := sandbox.Mail{From: from.Value(), To: []string{c.complaintsMail()}, Subject: "Complaint", Text: text}
	if subject, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(subject, "Subject: ") {
		m.Subject, m.Text = strings.TrimPrefix(subject, "Subject: "), strings.TrimLeft(rest, "\n")
	}
	for _, line := range strings.Split(m.Text, "\n") {
		if media, ok := pretendMedia(line); ok {
			m.Text = strings.Replace(m.Text, line, "", 1)
			m.Attachments = append(m.Attachments, sandbox.Attachment{Name: "file", ContentType: media.ContentType, Data: media.Data})
		}
	}
	if _, err := s.sandbox.Mail.Deliver(ctx, m); err != nil {
		return asked{err}
	}
	select {
	case <-s.mailed:
		return nil
	case <-time.After(mailLimit):
		return errors.New("the mail did not arrive")
	}
}

// watchMail reads the pretend mailboxes until the stage is struck. demo does so
// by its roles; where the clock is moved by hand this is enough.
func (s *stage) watchMail() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.watch(ctx)
	}()
	s.close = append(s.close, func() { cancel(); <-done })
}
