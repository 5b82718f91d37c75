package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"

	"heard/casework"
	"heard/intake/mailbox/dovecottest"
)

// office is a town whose mail goes through real servers: OpenSMTPD brings it,
// Dovecot keeps it, and what the service answers goes back the same way.
type office struct {
	*testing.T
	*town
	servers *dovecottest.Server
	opened  *house
}

// disk is what the service has on disk, opened once.
func (o *office) disk() *house {
	o.Helper()
	if o.opened == nil {
		o.opened = o.house(o.T)
	}
	return o.opened
}

const (
	dovecotCouncil = "complaints@" + dovecottest.Domain
	dovecotParent  = "dawn@" + dovecottest.Domain
)

// dovecotLimit is how long a mail may take there and back, over a server that
// is started anew.
const dovecotLimit = 60 * time.Second

func newOffice(t *testing.T) *office {
	t.Helper()
	s := dovecottest.Start(t)
	if s.SMTP == 0 {
		t.Skip("no OpenSMTPD could be started: it needs root")
	}
	o := &office{T: t, town: newTown(t, nil, "settle: 0s", "unknown_after: 1s"), servers: s}
	o.openMail(t, fmt.Sprintf("imap://complaints@127.0.0.1:%d/INBOX", s.IMAP), fmt.Sprintf("smtp://127.0.0.1:%d", s.SMTP), dovecotCouncil, dovecottest.Password)
	return o
}

// write sends a mail as another mail server would.
func (o *office) write(from, id, head, text string) {
	o.Helper()
	raw := fmt.Sprintf("From: <%s>\r\nTo: <%s>\r\nMessage-ID: <%s>\r\nDate: %s\r\n%s\r\n%s\r\n",
		from, dovecotCouncil, id, time.Now().Format(time.RFC1123Z), head, text)
	envelope := from
	if strings.HasPrefix(from, "MAILER-DAEMON") {
		envelope = "" // as bounces travel
	}
	o.servers.Deliver("complaints", envelope, []byte(raw))
}

// box has the mails in a user's mailbox, as Dovecot keeps them on disk.
func (o *office) box(user string) (all []*mail.Reader) {
	o.Helper()
	for _, sub := range []string{"new", "cur"} {
		files, err := filepath.Glob(filepath.Join(o.servers.Dir, "mail", user, sub, "*"))
		if err != nil {
			o.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				continue // it has just moved from new to cur
			}
			r, err := mail.CreateReader(bytes.NewReader(raw))
			if err != nil {
				o.Fatal(err)
			}
			all = append(all, r)
		}
	}
	return all
}

// answers waits until a mail has its answer in the user's mailbox, and gives
// the answers that there are to it.
func (o *office) answers(user, id string) (found []*mail.Reader) {
	o.Helper()
	for end := time.Now().Add(dovecotLimit); time.Now().Before(end); wait(o.Context(), 50*time.Millisecond) {
		found = nil
		for _, m := range o.box(user) {
			if to, _ := m.Header.MsgIDList("In-Reply-To"); len(to) == 1 && to[0] == id {
				found = append(found, m)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	o.Fatalf("<%s> was never answered; Dovecot says:\n%s", id, o.servers.Log())
	return nil
}

// theOnlyCase is what the town's service knows of an address.
func (o *office) theOnlyCase(from string) caseView {
	o.Helper()
	h := o.disk()
	contact, err := h.store.Contact(o.Context(), "hampshire", casework.NewAddress(casework.Email, from))
	if err != nil || len(contact.Cases) != 1 {
		o.Fatalf("%s has %d cases, %v", from, len(contact.Cases), err)
	}
	cases, err := h.store.Cases(o.Context(), "hampshire", contact.Cases...)
	if err != nil {
		o.Fatal(err)
	}
	v, err := h.view(o.Context(), "hampshire", cases[0])
	if err != nil {
		o.Fatal(err)
	}
	return v
}
