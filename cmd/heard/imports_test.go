// The arrows of the house, as a test.
//
// A package imports only floors below its own:
//
//	floor  package                    imports of Heard's            may hold, from outside the standard library
//	0      casework                   nothing                       nothing
//	1      conversation               casework                      nothing
//	1      wording                    casework                      golang.org/x/text
//	2      store                      floors 0, 1                   nothing
//	2      configs                    floors 0, 1                   goccy/go-yaml, rickar/cal
//	3      intake, notify, console    floors 0 to 2, not configs    notify: robfig/cron
//	4      cmd/...                    everything                    kong, robfig/cron
//	side   sandbox                    nothing                       the servers' side of IMAP and SMTP
//
// One level below its contract stands what does the contract's heavy work.
// It imports what its contract may import, and the contract:
//
//	store/sqlite, store/redis         the engines: modernc.org/sqlite, go-redis
//	intake/twilio, intake/mailbox     the ways in: go-imap, go-message, go-sasl
//	notify/twilio, notify/mail        the ways out: twilio-go, jordan-wright/email, go-smtp
//	store/storetest                   the conformance suite, for tests only: it may hold what tests may
//
// Only cmd and tests import those, and configs, and the sandbox. intake,
// notify and console never import one another, in tests neither. The heart
// (casework, conversation, wording) asks nothing of the machine: no context, no
// log, no file, no socket, no clock and no chance.
//
// Code from outside is held by the packages named for it in the table held,
// below; tests of cmd may use all of it, to play the other side.
package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A room is a row of the table: one package of Heard's.
type room struct {
	floor    int
	contract string // the package one level up whose work it does; "" for the rooms themselves
	reserved bool   // only cmd and tests import it
	heart    bool   // asks nothing of the machine
	suite    bool   // for tests only: it may import what a test may
}

const top = 4 // the floor of cmd

var rooms = map[string]room{
	"casework":     {floor: 0, heart: true},
	"conversation": {floor: 1, heart: true},
	"wording":      {floor: 1, heart: true},
	"store":        {floor: 2},
	"configs":      {floor: 2, reserved: true},
	"intake":       {floor: 3},
	"notify":       {floor: 3},
	"console":      {floor: 3},
	"sandbox":      {floor: 0, reserved: true},

	"store/sqlite":    {floor: 2, contract: "store", reserved: true},
	"store/redis":     {floor: 2, contract: "store", reserved: true},
	"store/storetest": {floor: 2, contract: "store", reserved: true, suite: true},
	"intake/twilio":   {floor: 3, contract: "intake", reserved: true},
	"intake/mailbox":  {floor: 3, contract: "intake", reserved: true},
	// A mail server for tests: it knows nothing of Heard.
	"intake/mailbox/dovecottest": {floor: 0, reserved: true},
	"notify/twilio":              {floor: 3, contract: "notify", reserved: true},
	"notify/mail":                {floor: 3, contract: "notify", reserved: true},
}

// A holder says who may import a module from outside.
type holder struct {
	module string
	by     []string // in code and tests; "cmd" stands for every package below cmd
	tests  []string // in tests too; "all" stands for everyone
}

var held = []holder{
	{module: "github.com/alecthomas/kong", by: []string{"cmd"}},
	{module: "github.com/chromedp", tests: []string{"sandbox", "console"}},
	{module: "github.com/emersion/go-imap", by: []string{"intake/mailbox", "sandbox"}},
	{module: "github.com/emersion/go-message", by: []string{"intake/mailbox", "sandbox"}, tests: []string{"notify/mail"}},
	{module: "github.com/emersion/go-sasl", by: []string{"intake/mailbox", "notify/mail", "sandbox"}},
	{module: "github.com/emersion/go-smtp", by: []string{"notify/mail", "sandbox"}},
	{module: "github.com/getkin/kin-openapi", tests: []string{"sandbox", "notify/twilio"}},
	{module: "github.com/goccy/go-yaml", by: []string{"configs"}},
	{module: "github.com/google/go-cmp", tests: []string{"all"}},
	{module: "github.com/jordan-wright/email", by: []string{"notify/mail"}},
	{module: "github.com/nyaruka/phonenumbers", by: []string{"configs", "intake", "intake/twilio", "cmd"}},
	{module: "github.com/redis/go-redis", by: []string{"store/redis"}},
	{module: "github.com/rickar/cal", by: []string{"configs"}},
	{module: "github.com/robfig/cron", by: []string{"notify", "cmd"}},
	{module: "github.com/rogpeppe/go-internal", tests: []string{"all"}},
	{module: "github.com/twilio/twilio-go", by: []string{"notify/twilio"}, tests: []string{"all"}},
	{module: "go.uber.org/goleak", tests: []string{"all"}},
	{module: "golang.org/x/net", by: []string{"intake/mailbox"}},
	{module: "golang.org/x/text", by: []string{"wording"}},
	{module: "modernc.org/sqlite", by: []string{"store/sqlite"}},
}

