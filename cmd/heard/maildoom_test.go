package main

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
	notifymail "heard/notify/mail"
	"heard/sandbox"
	"heard/store"
	"heard/store/storetest"
)

// newMailMortal is a service under a doom whose only way in and out is mail.
func newMailMortal(t *testing.T, d *doom) *mortal {
	t.Helper()
	m := &mortal{T: t, d: d, sound: storetest.NewMemory(), clock: newClock(time.Date(2027, 1, 13, 10, 5, 1, 0, time.UTC), false)}
	council, err := pretendCouncil("hampshire", 0)
	if err != nil {
		t.Fatal(err)
	}
	mailboxes := append(council.mailboxes(), sandbox.Mailbox{Address: parentMail, Password: mailPassword, Title: "A parent", Kind: sandbox.ParentMailbox})
	if d.provider, err = sandbox.Start(sandbox.Options{Now: m.clock.Now, Mail: mailboxes}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.provider.Close() })
	d.provider.Mail.Before(d.mail)
	council.account = ""
	council.openPostbox(d.provider.Mail)
	m.plan = plan{
		engine: doomed{m.sound, d}, councils: []setup{council}, publicURL: "http://127.0.0.1", data: t.TempDir(), smtpTLS: notifymail.Off,
		unknownAfter: time.Minute, now: m.clock.Now, log: slog.New(slog.DiscardHandler),
	}
	m.build()
	return m
}

// mail is asked by the post office at every step of a mail. To hand one in is
// one call; who is dead reaches nobody.
func (d *doom) mail(at sandbox.Step) *sandbox.MailFailure {
	if at != sandbox.AtData {
		if d.gone() {
			return &sandbox.MailFailure{Cut: true}
		}
		return nil
	}
	done, fails := d.meets()
	switch {
	case !fails:
		return nil
	case done:
		return &sandbox.MailCutTaken
	}
	return &sandbox.MailCutLost
}

// gone tells whether the process has died and no other has come yet.
func (d *doom) gone() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.Stop && d.calls >= d.N && !d.over
}

// post delivers a mail, lets it be read, whatever happens meanwhile, and
// answered.
func (m *mortal) post(mail sandbox.Mail) {
	m.Helper()
	mail.To = []string{councilMail}
	if _, err := m.d.provider.Mail.Deliver(m.Context(), mail); err != nil {
		m.Fatal(err)
	}
	m.sent++
	for end := time.Now().Add(mailLimit); !m.isRead(); {
		m.revive()
		stop := start(m.Context(), m.now.Load().watch)
		for !m.isRead() && !m.d.gone() && time.Now().Before(end) {
			wait(m.Context(), time.Millisecond)
		}
		stop()
		if time.Now().After(end) {
			m.Fatalf("%s: a mail was never read", m.d.Fault)
		}
	}
	m.wait(5 * time.Minute)
}

// isRead tells whether the council's mailbox was read to its end.
func (m *mortal) isRead() bool {
	m.Helper()
	h := m.now.Load()
	keys, err := h.keys()
	if err != nil {
		m.Fatal(err)
	}
	c, err := store.New(m.sound, keys).Cursor(context.Background(), "hampshire", councilMail+"@"+m.d.provider.Mail.IMAP()+"/INBOX")
	if err != nil {
		m.Fatal(err)
	}
	return int(c.UID) == m.sent
}

// mailed are what an address was sent, each text once for a Message-ID.
func (m *mortal) mailed(to string) (out []string) {
	ids := map[string]string{}
	for _, mail := range m.d.provider.Mail.MailsTo(to) {
		text := mask(mail.Subject + "\n" + strings.TrimSpace(mail.Text))
		switch was, again := ids[mail.MessageID]; {
		case !mail.Handed:
		case again && was != text:
			m.Errorf("%s: one Message-ID has two texts: %q and %q", m.d.Fault, was, text)
		case !again:
			ids[mail.MessageID] = text
			out = append(out, text)
		}
	}
	return out
}

// mailStory is what came of two mails and a night.
type mailStory struct {
	Parent, Officer, Log []string
	Unsaid               int
}

func (m *mortal) tellByMail() (s mailStory) {
	m.Helper()
	m.post(sandbox.Mail{From: parentMail, Raw: eml(m.T, "disgrace")})
	m.post(sandbox.Mail{From: parentMail, Subject: "Re: We have your message", Text: "2. both of us\n3. by email, any time"})
	m.wait(23 * time.Hour)
	m.revive()
	m.d.end() // what follows only looks
	s.Parent, s.Officer = m.mailed(parentMail), m.mailed(officerMail)
	h := m.now.Load()
	contact, err := h.store.Contact(m.Context(), "hampshire", casework.NewAddress(casework.Email, parentMail))
	if err != nil || len(contact.Cases) != 1 {
		m.Fatalf("%s: %d cases, %v", m.d.Fault, len(contact.Cases), err)
	}
	events, err := h.store.Log(m.Context(), "hampshire", contact.Cases[0])
	if err != nil {
		m.Error(err)
	}
	for _, e := range events {
		what := strings.TrimSuffix(e.What, ", perhaps twice") // no list tells whether a mail went out
		s.Log = append(s.Log, mask(strings.TrimSpace(e.Who+" "+what+" "+e.Text)))
	}
	slices.Sort(s.Log) // lines that fell into one moment may have changed places
	entries, err := h.store.Outbox(m.Context(), "hampshire")
	if err != nil {
		m.Error(err)
	}
	s.Unsaid = len(entries)
	return s
}

// TestWhateverCallFailsTheMailsAreTheSame breaks the service off at each call
// of its engine and of the mail server, as the test of texts does. A mail that
// is sent again is the same mail: its Message-ID and its words.
func TestWhateverCallFailsTheMailsAreTheSame(t *testing.T) {
	t.Parallel()
	want := newMailMortal(t, &doom{}).tellByMail()
	if len(want.Parent) != 2 || len(want.Officer) < 2 || want.Unsaid > 0 {
		t.Fatalf("undisturbed, the story is %+v", want)
	}
	step := 1
	if testing.Short() {
		step = 7
	}
	atEveryCall(t, step, want, func(t *testing.T, d *doom) mailStory { return newMailMortal(t, d).tellByMail() })
}
