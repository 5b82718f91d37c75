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
	l, err := conversation.LoadLexicon("en")
	if err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func(string) string{
		"yesno":    func(s string) string { return string(l.YesNo(s)) },
		"advocate": func(s string) string { return string(l.Advocate(s)) },
		"kind":     func(s string) string { return string(l.Kind(s)) },
	} {
		table, err := os.ReadFile(filepath.Join("testdata", "replies", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n") {
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
