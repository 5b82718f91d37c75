package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"
)

// Options say which numbers there are and what stands behind them. The zero
// value is a provider without numbers and a page without a phone.
type Options struct {
	// Listen is where Start listens; empty means 127.0.0.1:0. Only loopback
	// addresses are taken: who reaches the page can text as anybody.
	Listen string
	// Now is the clock of everything that bears a date; nil means time.Now.
	Now func() time.Time
	// Lines are the councils' numbers.
	Lines []Line

	// Webhook gives the URL that an inbound message to a number is posted to,
	// exactly as it is to be signed. It is asked at every message, so the
	// service may start after the sandbox. Nil or "": the message is only kept.
	Webhook func(to string) string
	// Voice gives the URL that is asked what to say when somebody rings a number.
	// Nil or "": it rings out.
	Voice func(to string) string
	// Callbacks is how status callbacks behave at first.
	Callbacks Callbacks
	// Contents are the approved WhatsApp templates by ContentSid; nil means that
	// every ContentSid is approved.
	Contents map[string]Content
	// Strict refuses parameters that Twilio's description of Create does not
	// know. Twilio itself ignores them, which hides a misspelt one.
	Strict bool
	// Before is asked at every request to the API, before it is authenticated.
	Before func(*http.Request) *Failure
	// Client posts webhooks and callbacks; nil means one with Twilio's limits.
	Client *http.Client

	// Mail are the mailboxes that there are; none means that there are no mail
	// servers. Set Now or they go by the machine's clock.
	Mail []Mailbox

	// DutyPhones are the phones that alerts ring.
	DutyPhones []DutyPhone
	// Cases gives what the page shows as the cases as they stand: anything
	// that is a JSON list of objects.
	Cases func() any
	// Tasks gives the letters that wait for officers: a JSON list of objects
	// with to, template, text and at.
	Tasks func() any
	// Advance moves the clock: how is "hour", "working-day" or "deadline".
	// Nil hides the buttons.
	Advance func(ctx context.Context, how string) error
}

// A Line is one council's account with the provider and its numbers.
type Line struct {
	Council  string // a short name, for links
	Title    string // what a person calls the council
	Account  string // AC and 32 hex digits
	Token    string // the auth token, which also signs
	Service  string // the Messaging Service, MG and 32 hex digits, or none
	SMS      string // a number in E.164, or none
	WhatsApp string // a number in E.164, without "whatsapp:", or none
	// Replies are the provider's own answers to STOP, START and HELP, as set in
	// Advanced Opt-Out; what is missing is answered in Twilio's stock words.
	Replies map[string]string
}

// A Content is a text that is kept at the provider, with its blanks as {{1}}.
type Content struct {
	Text    string
	Buttons []Button // quick replies
}

// A Button is one quick reply: the words on it, and what comes along with them
// when it is pressed.
type Button struct {
	Text    string `json:"text"`
	Payload string `json:"payload"`
}

// A DutyPhone is the phone of somebody on the rota.
type DutyPhone struct {
	Name   string `json:"name"`
	Number string `json:"number"`
}

var (
	accountSID = regexp.MustCompile(`^AC[0-9a-fA-F]{32}$`)
	serviceSID = regexp.MustCompile(`^MG[0-9a-fA-F]{32}$`)
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

func (o Options) check() error {
	for _, l := range o.Lines {
		if err := l.check(); err != nil {
			return fmt.Errorf("sandbox line %q: %w", l.Council, err)
		}
	}
	return nil
}

func (l Line) check() error {
	switch {
	case !accountSID.MatchString(l.Account):
		return errors.New("account must be AC and 32 hex digits")
	case l.Token == "":
		return errors.New("token is missing")
	case l.Service != "" && !serviceSID.MatchString(l.Service):
		return errors.New("service must be MG and 32 hex digits")
	case l.SMS != "" && !e164.MatchString(l.SMS), l.WhatsApp != "" && !e164.MatchString(l.WhatsApp):
		return errors.New("numbers must look like +447400000001")
	}
	return nil
}

// owns reports whether an address, as the provider writes it, is this line's.
func (l Line) owns(address string) bool {
	return address != "" && (address == l.SMS || l.WhatsApp != "" && address == whatsApp+l.WhatsApp)
}

// address is the line's own address in the channel of another.
func (l Line) address(other string) string {
	if !isWhatsApp(other) {
		return l.SMS
	}
	if l.WhatsApp == "" {
		return ""
	}
	return whatsApp + l.WhatsApp
}
