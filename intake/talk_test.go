package intake_test

import (
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/configs"
	"heard/conversation"
	"heard/intake"
	"heard/store"
	"heard/wording"
)

// A whole talk with the real conversation, the shipped procedure and the
// shipped words: whatever the worker puts into the outbox can be put in words.
func TestAWholeTalkCanBePutInWords(t *testing.T) {
	t.Parallel()
	words, err := configs.Words()
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, engine(t), shipped(t, words))
	at := start
	for _, text := range []string{
		"hi", "my key worker never calls me and they moved me", "I want to stay at my school. I'm Zoe and 14",
		"what", "skip", "skip", "when will i hear", "talk", "he hit me again", "yes", "stop",
	} {
		at = at.Add(time.Minute)
		h.text(zoe, text, at)
		h.pass(at.Add(time.Second * 2))
	}
	h.pass(at.AddDate(0, 0, 30))
	c := h.cases()
	if len(c) != 1 || !c[0].Alert.Open() || c[0].Outcome == "" || !c[0].ReceivedAt.Equal(start.Add(time.Minute)) {
		t.Errorf("cases %+v", c)
	}
	if said := h.said(c[0].Reference); len(said) != 11 || said[0] != "hi" {
		t.Errorf("the log has %q", said)
	}
	h.rendered(words)
	h.quiet(at.AddDate(0, 0, 60))
}

func shipped(t *testing.T, words *wording.Catalogue) func(*intake.Options) {
	t.Helper()
	procedure, err := configs.Procedure("hampshire")
	if err != nil {
		t.Fatal(err)
	}
	lexicons, err := conversation.LoadLexicons()
	if err != nil {
		t.Fatal(err)
	}
	g := conversation.Guide{Lexicons: lexicons, Rules: casework.Rules{Procedure: &procedure, Calendar: configs.Calendar()}}
	return func(o *intake.Options) {
		o.Needs = words.Needs
		c := o.Councils[town]
		c.Step, c.Rules = g.Step, g.Rules
		o.Councils[town] = c
	}
}

// rendered puts everything in the outbox in words, as the sender will.
func (h *house) rendered(words *wording.Catalogue) {
	h.t.Helper()
	for _, entries := range h.entries() {
		for _, e := range entries {
			texts, err := words.Render(e.Says, reader(e))
			if err != nil || strings.TrimSpace(strings.Join(texts, "")) == "" {
				h.t.Errorf("%s to %+v: %q, %v", e.Says[0].Template, e.To, texts, err)
			}
		}
	}
}

func reader(e store.Entry) wording.Reader {
	r := wording.Reader{Audience: wording.Audience(e.Audience), Language: e.Language, Channel: e.To.Address.Channel()}
	if e.To.Office != "" {
		r.Channel = casework.Email
	}
	if e.To.Office == casework.Duty {
		r.Channel = casework.SMS
	}
	return r
}
