package conversation_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heard/conversation"
)

// TestReplies holds the readings against tables of what people text: one reply
// a line, " | " and how it is to be read.
func TestReplies(t *testing.T) {
	t.Parallel()
	ls, err := conversation.LoadLexicons()
	if err != nil {
		t.Fatal(err)
	}
	l := ls.For("en")
	for name, read := range map[string]func(string) string{
		"yesno":    func(s string) string { return string(l.YesNo(s)) },
		"advocate": func(s string) string { return string(l.Advocate(s)) },
		"kind":     func(s string) string { return string(l.Kind(s)) },
		"pl-yesno": func(s string) string { return string(ls.For("pl").YesNo(s)) },
	} {
		files, _ := filepath.Glob(filepath.Join("testdata", "replies", name+"*.txt"))
		for _, line := range rows(t, files) {
			said, want, ok := strings.Cut(line, " | ")
			if !ok {
				t.Fatalf("%s: %q is no row", name, line)
			}
			if got := read(said); got != want {
				t.Errorf("%s: %q was read as %s, want %s", name, said, got, want)
			}
		}
	}
}

// rows are the lines of some tables, which may not be empty.
func rows(t *testing.T, files []string) (out []string) {
	t.Helper()
	for _, file := range files {
		table, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.Split(strings.TrimSpace(string(table)), "\n")...)
	}
	if len(out) == 0 {
		t.Fatal("the tables are empty")
	}
	return out
}
