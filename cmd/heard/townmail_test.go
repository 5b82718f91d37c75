package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"heard/sandbox"
)

// townMail are the mailboxes of a town's council and its people; everybody else
// writes from outside.
func townMail(o *sandbox.Options) {
	for kind, addresses := range map[sandbox.Kind][]string{
		sandbox.CouncilMailbox: {councilMail},
		sandbox.OfficerMailbox: {"olu@example.org", "mo@example.org", "dee@example.org", "nia@example.org"},
	} {
		for _, a := range addresses {
			o.Mail = append(o.Mail, sandbox.Mailbox{Address: a, Password: mailPassword, Title: a, Kind: kind})
		}
	}
}

// openMail gives the town's council its mailbox, at some servers.
func (w *town) openMail(t *testing.T, imap, smtp, from, password string) {
	t.Helper()
	text, err := os.ReadFile(w.config)
	if err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprintf("procedure: hampshire\n    mail: {imap: [%q], smtp: %q, from: %q}\n", imap, smtp, from)
	changed := "smtp_tls: off\n" + strings.Replace(string(text), "procedure: hampshire\n", line, 1)
	if err := os.WriteFile(w.config, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	w.env = append(w.env, "HEARD_MAIL_PASSWORD_HAMPSHIRE="+password)
}

// openSandboxMail is openMail at the town's own post office.
func (w *town) openSandboxMail(t *testing.T) {
	t.Helper()
	user, post := strings.Replace(councilMail, "@", "%40", 1), w.provider.Mail
	w.openMail(t, "imap://"+user+"@"+post.IMAP()+"/INBOX", "smtp://"+user+"@"+post.SMTP(), councilMail, mailPassword)
}

// writer is somebody who writes mails and waits for the answer to each.
type writer struct {
	post *sandbox.PostOffice
	from string
	sent []string // the ids of the mails
}

// write sends a mail and waits for its answer.
func (w *writer) write(ctx context.Context, text string) error {
	m, err := w.post.Deliver(ctx, sandbox.Mail{From: w.from, To: []string{councilMail}, Subject: "Complaint", Text: text})
	if err != nil {
		return err
	}
	w.sent = append(w.sent, m.MessageID)
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	if _, err := w.post.Await(ctx, m.Seq, func(a sandbox.Mail) bool { return a.InReplyTo == m.MessageID }); err != nil {
		return fmt.Errorf("%s, %q: no answer: %w", w.from, text, err)
	}
	return nil
}

// rest sees that each mail has one answer: the same mail may have come twice,
// never two.
func (w *writer) rest() error {
	answers := map[string]map[string]bool{}
	for _, m := range w.post.MailsTo(w.from) {
		if answers[m.InReplyTo] == nil {
			answers[m.InReplyTo] = map[string]bool{}
		}
		answers[m.InReplyTo][m.MessageID] = true
	}
	for _, id := range w.sent {
		if len(answers[id]) != 1 {
			return fmt.Errorf("%s: a mail has %d answers", w.from, len(answers[id]))
		}
		delete(answers, id)
	}
	if len(answers) > 0 {
		return fmt.Errorf("%s: %d mails came unasked", w.from, len(answers))
	}
	return nil
}

// letterTalk is what each writer says, a mail each.
var letterTalk = []string{
	"Nobody rings me back about my son. I want a manager to ring me.",
	"1. yes\n2. for my son\n3. by email, any time",
	"And the report has the wrong dates in it.",
}

// correspond lets people write until they have had enough, and sees that each
// mail was answered.
func (k *killing) correspond(people int, enough <-chan struct{}) (done func() []*writer) {
	var mu sync.Mutex
	var all []*writer
	var over sync.WaitGroup
	for n := range people {
		over.Go(func() {
			for i := 0; ; i++ {
				w := &writer{post: k.provider.Mail, from: fmt.Sprintf("parent-%d-%d@example.org", n, i)}
				for _, text := range letterTalk {
					if err := w.write(k.Context(), text); err != nil {
						k.Error(err)
						return
					}
				}
				mu.Lock()
				all = append(all, w)
				mu.Unlock()
				select {
				case <-enough:
					return
				case <-time.After(10 * time.Millisecond):
				}
			}
		})
	}
	return func() []*writer { over.Wait(); return all }
}
