package sandbox

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
)

// A Mailbox is an address with somebody who reads it. Its address is also the
// user that logs in to send from it (SMTP) and to read it (IMAP).
type Mailbox struct {
	Address  string `json:"address"`
	Password string `json:"-"`
	Title    string `json:"title"` // whose it is, as a person says it
	Kind     Kind   `json:"kind"`
}

// Kind says who reads a mailbox; the page shows the people's.
type Kind string

// The kinds. A council's mailbox is read by its service.
const (
	CouncilMailbox Kind = "council"
	ParentMailbox  Kind = "parent"
	OfficerMailbox Kind = "officer"
)

func checkMailboxes(all []Mailbox) error {
	seen := map[string]bool{}
	for _, m := range all {
		a, err := mail.ParseAddress(m.Address)
		switch {
		case err != nil || a.Address != m.Address:
			return fmt.Errorf("sandbox mailbox %q: that is no mail address", m.Address)
		case m.Password == "":
			return fmt.Errorf("sandbox mailbox %s: a password is missing", m.Address)
		case m.Kind != CouncilMailbox && m.Kind != ParentMailbox && m.Kind != OfficerMailbox:
			return fmt.Errorf("sandbox mailbox %s: it is a council's, a parent's or an officer's, not %q", m.Address, m.Kind)
		case seen[same(m.Address)]:
			return fmt.Errorf("sandbox mailbox %s: it is there twice", m.Address)
		}
		seen[same(m.Address)] = true
	}
	return nil
}

// same is an address as it is compared: servers in use look at neither half's
// case.
func same(address string) string { return strings.ToLower(address) }

// mailbox finds a mailbox by its address.
func (p *PostOffice) mailbox(address string) (Mailbox, bool) {
	for _, m := range p.boxes {
		if same(m.Address) == same(address) {
			return m, true
		}
	}
	return Mailbox{}, false
}

var errLogin = errors.New("no such user, or another password")

func (p *PostOffice) login(user, password string) (Mailbox, error) {
	m, ok := p.mailbox(user)
	if !ok || m.Password != password {
		return Mailbox{}, errLogin
	}
	return m, nil
}
