package conversation_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is told in a language without danger words is known not to be heard;
// English, however it is texted, is not taken for one.
func TestForeign(t *testing.T) {
	t.Parallel()
	all := lexicons(t)
	for _, row := range lines(t, "testdata/foreign.txt") {
		lang, text, _ := strings.Cut(row, " | ")
		if !all.Foreign(text) {
			t.Errorf("%s is not known to be foreign: %s", lang, text)
		}
	}
	files, _ := filepath.Glob("testdata/danger/*.txt")
	replies, _ := filepath.Glob("testdata/replies/*.txt")
	for _, file := range append(files, replies...) {
		if strings.Contains(file, "polish.") {
			continue // it has danger words of its own
		}
		for _, text := range lines(t, file) {
			if all.Foreign(text) {
				t.Errorf("taken for a foreign language: %s", text)
			}
		}
	}
}

func lines(t *testing.T, file string) []string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(raw)), "\n")
}
