package sandbox

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// PostOffice carries mails between mailboxes: what is given to its SMTP server
// lands in the mailbox that has the address, where its IMAP server shows it. A
// mail to an address of nobody's is kept as one that went outside. Its methods
// are safe for use by many goroutines.
type PostOffice struct {
	boxes []Mailbox
	users map[string]*imapmemserver.User // by address
	now   func() time.Time
	trust *tls.Config
	smtp  *mailServer
	imap  *mailServer
	ctx   context.Context // ends with Close
	end   context.CancelFunc

	mu      sync.Mutex
	mails   []Mail
	script  []MailFailure
	before  func(Step) *MailFailure
	changed chan struct{} // closed and made anew at every change
}

const inbox = "INBOX"

// OpenPostOffice opens mail servers for some mailboxes on the loopback. now is
// the clock of everything that bears a date; nil means time.Now.
func OpenPostOffice(boxes []Mailbox, now func() time.Time) (*PostOffice, error) {
	if err := checkMailboxes(boxes); err != nil {
		return nil, err
	}
	if now == nil {
		now = time.Now
	}
	p := &PostOffice{boxes: slices.Clone(boxes), users: map[string]*imapmemserver.User{}, now: now, changed: make(chan struct{})}
	for _, m := range boxes {
		u := imapmemserver.NewUser(m.Address, m.Password)
		if err := u.Create(inbox, nil); err != nil {
			return nil, err
		}
		p.users[same(m.Address)] = u
	}
	p.ctx, p.end = context.WithCancel(context.Background())
	own, trust, err := selfSigned(time.Now())
	if err != nil {
		return nil, err
	}
	p.trust = trust
	if p.smtp, err = p.openSMTP(own); err != nil {
		return nil, err
	}
	if p.imap, err = p.openIMAP(); err != nil {
		p.smtp.close()
		return nil, err
	}
	return p, nil
}

// SMTP is where mails are handed in, as host:port. STARTTLS is offered and not
// required; who logs in may send from that mailbox alone.
func (p *PostOffice) SMTP() string { return p.smtp.address() }

// IMAP is where mailboxes are read, as host:port, without encryption.
func (p *PostOffice) IMAP() string { return p.imap.address() }

// Trust is a configuration that trusts the SMTP server's certificate.
func (p *PostOffice) Trust() *tls.Config { return p.trust.Clone() }

// Close hangs up on everybody.
func (p *PostOffice) Close() {
	p.end()
	p.smtp.close()
	p.imap.close()
}

// HangUp cuts every line that is open, as a restart of the servers would.
func (p *PostOffice) HangUp() {
	p.smtp.hangUp()
	p.imap.hangUp()
}

// Mailboxes are those that there are.
func (p *PostOffice) Mailboxes() []Mailbox { return slices.Clone(p.boxes) }

// Deliver sends a mail in from a person, or from anywhere: From need not have a
// mailbox. It gives the mail as it was delivered.
func (p *PostOffice) Deliver(_ context.Context, m Mail) (Mail, error) {
	switch {
	case len(m.To) == 0:
		return Mail{}, errors.New("a mail needs somebody that it is to")
	case len(m.Raw) == 0 && !strings.Contains(m.From, "@"):
		return Mail{}, fmt.Errorf("a mail from %q cannot be", m.From)
	}
	if len(m.Raw) == 0 {
		if m.MessageID == "" {
			m.MessageID = newMessageID(m.From)
		}
		var err error
		if m.Raw, err = m.compose(p.now()); err != nil {
			return Mail{}, err
		}
	}
	return p.deliver(Mail{From: m.From, To: m.To, Raw: m.Raw})
}

// deliver puts a mail into the mailboxes of those it is to.
func (p *PostOffice) deliver(m Mail) (Mail, error) {
	from := m.From
	m.At, m.Outside = p.now(), true
	m.read()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range m.To {
		u, ok := p.users[same(a)]
		if !ok {
			continue
		}
		m.Outside = false
		carried := m.carried(from, a)
		if _, err := u.Append(inbox, literal{bytes.NewReader(carried), int64(len(carried))}, &imap.AppendOptions{Time: m.At}); err != nil {
			return Mail{}, err
		}
	}
	m.Seq = len(p.mails) + 1
	p.mails = append(p.mails, m)
	p.touch()
	return m.clone(), nil
}

// carried is a mail with the traces of its way.
func (m Mail) carried(from, to string) []byte {
	trace := fmt.Sprintf("Return-Path: <%s>\r\nDelivered-To: %s\r\nReceived: from sandbox by localhost; %s\r\n", from, to, m.At.UTC().Format(time.RFC1123Z))
	return append([]byte(trace), m.Raw...)
}

type literal struct {
	*bytes.Reader
	size int64
}

// Size implements imap.LiteralReader.
func (l literal) Size() int64 { return l.size }

// Mails is every mail so far, oldest first.
func (p *PostOffice) Mails() []Mail {
	all, _ := p.watch(0)
	return all
}

// MailsTo is every mail that an address was sent, oldest first.
func (p *PostOffice) MailsTo(address string) []Mail {
	return slices.DeleteFunc(p.Mails(), func(m Mail) bool { return !m.isTo(address) })
}

func (m Mail) isTo(address string) bool {
	return slices.ContainsFunc(m.To, func(a string) bool { return same(a) == same(address) })
}

// Await gives the first mail after the one numbered seq that matches, and waits
// for it if need be.
func (p *PostOffice) Await(ctx context.Context, seq int, match func(Mail) bool) (Mail, error) {
	return await(ctx, func() ([]Mail, <-chan struct{}) { return p.watch(seq) }, match)
}

func (p *PostOffice) watch(seq int) ([]Mail, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []Mail
	for _, m := range p.mails[min(max(seq, 0), len(p.mails)):] {
		all = append(all, m.clone())
	}
	return all, p.changed
}

// touch wakes who waits for a change. The caller holds the lock.
func (p *PostOffice) touch() {
	close(p.changed)
	p.changed = make(chan struct{})
}
