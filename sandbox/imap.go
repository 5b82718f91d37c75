package sandbox

import (
	"io"
	"log"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// openIMAP opens the server that mailboxes are read from. A reader that idles
// is told of a new mail at once.
func (p *PostOffice) openIMAP() (*mailServer, error) {
	memory := imapmemserver.New()
	for _, u := range p.users {
		memory.AddUser(u)
	}
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return reader{memory.NewSession().(imapserver.SessionIMAP4rev2)}, nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapUIDPlus: {}, imap.CapNamespace: {}, imap.CapMove: {}},
		InsecureAuth: true, // it is on the loopback only
		Logger:       log.New(io.Discard, "", 0),
	})
	return startServer(server.Serve, func() { _ = server.Close() })
}

// reader is one conversation with somebody who reads a mailbox. The library
// forgets to tell whoever begins to idle of what came just before.
type reader struct{ imapserver.SessionIMAP4rev2 }

// glance is how often somebody who idles is told of what was forgotten.
const glance = 200 * time.Millisecond

// Idle implements imapserver.Session.
func (r reader) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		if err := r.Poll(w, true); err != nil {
			return err
		}
		if ended, err := r.idle(w, stop); ended || err != nil {
			return err
		}
	}
}

// idle idles for a short while, and tells whether it was stopped.
func (r reader) idle(w *imapserver.UpdateWriter, stop <-chan struct{}) (ended bool, err error) {
	enough, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- r.SessionIMAP4rev2.Idle(w, enough) }()
	timer := time.NewTimer(glance)
	defer timer.Stop()
	select {
	case err := <-done:
		return true, err
	case <-stop:
		ended = true
	case <-timer.C:
	}
	close(enough)
	return ended, <-done
}
