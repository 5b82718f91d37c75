package sandbox

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-smtp"
)

// Step is a step of handing a mail in.
type Step string

// The steps, in their order.
const (
	AtTLS       Step = "tls" // where it is asked for
	AtLogin     Step = "login"
	AtSender    Step = "sender"
	AtRecipient Step = "recipient"
	AtData      Step = "data" // the mail has come
)

// MailFailure is how handing one mail in goes wrong, at a step.
type MailFailure struct {
	At Step
	// Code and Enhanced are what the server answers: 550, 5.1.1. No Code: it
	// answers as it should, if slowly.
	Code     int
	Enhanced [3]int
	// Taken delivers the mail all the same, so that the error lies; at AtData.
	Taken bool
	// Cut hangs up instead of answering.
	Cut bool
	// Slow lets the answer wait this long.
	Slow time.Duration
}

// Failures of mail that have names, for the page and for tests that like words.
var (
	MailBusy     = MailFailure{At: AtRecipient, Code: 451, Enhanced: [3]int{4, 3, 2}}
	NoMailbox    = MailFailure{At: AtRecipient, Code: 550, Enhanced: [3]int{5, 1, 1}}
	MailboxFull  = MailFailure{At: AtRecipient, Code: 552, Enhanced: [3]int{5, 2, 2}}
	MailBlocked  = MailFailure{At: AtData, Code: 554, Enhanced: [3]int{5, 7, 1}}
	BadLogin     = MailFailure{At: AtLogin, Code: 535, Enhanced: [3]int{5, 7, 8}}
	TLSRefused   = MailFailure{At: AtTLS, Cut: true}
	MailCutLost  = MailFailure{At: AtData, Cut: true}
	MailCutTaken = MailFailure{At: AtData, Cut: true, Taken: true}
	MailSlow     = MailFailure{At: AtData, Slow: 30 * time.Second, Taken: true}
)

var namedMail = []struct {
	Name, Label string
	failure     MailFailure
}{
	{"mail-cut-taken", "Line cut, but the mail was taken", MailCutTaken},
	{"mail-cut-lost", "Line cut, the mail was not taken", MailCutLost},
	{"mail-busy", "Mail server is busy (451)", MailBusy},
	{"mail-slow", "Mail taken after 30 seconds", MailSlow},
	{"mail-no-mailbox", "No such mailbox (550)", NoMailbox},
	{"mail-full", "Mailbox is full (552)", MailboxFull},
	{"mail-blocked", "Mail is blocked (554)", MailBlocked},
	{"mail-bad-login", "Mail password refused (535)", BadLogin},
}

// Fail lets the next n mails handed in go wrong, after those that are to go
// wrong already. A failure waits until its step is come to.
func (p *PostOffice) Fail(n int, f MailFailure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for range n {
		p.script = append(p.script, f)
	}
	p.touch()
}

// Before lets somebody say at each step of each mail whether it goes wrong;
// what they leave alone may still go wrong as Fail says. Set it before the
// first mail.
func (p *PostOffice) Before(ask func(Step) *MailFailure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.before = ask
}

// Heal forgets the failures that are still to come.
func (p *PostOffice) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.script = nil
	p.touch()
}

// Failing is how many mails are still to go wrong.
func (p *PostOffice) Failing() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.script)
}

// next takes the failure of a step, if it is its turn.
func (p *PostOffice) next(at Step) (f MailFailure, wrong bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.before != nil {
		if f := p.before(at); f != nil {
			return *f, true
		}
	}
	if len(p.script) == 0 || p.script[0].At != at {
		return f, false
	}
	f, p.script = p.script[0], p.script[1:]
	p.touch()
	return f, true
}

// goWrong lets a step go wrong if it is to.
func (p *PostOffice) goWrong(at Step, conn *smtp.Conn) error {
	if f, wrong := p.next(at); wrong {
		return f.happen(p.ctx, conn)
	}
	return nil
}

var errCut = errors.New("the line is cut")

func (f MailFailure) refuses() bool { return f.Cut || f.Code != 0 }

// happen does what is to go wrong; nil means that the step may go on.
func (f MailFailure) happen(ctx context.Context, conn *smtp.Conn) error {
	if f.Slow > 0 {
		select {
		case <-time.After(f.Slow):
		case <-ctx.Done():
			return errCut
		}
	}
	switch {
	case f.Cut:
		if conn != nil {
			conn.Conn().Close()
		}
		return errCut
	case f.Code != 0:
		return &smtp.SMTPError{Code: f.Code, EnhancedCode: smtp.EnhancedCode(f.Enhanced), Message: "it was told to go wrong"}
	}
	return nil
}
