package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// transcript writes a talk down as the tests of conversation read one: what is
// said stands after "> ", what moves the clock after "@ ". A test run with
// -update puts in what Heard does.
type transcript struct {
	lines strings.Builder
}

func newTranscript(c *chatCommand, at time.Time) *transcript {
	t := &transcript{}
	fmt.Fprintln(&t.lines, "# Saved from a talk; say here what it shows. go test ./conversation -update fills it in.")
	if c.Channel != "sms" {
		fmt.Fprintln(&t.lines, "@", c.Channel)
	}
	fmt.Fprintln(&t.lines, "@", at.UTC().Format(time.RFC3339))
	return t
}

// said is one message: a line, or the lines of a mail.
func (t *transcript) said(message string) {
	fmt.Fprintln(&t.lines, "> "+strings.ReplaceAll(message, "\n", "\n> ")+"\n")
}

// moved is how far the clock was moved.
func (t *transcript) moved(by time.Duration) { fmt.Fprintln(&t.lines, "@", by) }

func (t *transcript) save(file string) error {
	if err := os.WriteFile(file, []byte(strings.TrimRight(t.lines.String(), "\n")+"\n"), 0o644); err != nil {
		return fmt.Errorf("save the talk: %w", err)
	}
	return nil
}
