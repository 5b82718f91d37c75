package configs

import (
	"os"
	"strings"
	"testing"
)

// TestTheManualHasTheWordsOfTheButtons holds the table that an operator copies
// to what is understood.
func TestTheManualHasTheWordsOfTheButtons(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../docs/twilio.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, question := range questions {
		words := Buttons[question]
		if row := "| `" + question + "` | " + strings.Join(words, " · ") + " |"; len(words) == 0 || !strings.Contains(string(manual), row) {
			t.Errorf("docs/twilio.md has no row %s", row)
		}
		for _, text := range words {
			if len(text) > 20 {
				t.Errorf("%q is too long for a button", text)
			}
		}
	}
}
