package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"heard/sandbox"
)

// TestScripts plays the sessions in testdata/script with the real command.
// Beside testscript's own words they know:
//
//	town                     opens a town: heard.yaml, its secrets, its provider
//	serve                    starts heard serve in the town
//	stop                     tells it to end, and sees that it ends well
//	text FROM WORDS          lets somebody text the town; FROM may have whatsapp: before it
//	told TO PATTERN          waits for a text to somebody, or to duty, and prints it
//	fails NAME               lets the next text out fail: opted-out, error, cut
//	failed                   waits until it has
//	exits CODE COMMAND...    sees how a command ends
//	get PATH                 gets a page of the service, and prints it
//	talk                     prints the talk in stdout again, each reference as REF
//	keep NAME PATTERN        keeps what a group in stdout matched in a variable
//	inorder                  sees that stdout is JSON, a line each, in the order of its "at"
//	nowhere WORD PATH...     sees that no byte of the files has the word
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("HEARD_UPDATE") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"town": cmdTown, "serve": cmdServe, "stop": cmdStop, "text": cmdText, "told": cmdTold,
			"fails": cmdFails, "exits": cmdExits, "get": cmdGet, "failed": cmdFailed, "talk": cmdTalk, "keep": cmdKeep, "nowhere": cmdNowhere, "inorder": cmdInOrder,
		},
		Setup: func(e *testscript.Env) error {
			e.Values[townKey{}] = &scriptTown{}
			shipped, err := filepath.Abs(filepath.Join("..", "..", "configs"))
			e.Setenv("SHIPPED", shipped)
			return err
		},
	})
}

// scriptTown is the town of one script, and the service in it.
type scriptTown struct {
	*town
	p *process
}

type townKey struct{}

// townOf gives a script's town; without one the script is wrong.
func townOf(ts *testscript.TestScript, neg bool) *scriptTown {
	s := ts.Value(townKey{}).(*scriptTown)
	if neg || s.town == nil {
		ts.Fatalf("this command needs a town, and cannot be negated")
	}
	return s
}

func cmdTown(ts *testscript.TestScript, _ bool, _ []string) {
	s := ts.Value(townKey{}).(*scriptTown)
	var err error
	s.town, err = openTown(ts.Getenv("WORK"), nil, "settle: 0s", "unknown_after: 1s")
	ts.Check(err)
	ts.Defer(func() { s.provider.Close() })
	for _, pair := range s.env {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "HEARD_") {
			ts.Setenv(name, value)
		}
	}
}

func cmdServe(ts *testscript.TestScript, neg bool, _ []string) {
	s := townOf(ts, neg)
	var err error
	s.p, err = s.start(context.Background())
	ts.Check(err)
	ts.Defer(func() {
		if s.p != nil {
			s.end(s.p, syscall.SIGKILL)
		}
	})
	ts.Check(s.open(s.p))
}

func cmdStop(ts *testscript.TestScript, neg bool, _ []string) {
	s := townOf(ts, neg)
	if code := s.end(s.p, syscall.SIGTERM); code != 0 {
		ts.Fatalf("told to end, the service ended with %d", code)
	}
	s.p = nil
}

func cmdText(ts *testscript.TestScript, neg bool, args []string) {
	s := townOf(ts, neg)
	m := sandbox.Message{From: args[0], To: townSMS, Body: args[1]}
	if strings.HasPrefix(m.From, "whatsapp:") {
		m.To, m.ProfileName = "whatsapp:"+townWhatsApp, "Zebedee Marker"
	}
	status, err := s.provider.Inbound(context.Background(), m)
	ts.Check(err)
	if status != http.StatusOK {
		ts.Fatalf("answered %d", status)
	}
}

func cmdTold(ts *testscript.TestScript, neg bool, args []string) {
	s := townOf(ts, neg)
	pattern, err := regexp.Compile(args[1])
	ts.Check(err)
	ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
	defer cancel()
	m, err := s.provider.Await(ctx, 0, func(m sandbox.Message) bool {
		onDuty := m.To == townDay || m.To == townNight
		return (m.To == args[0] || args[0] == "duty" && onDuty) && pattern.MatchString(m.Body)
	})
	ts.Check(err)
	io.WriteString(ts.Stdout(), m.Body+"\n")
}

func cmdFails(ts *testscript.TestScript, neg bool, args []string) {
	failures := map[string]sandbox.Failure{"opted-out": sandbox.OptedOut, "error": sandbox.ErrorCreated, "cut": sandbox.CutCreated}
	townOf(ts, neg).provider.Fail(1, failures[args[0]])
}

func cmdFailed(ts *testscript.TestScript, neg bool, _ []string) {
	p := townOf(ts, neg).provider
	ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
	defer cancel()
	_, err := p.Await(ctx, 0, func(sandbox.Message) bool { return p.Failing() == 0 })
	ts.Check(err)
}

func cmdExits(ts *testscript.TestScript, _ bool, args []string) {
	code := 0
	if exit := (*exec.ExitError)(nil); errors.As(ts.Exec(args[1], args[2:]...), &exit) {
		code = exit.ExitCode()
	}
	if args[0] != strconv.Itoa(code) {
		ts.Fatalf("it ended with %d, not with %s", code, args[0])
	}
}

func cmdGet(ts *testscript.TestScript, neg bool, args []string) {
	s := townOf(ts, neg)
	client := &http.Client{Transport: &http.Transport{DialContext: s.dial, DisableKeepAlives: true}, Timeout: 10 * time.Second}
	res, err := client.Get(townURL + args[0])
	ts.Check(err)
	defer res.Body.Close()
	_, err = io.Copy(ts.Stdout(), res.Body)
	ts.Check(err)
	if res.StatusCode != http.StatusOK {
		ts.Fatalf("%s: answered %d", args[0], res.StatusCode)
	}
}

// cmdTalk leaves out the case behind the talk.
func cmdTalk(ts *testscript.TestScript, _ bool, _ []string) {
	talk, _, _ := strings.Cut(ts.ReadFile("stdout"), "\n\n")
	io.WriteString(ts.Stdout(), references.ReplaceAllString(talk, "REF")+"\n")
}

func cmdKeep(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("no match of %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

func cmdInOrder(ts *testscript.TestScript, _ bool, _ []string) {
	var last time.Time
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var l simulated
		read := json.NewDecoder(strings.NewReader(line))
		read.DisallowUnknownFields()
		ts.Check(read.Decode(&l))
		if l.At.IsZero() || l.At.Before(last) || l.Kind == "" || l.Text == "" {
			ts.Fatalf("this line is not whole, or not in its place: %s", line)
		}
		last = l.At
	}
	if last.IsZero() {
		ts.Fatalf("nothing was told")
	}
}

// cmdNowhere looks into every file below the paths; there must be some.
func cmdNowhere(ts *testscript.TestScript, _ bool, args []string) {
	files := 0
	for _, path := range args[1:] {
		err := filepath.WalkDir(ts.MkAbs(path), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			files++
			content, err := os.ReadFile(path)
			if bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(args[0]))) {
				ts.Fatalf("%q stands in %s", args[0], path)
			}
			return err
		})
		ts.Check(err)
	}
	if files == 0 {
		ts.Fatalf("there is no file below %v", args[1:])
	}
}
