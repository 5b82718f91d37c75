package conversation_test

import (
	"encoding/json"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
)

// BenchmarkStep is one warm turn as the worker does it: the session is read
// from JSON, and written to it. At most 20 microseconds and 100 allocations.
func BenchmarkStep(b *testing.B) {
	t := &testing.T{}
	p := newTalker(t, casework.SMS)
	p.say(text("yo my sw never turns up n she blanks my txts its long"))
	p.say(text("a new 1 n some1 to actually reply"))
	session, facts, now := p.session, p.facts, p.now.Add(time.Minute)
	in := []conversation.Input{conversation.Said{At: now, From: facts.Contact.Address, Text: "go on then ye"}}
	b.ReportAllocs()
	for b.Loop() {
		var s conversation.Session
		if err := json.Unmarshal(session, &s); err != nil {
			b.Fatal(err)
		}
		s, _, says := p.guide.Step(s, facts, in, now)
		if len(says) == 0 {
			b.Fatal("nothing was answered")
		}
		if _, err := json.Marshal(s); err != nil {
			b.Fatal(err)
		}
	}
}
