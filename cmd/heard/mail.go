package main

import (
	"context"
	"crypto/tls"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"heard/conversation"
	"heard/intake/mailbox"
	"heard/notify"
	notifymail "heard/notify/mail"
	"heard/store"
)

// postbox is a council's mail: where it comes in and goes out.
type postbox struct {
	imap     []*url.URL
	smtp     *url.URL
	from     string
	password string
	trust    *tls.Config // nil means the machine's
}

// mailDoor is the way out by mail.
func (h *house) mailDoor(c setup) (notify.Provider, error) {
	password := c.mail.password
	if c.mail.smtp.User == nil { // a server of the house that knows its own by their address
		password = ""
	}
	return notifymail.New(notifymail.Options{
		SMTP: c.mail.smtp, Password: password, From: c.mail.from, Name: c.rules.Procedure.Council,
		TLS: h.smtpTLS, TLSConfig: c.mail.trust, Now: h.now,
	})
}

// watched is one mailbox that is read.
type watched struct {
	council string
	name    string // of its lease
	*mailbox.Watcher
}

// openMailboxes makes a watcher for each mailbox of each council.
func (h *house) openMailboxes(lexicons conversation.Lexicons, keys map[string]store.Council) error {
	blobs, err := store.NewBlobs(filepath.Join(h.data, "blobs"), keys)
	if err != nil {
		return err
	}
	for _, c := range h.councils {
		if c.mail == nil {
			continue
		}
		for _, u := range c.mail.imap {
			w, err := mailbox.New(mailbox.Options{
				Council: c.name, URL: u.String(), Password: c.mail.password, TLS: c.mail.trust,
				Own: []string{c.mail.from}, Store: h.store, Blobs: blobs, Cursors: h.store,
				Urgent: urgent(lexicons), Received: h.received, Now: h.now, Log: h.log,
			})
			if err != nil {
				return err
			}
			h.mailboxes = append(h.mailboxes, watched{c.name, "mailbox " + u.Host + u.Path, w})
		}
	}
	return nil
}

func (h *house) received() {
	h.worker.Wake()
	if h.tellReceived != nil {
		h.tellReceived()
	}
}

// A mailbox is read by one process at a time. Its owner says so every leaseBeat,
// and the others look as often: a process that has died is followed by another
// after leaseTime and one beat at the latest, 25 s. Two beats may be lost.
const (
	leaseTime = 20 * time.Second
	leaseBeat = 5 * time.Second
)

// watch reads the mailboxes until ctx ends.
func (h *house) watch(ctx context.Context) {
	var all sync.WaitGroup
	for _, m := range h.mailboxes {
		if h.shared {
			all.Go(func() { h.takeTurns(ctx, m.council, m.name, m.Run) })
		} else {
			all.Go(func() { m.Run(ctx) })
		}
	}
	all.Wait()
}

// takeTurns runs do while this process holds the lease of a name, and again
// whenever it gets it back.
func (h *house) takeTurns(ctx context.Context, council, name string, do func(context.Context)) {
	var stop func()
	defer func() {
		if stop != nil {
			stop()
			h.giveBack(ctx, council, name)
		}
	}()
	for {
		held, err := h.store.Hold(ctx, council, name, h.id, h.now(), leaseTime)
		if err != nil && ctx.Err() == nil {
			h.log.WarnContext(ctx, "a lease cannot be kept", "council", council, "error", err)
		}
		switch {
		case held && stop == nil:
			stop = start(ctx, do)
		case !held && stop != nil:
			stop()
			stop = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(leaseBeat):
		}
	}
}

// giveBack ends a lease, so that nobody waits for it to run out.
func (h *house) giveBack(ctx context.Context, council, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if _, err := h.store.Hold(ctx, council, name, h.id, h.now(), 0); err != nil {
		h.log.WarnContext(ctx, "a lease could not be given back and will run out", "council", council, "error", err)
	}
}

// start runs do beside; stop ends it and waits for it.
func start(ctx context.Context, do func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		do(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}
