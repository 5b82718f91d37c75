package mail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"heard/notify"
)

// Send implements notify.Provider. The id is the Message-ID.
func (p *Provider) Send(ctx context.Context, t notify.Text) (string, error) {
	l, err := p.compose(t)
	switch {
	case errors.Is(err, errAddress):
		return "", &notify.SendError{Code: "bad_address", Hint: hintAddress}
	case err != nil:
		return "", &notify.SendError{Temporary: true, Operator: true, Code: "bad_mail", Hint: hintWords, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, p.o.Timeouts.Send)
	defer cancel()
	if at, err := p.hand(ctx, l); err != nil {
		if s, ok := errors.AsType[*notify.SendError](err); ok {
			return "", s
		}
		return "", sendError(at, err)
	}
	return l.id, nil
}

// Find implements notify.Provider. A mail server cannot be asked.
func (p *Provider) Find(context.Context, notify.Text, time.Time) ([]string, error) { return nil, nil }

// hand brings a mail to the server. With an error comes how far it got.
func (p *Provider) hand(ctx context.Context, l letter) (stage, error) {
	c, at, err := p.open(ctx)
	if err != nil {
		return at, err
	}
	defer c.Close()
	if err := p.login(c.Client); err != nil {
		return login, err
	}
	options, err := envelope(c.Client, l)
	if err != nil {
		return recipient, err
	}
	if err := c.Mail(l.from, options); err != nil {
		return sender, err
	}
	if err := c.Rcpt(l.to, &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifyFailure}}); err != nil {
		return recipient, err
	}
	w, err := c.Data()
	if err != nil {
		return data, err
	}
	if _, err := w.Write(l.body); err != nil {
		return data, err // its end did not get there, so it was not taken
	}
	if err := w.Close(); err != nil {
		return sending, err
	}
	c.bye()
	return "", nil
}

// login says who we are. Without a user in the address the server must know us
// by other means.
func (p *Provider) login(c *smtp.Client) error {
	if p.user == "" {
		return nil
	}
	_, mechanisms := c.Extension("AUTH")
	switch known := strings.Fields(strings.ToUpper(mechanisms)); {
	case slices.Contains(known, sasl.Plain):
		return c.Auth(sasl.NewPlainClient("", p.user, p.o.Password))
	case slices.Contains(known, sasl.Login):
		return c.Auth(&loginClient{[]string{p.user, p.o.Password}})
	}
	return errors.New("the server offers neither AUTH PLAIN nor LOGIN")
}

// loginClient answers what a server asks for in turn, in whatever words: some
// large ones know LOGIN alone.
type loginClient struct{ answers []string }

// Start implements sasl.Client.
func (*loginClient) Start() (string, []byte, error) { return sasl.Login, nil, nil }

// Next implements sasl.Client.
func (l *loginClient) Next([]byte) ([]byte, error) {
	if len(l.answers) == 0 {
		return nil, sasl.ErrUnexpectedServerChallenge
	}
	next := l.answers[0]
	l.answers = l.answers[1:]
	return []byte(next), nil
}

// envelope asks for a report if the mail cannot be delivered, with its head
// alone: what it says is not to travel back over who knows which servers.
func envelope(c *smtp.Client, l letter) (*smtp.MailOptions, error) {
	part, _, _ := strings.Cut(l.id, "@")
	o := &smtp.MailOptions{Size: int64(len(l.body)), Return: smtp.DSNReturnHeaders, EnvelopeID: part}
	for _, r := range l.from + l.to {
		o.UTF8 = o.UTF8 || r > 127
	}
	if ok, _ := c.Extension("SMTPUTF8"); o.UTF8 && !ok {
		return nil, &notify.SendError{Code: "not_ascii", Hint: hintLetters}
	}
	return o, nil
}
