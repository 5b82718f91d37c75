package main

import (
	"syscall"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// TestKilledAtAnyMomentEveryMailIsAnsweredOnce kills the service with SIGKILL
// while people write mails. A mail that was handed over twice is the same mail,
// by its Message-ID; no mail of anybody's is lost.
func TestKilledAtAnyMomentEveryMailIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	kills := 25
	if testing.Short() {
		kills = 6
	}
	k := newKilling(t, kills, townMail)
	k.openSandboxMail(t)
	k.provider.Mail.Before(func(at sandbox.Step) *sandbox.MailFailure {
		if at != sandbox.AtData {
			return nil
		}
		select {
		case k.asked <- struct{}{}:
		default:
		}
		return &sandbox.MailFailure{Slow: k.upTo(slowest)}
	})
	enough := make(chan struct{})
	done := k.correspond(6, enough)
	for round := range k.kills {
		if k.kill(round); t.Failed() {
			break
		}
	}
	close(enough)
	p := k.restart()
	all := done()
	wait(t.Context(), time.Second) // for what should not come
	if code := k.end(p, syscall.SIGTERM); code != 0 {
		t.Errorf("told to end, the service ended with %d", code)
	}
	k.lookAtMails(all)
}

// lookAtMails sees what has become of all mails, at the post office and on
// disk.
func (k *killing) lookAtMails(all []*writer) {
	k.Helper()
	for _, w := range all {
		if err := w.rest(); err != nil {
			k.Error(err)
		}
	}
	texts := map[string]string{}
	for _, m := range k.provider.Mail.Mails() {
		if was, again := texts[m.MessageID]; again && was != m.Text {
			k.Errorf("one Message-ID has two texts: %q and %q", was, m.Text)
		}
		texts[m.MessageID] = m.Text
	}
	h := k.house(k.T)
	for _, w := range all {
		contact, err := h.store.Contact(k.Context(), "hampshire", casework.NewAddress(casework.Email, w.from))
		if err != nil || len(contact.Cases) != 1 {
			k.Errorf("%s has %d cases, %v", w.from, len(contact.Cases), err)
			continue
		}
		log, err := h.store.Log(k.Context(), "hampshire", contact.Cases[0])
		if err != nil {
			k.Error(err)
		}
		said := 0
		for _, e := range log {
			if e.What == "said" {
				said++
			}
		}
		if said != len(letterTalk) {
			k.Errorf("%s wrote %d mails and %d are in the log", w.from, len(letterTalk), said)
		}
	}
	if len(all) < 6 {
		k.Errorf("only %d correspondences were held", len(all))
	}
	k.Logf("%d kills, %d correspondences of %d mails", k.kills, len(all), len(letterTalk))
}