// machine is what the heart must not import.
var machine = []string{
	"context", "crypto/rand", "database/sql", "log", "log/slog", "math/rand", "math/rand/v2",
	"net", "net/http", "net/smtp", "os", "os/exec", "os/signal", "syscall",
}

// pkg is what go list says of a package, as far as it matters here.
type pkg struct {
	ImportPath   string
	Dir          string
	GoFiles      []string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func TestArrows(t *testing.T) {
	t.Parallel()
	for _, wrong := range crossed(house(t)) {
		t.Error(wrong)
	}
}

func TestHeartHasNoClock(t *testing.T) {
	t.Parallel()
	for _, p := range house(t) {
		if !rooms[strings.TrimPrefix(p.ImportPath, "heard/")].heart {
			continue
		}
		for _, file := range p.GoFiles {
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, file), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range clocks(f) {
				t.Errorf("%s: the heart is given the time, it does not ask for it", fset.Position(at))
			}
		}
	}
}

// house lists the packages of this module. It looks into every folder first,
// so that go test knows what the answer depends on and does not repeat an old
// one after an import has changed.
func house(t *testing.T) []pkg {
	t.Helper()
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != "../.." && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatalf("walk the house: %v", err)
	}
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports,TestImports,XTestImports", "heard/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("read go list: %v", err)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		t.Fatal("go list found no package")
	}
	return pkgs
}

// crossed returns one sentence for each import that goes against the table.
func crossed(pkgs []pkg) []string {
	var wrong []string
	for _, p := range pkgs {
		from, ours := strings.CutPrefix(p.ImportPath, "heard/")
		if _, ok := find(from); !ours || !ok {
			wrong = append(wrong, fmt.Sprintf("%s has no row in the table of cmd/heard/imports_test.go: give it a floor", p.ImportPath))
			continue
		}
		for _, to := range p.Imports {
			if why := forbids(from, to, false); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", from, to, why))
			}
		}
		for _, to := range slices.Concat(p.TestImports, p.XTestImports) {
			if why := forbids(from, to, true); why != "" {
				wrong = append(wrong, fmt.Sprintf("a test of %s imports %s: %s", from, to, why))
			}
		}
	}
	return wrong
}

// forbids says why from may not import to, or nothing where it may.
func forbids(from, to string, test bool) string {
	switch path, ours := strings.CutPrefix(to, "heard/"); {
	case ours:
		return forbidsOurs(from, path, test)
	case strings.Contains(strings.Split(to, "/")[0], "."):
		return forbidsOutside(from, to, test)
	case rooms[from].heart && !test && slices.Contains(machine, to):
		return "the heart asks nothing of the machine"
	}
	return ""
}

func forbidsOurs(from, to string, test bool) string {
	f, _ := find(from)
	t, known := find(to)
	doers := f.floor == 3 && t.floor == 3
	switch {
	case !known:
		return "it has no row in the table"
	case test && from == to: // an outside test of the package itself
		return ""
	case f.floor == top:
		if t.suite && !test {
			return "it is for tests only"
		}
		return ""
	case from == "sandbox":
		return "the sandbox imports nothing of Heard's"
	case doers && tree(from) != tree(to):
		return "intake, notify and console never import one another"
	case f.contract == to:
		return ""
	case test && (t.reserved || t.floor <= f.floor):
		return ""
	case t.reserved:
		return "only cmd and tests import it"
	case t.floor >= f.floor:
		return "it does not stand on a floor below"
	}
	return ""
}

func forbidsOutside(from, to string, test bool) string {
	i := slices.IndexFunc(held, func(h holder) bool { return to == h.module || strings.HasPrefix(to, h.module+"/") })
	if i < 0 {
		return "nobody holds it: a new dependency needs a row here and a sentence in docs/decisions/0001-dependencies.md"
	}
	h, f := held[i], tree(from)
	test = test || rooms[from].suite
	switch {
	case slices.Contains(h.by, from), f == "cmd" && slices.Contains(h.by, "cmd"):
		return ""
	case test && (f == "cmd" || slices.Contains(h.tests, "all") || slices.Contains(h.tests, from)):
		return ""
	case len(h.by) == 0:
		return "it is for tests only"
	}
	return "it is held by " + strings.Join(h.by, ", ")
}

// find returns the row of a package; every command stands on the top floor.
func find(path string) (room, bool) {
	if tree(path) == "cmd" {
		return room{floor: top}, true
	}
	r, ok := rooms[path]
	return r, ok
}

// tree is the top-level folder a package lives in.
func tree(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}

// clocks returns where a file asks for the time or waits for it.
func clocks(f *ast.File) []token.Pos {
	asks := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	var at []token.Pos
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains(asks, s.Sel.Name) {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" {
				at = append(at, s.Pos())
			}
		}
		return true
	})
	return at
}

// The checks are checked on made-up packages: what is right passes, and every
// kind of wrong arrow is seen.

