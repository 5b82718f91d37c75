// Command heard takes complaints by text and mail, opens cases and sees to it
// that nobody forgets a deadline. This package is flags and wiring: every rule
// lives in the rooms below it.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// Exit codes, which scripts rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitAsked  = 2 // asked wrongly: a flag, a name, a file that is not right
)

// commands are the words that follow "heard".
type commands struct {
	Demo       demoCommand       `cmd:"" help:"Try the whole service on this machine, with pretend phones. Needs no account."`
	Serve      serveCommand      `cmd:"" help:"Run the service."`
	Chat       chatCommand       `cmd:"" help:"Talk to it here, one message a line."`
	Understand understandCommand `cmd:"" help:"Show how replies are read, one a line."`
	Due        dueCommand        `cmd:"" help:"Show what is due when, and why."`
	Simulate   simulateCommand   `cmd:"" help:"Play a scenario in no time and tell what happened."`
	ParseMail  parseMailCommand  `cmd:"" help:"Show what is read of raw mails."`
	Templates  templatesCommand  `cmd:"" hidden:"" help:"List what Heard says, by name."`
	Check      checkCommand      `cmd:"" help:"Find what is wrong with a configuration before it matters."`
	Cases      casesCommand      `cmd:"" help:"List cases, and what waits for officers."`
	Alert      alertCommand      `cmd:"" help:"Ring the rota, to test it."`
	Case       caseCommand       `cmd:"" help:"Show a case, or act on it."`
}

// world is what a command may touch of the machine.
type world struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

// asked is an error of whoever typed the command.
type asked struct{ error }

func askedf(format string, args ...any) error { return asked{fmt.Errorf(format, args...)} }

func main() {
	w := &world{os.Stdin, os.Stdout, os.Stderr, os.Getenv}
	os.Exit(w.run(os.Args[1:]))
}

// run does one command and returns the exit code.
func (w *world) run(args []string) int {
	var c commands
	exit := -1
	parser, err := kong.New(&c, kong.Name("heard"), kong.Writers(w.out, w.err),
		kong.Description("Takes complaints by text and mail, and forgets no deadline."),
		kong.Exit(func(code int) { exit = code }), kong.Bind(w))
	if err != nil {
		return w.fail(err)
	}
	ctx, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help
		return exit
	case err != nil:
		return w.fail(asked{fmt.Errorf("%w (see heard --help)", err)})
	}
	if err := ctx.Run(w); err != nil {
		return w.fail(err)
	}
	return exitDone
}

// fail says what is wrong, one line each, and returns the exit code for it.
func (w *world) fail(err error) int {
	for _, line := range strings.Split(strings.TrimSpace(err.Error()), "\n") {
		fmt.Fprintln(w.err, "heard: "+line)
	}
	if a := (asked{}); errors.As(err, &a) {
		return exitAsked
	}
	return exitFailed
}
