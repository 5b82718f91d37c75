package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"heard/casework"
	"heard/configs"
)

// reserved are templates that wait for a room that is not built yet. One that
// is used has no place here.
var reserved = []string{
	"late.more", "readback.ask.again", "receipt.stage1.short", "resume",
	"sorry.unclear.again", "sorry.unclear.number", "thanks.file", "when.ack",
}

// literal finds the strings in Go code that may name a template or a piece of
// one, and what stands around them: "after.stage" + n, t += ".named".
var literal = regexp.MustCompile(`(\+=? *)?"([a-z0-9_.]+)"( *\+)?`)

// said are the names in the code, whole or in pieces.
type said struct {
	whole, heads, tails map[string]bool
}

// uses tells whether the code says a name: as it is, as the head of a name that
// is put together while it runs, or with a tail added to a name that is said.
func (s said) uses(name string) bool {
	if s.whole[name] {
		return true
	}
	for i := range name {
		if s.heads[name[:i]] && (name[i] == '.' || strings.Contains(name[:i], ".")) {
			return true
		}
		if s.tails[name[i:]] && s.uses(name[:i]) {
			return true
		}
	}
	return false
}

// A text that nobody says is read by nobody before it is sent one day.
func TestEveryTextOfTheCatalogueIsSaidByTheCode(t *testing.T) {
	t.Parallel()
	catalogue, err := configs.Words()
	if err != nil {
		t.Fatal(err)
	}
	code := literals(t, "casework", "conversation", "intake", "notify", "console")
	for _, template := range catalogue.Templates() {
		name := string(template)
		switch used, waits := code.uses(name), slices.Contains(reserved, name); {
		case !used && !waits:
			t.Errorf("%s: nobody says it; take it out of the words, or reserve it here", name)
		case used && waits:
			t.Errorf("%s is reserved for later, but it is said", name)
		}
	}
	for _, name := range reserved {
		if !slices.ContainsFunc(catalogue.Templates(), func(have casework.Template) bool { return string(have) == name }) {
			t.Errorf("%s is reserved, but has no words", name)
		}
	}
	if len(code.whole) < 50 {
		t.Errorf("only %d names were found: the pattern fits no more", len(code.whole))
	}
}

// literals reads the code of some rooms.
func literals(t *testing.T, rooms ...string) said {
	t.Helper()
	s := said{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, room := range rooms {
		root := filepath.Join("..", "..", room)
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if os.IsNotExist(err) && path == root {
				return nil // a room that is not built yet
			}
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
				switch {
				case m[1] != "":
					s.tails[m[2]] = true
				case m[3] != "":
					s.heads[m[2]] = true
					s.whole[m[2]] = true
				default:
					s.whole[m[2]] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}
