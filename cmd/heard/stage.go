package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"heard/casework"
	"heard/configs"
	"heard/notify"
	notifymail "heard/notify/mail"
	"heard/sandbox"
)

// stage is a house with pretend surroundings: a temporary database, the
// sandbox for a provider, and a clock that can be moved. chat and demo play on
// it; what they show is the real worker and sender at work.
type stage struct {
	*house
	clock   *clock
	sandbox *sandbox.Server
	web     *http.Server
	dir     string
	close   []func()
	mailed  chan struct{} // gets a word for each mail that was stored
	// contents are the texts that WhatsApp keeps for the councils.
	contents map[string]sandbox.Content
	texts    sync.Map // what each text was made of: its first template, by its words
}

// template tells what a text was made of; "" of one that is not ours.
func (s *stage) template(text string) casework.Template {
	t, _ := s.texts.Load(strings.TrimSpace(text))
	template, _ := t.(casework.Template)
	return template
}

// Numbers on a stage come from the ranges that Ofcom keeps for drama.
const (
	officePhone = "+447700900801"
	nightPhone  = "+447700900802"
)

// setStage builds a stage for some procedures, with the clock at a moment.
func setStage(clock *clock, listen string, procedures ...string) (_ *stage, err error) {
	return setStageWith(false, clock, listen, procedures...)
}

// setStageWith is setStage; with contents, WhatsApp keeps texts with buttons for
// the councils.
func setStageWith(contents bool, clock *clock, listen string, procedures ...string) (_ *stage, err error) {
	s := &stage{clock: clock, mailed: make(chan struct{}, 1000)}
	defer func() {
		if err != nil {
			s.strike()
		}
	}()
	if s.dir, err = os.MkdirTemp("", "heard-"); err != nil {
		return nil, err
	}
	p := plan{now: clock.Now, unknownAfter: time.Minute, log: slog.New(slog.DiscardHandler)}
	p.rendered = func(says []casework.Say, text string) {
		if len(says) > 0 {
			s.texts.Store(strings.TrimSpace(text), says[0].Template)
		}
	}
	for i, name := range procedures {
		c, err := pretendCouncil(name, i)
		if err != nil {
			return nil, err
		}
		if contents {
			if c.twilio, s.contents, err = pretendContents(); err != nil {
				return nil, err
			}
		}
		p.councils = append(p.councils, c)
	}
	var closeEngine func()
	if p.engine, closeEngine, err = stageEngine(s.dir); err != nil {
		return nil, err
	}
	s.close = append(s.close, closeEngine)
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p.publicURL = "http://" + door.Addr().String()
	p.data, p.smtpTLS = s.dir, notifymail.Off
	p.tellReceived = func() { s.mailed <- struct{}{} }
	if err := s.openSandbox(&p, listen); err != nil {
		return nil, err
	}
	if s.house, err = build(p); err != nil {
		return nil, err
	}
	s.web = &http.Server{Handler: s.handler(true), ReadHeaderTimeout: 5 * time.Second}
	go s.web.Serve(door) // ends with strike
	return s, nil
}

