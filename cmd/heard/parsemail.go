package main

import (
	"fmt"
	"os"

	"heard/intake/mailbox"
)

type parseMailCommand struct {
	Files []string `arg:"" help:"Raw mails (.eml)."`
	JSON  bool     `name:"json" help:"One JSON object a line."`
}

func (c *parseMailCommand) Run(w *world) error {
	for _, file := range c.Files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return asked{err}
		}
		s := mailbox.Summarise(file, mailbox.Parse(raw))
		if c.JSON {
			err = printJSON(w.out, s)
		} else {
			err = plainMail(w, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func plainMail(w *world, s mailbox.Summary) error {
	fmt.Fprintf(w.out, "%s: %s\nfrom     %s\nsubject  %s\n", s.File, s.Class, s.From, s.Subject)
	if s.Bounce != nil {
		fmt.Fprintf(w.out, "bounce   %s, %s (%s)\n", s.Bounce.Recipient, s.Bounce.Status, s.Bounce.Kind)
	}
	for _, a := range s.Attachments {
		fmt.Fprintf(w.out, "file     %s, %s, %d bytes\n", a.Name, a.Type, a.Size)
	}
	_, err := fmt.Fprintf(w.out, "\n%s\n\n", s.Text)
	if s.Hidden != "" {
		_, err = fmt.Fprintf(w.out, "hidden:\n%s\n\n", s.Hidden)
	}
	return err
}