func TestArrowsAreSeen(t *testing.T) {
	t.Parallel()
	const code, test = false, true
	for _, c := range []struct {
		name     string
		test     bool
		from, to string
		why      string // a part of the complaint; "" where the import is right
	}{
		{"the heart uses the standard library", code, "casework", "time", ""},
		{"conversation knows casework", code, "conversation", "heard/casework", ""},
		{"wording holds x/text", code, "wording", "golang.org/x/text/language", ""},
		{"the store stands on the heart", code, "store", "heard/conversation", ""},
		{"an engine knows its contract", code, "store/sqlite", "heard/store", ""},
		{"an engine holds its driver", code, "store/sqlite", "modernc.org/sqlite", ""},
		{"a provider knows its contract", code, "notify/twilio", "heard/notify", ""},
		{"a provider knows the store", code, "intake/mailbox", "heard/store", ""},
		{"a doer knows the heart", code, "intake", "heard/conversation", ""},
		{"cmd knows all rooms", code, "cmd/heard", "heard/notify/mail", ""},
		{"cmd starts the sandbox", code, "cmd/heard", "heard/sandbox", ""},
		{"a test opens an engine", test, "intake", "heard/store/sqlite", ""},
		{"a test reads the shipped files", test, "conversation", "heard/configs", ""},
		{"an engine's test runs the suite", test, "store/redis", "heard/store/storetest", ""},
		{"an outside test knows its package", test, "sandbox", "heard/sandbox", ""},
		{"a test compares", test, "casework", "github.com/google/go-cmp/cmp", ""},
		{"the suite compares", code, "store/storetest", "github.com/google/go-cmp/cmp", ""},
		{"a test drives Twilio's client", test, "sandbox", "github.com/twilio/twilio-go/client", ""},

		{"casework knows no one", code, "casework", "heard/wording", "floor below"},
		{"peers do not know one another", code, "wording", "heard/conversation", "floor below"},
		{"the store knows no engine", code, "store", "heard/store/sqlite", "only cmd and tests"},
		{"the heart reads no file", code, "wording", "os", "nothing of the machine"},
		{"the heart has no context", code, "conversation", "context", "nothing of the machine"},
		{"the heart rolls no dice", code, "casework", "math/rand/v2", "nothing of the machine"},
		{"casework holds nothing", code, "casework", "golang.org/x/text/language", "held by wording"},
		{"conversation holds nothing", code, "conversation", "golang.org/x/text/language", "held by wording"},
		{"doers stay apart", code, "intake", "heard/notify", "never import one another"},
		{"doers' providers stay apart", code, "notify/twilio", "heard/intake/twilio", "never import one another"},
		{"doers stay apart in tests", test, "console", "heard/intake", "never import one another"},
		{"a doer does not choose its provider", code, "notify", "heard/notify/twilio", "only cmd and tests"},
		{"a doer reads no files", code, "intake", "heard/configs", "only cmd and tests"},
		{"the sandbox is a stranger", code, "sandbox", "heard/casework", "nothing of Heard's"},
		{"the sandbox is a stranger in tests", test, "sandbox", "heard/store", "nothing of Heard's"},
		{"code does not use the sandbox", code, "notify", "heard/sandbox", "only cmd and tests"},
		{"nobody imports cmd", test, "intake", "heard/cmd/heard", "floor below"},
		{"the suite is not shipped", code, "cmd/heard", "heard/store/storetest", "for tests only"},
		{"a test does not reach up", test, "casework", "heard/notify", "floor below"},
		{"the driver stays in its engine", code, "cmd/heard", "modernc.org/sqlite", "held by store/sqlite"},
		{"the client stays in its engine", test, "store", "github.com/redis/go-redis/v9", "held by store/redis"},
		{"IMAP stays in the mailbox", code, "notify/mail", "github.com/emersion/go-imap/v2", "held by intake/mailbox"},
		{"Twilio's client stays in notify", code, "intake/twilio", "github.com/twilio/twilio-go/client", "held by notify/twilio"},
		{"cron stays in notify", code, "intake", "github.com/robfig/cron/v3", "held by notify"},
		{"a test's tool is not shipped", code, "store", "github.com/google/go-cmp/cmp", "for tests only"},
		{"a newcomer is asked for its reason", code, "intake", "github.com/one/more", "nobody holds it"},
		{"a name alike is not the same", code, "wording", "golang.org/x/textual", "nobody holds it"},
		{"a room not in the table is asked for its floor", code, "helpers", "time", "give it a floor"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := pkg{ImportPath: "heard/" + c.from}
			if c.test {
				p.XTestImports = []string{c.to}
			} else {
				p.Imports = []string{c.to}
			}
			got := strings.Join(crossed([]pkg{p}), "\n")
			if c.why == "" && got != "" || !strings.Contains(got, c.why) {
				t.Errorf("got %q, want a complaint with %q", got, c.why)
			}
		})
	}
}

func TestClocksAreSeen(t *testing.T) {
	t.Parallel()
	f, err := parser.ParseFile(token.NewFileSet(), "", `package p
		import "time"
		func wrong() time.Time { time.Sleep(time.Second); return time.Now() }
		func right(now time.Time) bool { return now.After(now.Add(time.Hour)) }`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(clocks(f)); got != 2 {
		t.Errorf("saw %d clocks, want 2", got)
	}
}
