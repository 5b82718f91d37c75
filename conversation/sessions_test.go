package conversation_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heard/casework"
	"heard/conversation"
)

// TestSessionsOfOlderReleasesLoad holds that a talk goes on after an update.
// What was ever stored stays in testdata/sessions, named by its version.
func TestSessionsOfOlderReleasesLoad(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/sessions/*.json")
	if len(files) < 3 {
		t.Fatalf("there are only %d sessions", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			stored, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := json.NewDecoder(strings.NewReader(string(stored)))
			d.DisallowUnknownFields()
			var s conversation.Session
			if err := d.Decode(&s); err != nil {
				t.Fatal(err)
			}
			p := newTalker(t, casework.SMS)
			p.say(text("my sw never turns up"))
			p.session = stored
			if says := p.say(text("a new one")); len(says) == 0 {
				t.Error("the talk does not go on")
			}
		})
	}
}
