package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

type demoCommand struct {
	Listen string `default:"127.0.0.1:0" help:"Where the page with the phones listens; loopback only." placeholder:"A"`
	JSON   bool   `name:"json" help:"Print the addresses as JSON."`
}

// demoAddresses are where the demo is reached. A room not yet built is null.
type demoAddresses struct {
	Phone   string  `json:"phone"`
	Console *string `json:"console"`
	Twilio  string  `json:"twilio"`
	IMAP    *string `json:"imap"`
	SMTP    *string `json:"smtp"`
}

// demoCouncils are the procedures that the demo plays.
var demoCouncils = []string{"hampshire", "bcp"}

func (c *demoCommand) Run(w *world) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, err := setStageWith(true, newClock(time.Now(), true), c.Listen, demoCouncils...)
	if err != nil {
		return err
	}
	defer s.strike()
	imap, smtp := "imap://"+s.sandbox.Mail.IMAP(), "smtp://"+s.sandbox.Mail.SMTP()
	at := demoAddresses{Phone: s.sandbox.URL + "/", Twilio: s.sandbox.URL, IMAP: &imap, SMTP: &smtp}
	if c.JSON {
		err = printJSON(w.out, at)
	} else {
		_, err = fmt.Fprintf(w.out, "Heard is running on this machine. Open the phones in a browser:\n\n  %s\n\nText a complaint and watch the case. Nothing leaves this machine; Ctrl-C ends it.\n", at.Phone)
	}
	if err != nil {
		return err
	}
	s.run(ctx, []string{"worker", "sender", "reminders", "mailbox"})
	return nil
}
