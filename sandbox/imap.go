package sandbox

import (
	"io"
	"log"

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
			return memory.NewSession(), nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapUIDPlus: {}, imap.CapNamespace: {}, imap.CapMove: {}},
		InsecureAuth: true, // it is on the loopback only
		Logger:       log.New(io.Discard, "", 0),
	})
	return startServer(server.Serve, func() { _ = server.Close() })
}