func (s *stage) openSandbox(p *plan, listen string) (err error) {
	o := sandbox.Options{
		Listen: listen, Now: s.clock.Now, Strict: true,
		Webhook: func(to string) string {
			for _, c := range p.councils {
				if strings.TrimPrefix(to, "whatsapp:") == c.numbers[0] {
					return p.publicURL + "/twilio/" + c.name + "/message"
				}
			}
			return ""
		},
		Voice: func(to string) string {
			for _, c := range p.councils {
				if to == c.numbers[0] {
					return p.publicURL + "/twilio/" + c.name + "/voice"
				}
			}
			return ""
		},
		DutyPhones: []sandbox.DutyPhone{{Name: "Duty phone, office hours", Number: officePhone}, {Name: "Duty phone, nights", Number: nightPhone}},
		Contents:   s.contents,
		Cases:      func() any { return s.pageCases() },
		Tasks:      func() any { return s.pageTasks() },
	}
	if s.clock.running {
		o.Advance = s.advanceBy
	}
	o.Mail = []sandbox.Mailbox{{Address: parentMail, Password: mailPassword, Title: "A parent", Kind: sandbox.ParentMailbox}}
	for _, c := range p.councils {
		o.Mail = append(o.Mail, c.mailboxes()...)
		o.Lines = append(o.Lines, sandbox.Line{
			Council: c.name, Title: c.rules.Procedure.Council, Account: c.account, Token: c.token,
			SMS: c.numbers[0], WhatsApp: c.whatsapp[0], Replies: optOutReplies(c.rules.Procedure),
		})
	}
	if s.sandbox, err = sandbox.Start(o); err != nil {
		return err
	}
	p.twilioAPI = s.sandbox.URL
	for i := range p.councils {
		p.councils[i].openPostbox(s.sandbox.Mail)
	}
	s.close = append(s.close, func() { s.sandbox.Close() })
	return nil
}

// optOutReplies is what is to be set at the provider, in Advanced Opt-Out, so
// that it says what we would.
func optOutReplies(p *casework.Procedure) map[string]string {
	childline := p.Contacts["childline"].Phone
	return map[string]string{
		"STOP":  "OK, no more texts. We still have what you told us and will look into it. In danger? Ring 999. To talk: Childline " + childline + ". To get texts again, text START.",
		"START": "You will get our texts again.",
		"HELP":  "In danger? Ring 999. Can't talk? Press 55 when they ask. To talk: Childline " + childline + ", free. A person will read what you sent.",
	}
}

// pretendCouncil is a council by a shipped procedure, with pretend numbers,
// keys and people.
func pretendCouncil(procedure string, n int) (setup, error) {
	p, err := configs.Procedure(procedure)
	if err != nil {
		return setup{}, asked{err}
	}
	number := fmt.Sprintf("+4477009006%02d", n+1)
	return setup{
		name:  strings.ReplaceAll(p.Name, "_", "-"),
		rules: casework.Rules{Procedure: &p, Calendar: configs.Calendar()},
		seal:  randomKey(), lookup: randomKey(),
		account: "AC" + randomHex(16), token: randomHex(16),
		numbers: []string{number}, whatsapp: []string{number},
		officers: []notify.Official{
			{Name: "Officer", Role: casework.Officer, Email: "officer@" + p.Name + ".example.org"},
			{Name: "Manager", Role: casework.Manager, Email: "manager@" + p.Name + ".example.org"},
		},
		duty: []notify.OnDuty{
			{Name: "Duty, office hours", When: "office", Phone: officePhone, Email: "duty-day@" + p.Name + ".example.org"},
			{Name: "Duty, nights", When: "out-of-office", Phone: nightPhone, Email: "duty-nights@" + p.Name + ".example.org"},
		},
	}, nil
}

func randomKey() string      { return base64.StdEncoding.EncodeToString(random(32)) }
func randomHex(n int) string { return hex.EncodeToString(random(n)) }

func random(n int) []byte {
	b := make([]byte, n)
	io.ReadFull(rand.Reader, b) // never fails
	return b
}

// advanceBy moves the clock as the page asks.
func (s *stage) advanceBy(ctx context.Context, how string) error {
	var to time.Time
	var err error
	switch how {
	case "hour":
		to = s.clock.Now().Add(time.Hour)
	case "working-day":
		to = s.nextMorning()
	case "deadline":
		to, err = s.nextDeadline(ctx)
	}
	if err != nil {
		return err
	}
	if to.IsZero() {
		return fmt.Errorf("no deadline is ahead")
	}
	return s.advance(ctx, s.clock, to)
}

// strike takes the stage down and leaves nothing behind.
func (s *stage) strike() {
	if s.web != nil {
		s.web.Close()
	}
	for i := len(s.close) - 1; i >= 0; i-- {
		s.close[i]()
	}
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}
