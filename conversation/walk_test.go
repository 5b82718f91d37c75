package conversation_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
)

// talker keeps a talk going from Go, as the worker does.
type talker struct {
	player
}

func newTalker(t *testing.T, ch casework.Channel) *talker {
	t.Helper()
	p := &talker{player: player{t: t, guide: testGuide(t), now: time.Date(2027, 1, 11, 16, 0, 0, 0, time.UTC)}}
	p.facts.Contact = casework.Contact{Address: casework.NewAddress(ch, "+447700900123"), Safe: casework.SafeContact{Safe: casework.Unasked}}
	return p
}

// say plays one turn and returns what was answered. The session goes through
// JSON every time.
func (p *talker) say(in ...conversation.Input) []casework.Say {
	p.now = p.now.Add(time.Minute)
	for i, m := range in {
		if said, ok := m.(conversation.Said); ok {
			said.At, said.From = p.now, p.facts.Contact.Address
			in[i] = said
		}
	}
	s, acts, says := p.guide.Step(p.read(), p.facts, in, p.now)
	for _, a := range acts {
		p.act(a)
	}
	p.session, _ = json.Marshal(s)
	return says
}

func text(s string) conversation.Said { return conversation.Said{Text: s} }

// roads lead to every question: what is said to get there.
var roads = map[conversation.Question][]string{
	conversation.AskWrong:    {"hello"},
	conversation.AskOutcome:  {"my sw never turns up"},
	conversation.AskAdvocate: {"my sw never turns up", "a new one"},
	conversation.AskShare:    {"my sw never turns up", "a new one", "yes"},
	conversation.AskSafe:     {"my sw never turns up", "a new one", "no"},
	conversation.AskWho:      {"nobody ever rings back", "a call", "no"},
	conversation.AskName:     {"my sw never turns up", "a new one", "no", "1"},
	conversation.AskReadBack: {"my sw never turns up", "a new one", "no", "1", "zoe"},
	"change":                 {"my sw never turns up", "a new one", "no", "1", "zoe", "2"},
	"helper":                 {"my sw never turns up", "a new one", "can my nan do it"},
	"when":                   {"my sw never turns up", "a new one", "no", "3"},
	"other":                  {"my sw never turns up", "a new one", "no", "2"},
	"danger":                 {"my sw never turns up", "he hit me again"},
	"danger, asked":          {"he hit me again", "ok"},
	"receipt":                {"my sw never turns up", "skip", "skip"},
	"praise":                 {"jo has been brilliant"},
	"stopped":                {"my sw never turns up", "stop"},
	"wrong number":           {"my sw never turns up", "skip", "skip", "wrong number"},
	"mending":                {"my sw never turns up", "a new one", "change", "1"},
	"start again":            {"my sw never turns up", "a new one", "start again"},
	"which":                  {"my sw never turns up", "skip", "skip", "another complaint", "my bike got lost", "skip", "skip", "it is still lost"},
	"another matter":         {"my sw never turns up", "skip", "skip", "something else"},
	"format":                 {"my sw never turns up", "FORMAT"},
	"behalf":                 {"i am an advocate, kai has no social worker", "one"},
	"permission":             {"i am an advocate, kai has no social worker", "one", "Kai"},
	"another speaker":        {"my sw never turns up", "this is his mum, what has he been saying"},
	"paused":                 {"my sw never turns up", "PAUSE"},
}

// whatever may be said anywhere.
var whatever = map[string]conversation.Said{
	"an empty message": text(""),
	"a picture":        {Files: []casework.File{{Name: "picture", Type: "image/jpeg"}}},
	"a voice note":     {Files: []casework.File{{Name: "voice note", Type: "audio/ogg"}}},
	"2,000 characters": text(strings.Repeat("and then nobody came. ", 91)),
	"another script":   text("моя соціальна працівниця ніколи не приходить"),
	"only emoji":       text("😭😭😭"),
	"help":             text("HELP"),
	"skip":             text("skip"),
	"when":             text("WHEN"),
	"a person":         text("TALK"),
	"more":             text("MORE"),
	"a number":         text("7"),
	"swearing":         text("this is bs"),
}

// Every question answers whatever is said, and what is said is never lost.
func TestEveryQuestionAnswersWhateverIsSaid(t *testing.T) {
	t.Parallel()
	for place, road := range roads {
		for name, m := range whatever {
			for _, ch := range []casework.Channel{casework.SMS, casework.WhatsApp} {
				t.Run(fmt.Sprintf("%s/%s/%s", place, name, ch), func(t *testing.T) {
					t.Parallel()
					p := newTalker(t, ch)
					for _, s := range road {
						p.say(text(s))
					}
					log := p.logged()
					if says := p.say(m); len(says) == 0 {
						t.Error("nothing was answered")
					}
					s := p.read()
					if len(p.facts.Cases) > 0 && s.Open && p.logged() == log && !s.Holds() {
						t.Error("the message is not in the log")
					}
				})
			}
		}
	}
}

// Silence is not answered, but a talk that stalled is handed over, once.
func TestSilenceIsHandedOver(t *testing.T) {
	t.Parallel()
	for place, road := range roads {
		p := newTalker(t, casework.SMS)
		for _, s := range road {
			p.say(text(s))
		}
		safe := p.facts.Contact.Safe.Safe == casework.Yes
		says := p.say(conversation.Lapsed{})
		if len(says) > 1 || len(says) == 1 && (!safe || !strings.HasPrefix(string(says[0].Template), "nudge")) {
			t.Errorf("%s: silence was answered with %v", place, says)
		}
		if says := p.say(conversation.Lapsed{}); len(says) != 0 {
			t.Errorf("%s: silence was answered again with %v", place, says)
		}
		s := p.read()
		if !s.Lapse.IsZero() {
			t.Errorf("%s: it lapses again at %s", place, s.Lapse)
		}
	}
}

// Danger is answered first wherever the talk stands.
func TestDangerComesBeforeEveryQuestion(t *testing.T) {
	t.Parallel()
	for place, road := range roads {
		p := newTalker(t, casework.SMS)
		for _, s := range road {
			p.say(text(s))
		}
		says := p.say(text("he is hitting me"))
		if len(says) == 0 || !strings.HasPrefix(string(says[0].Template), "danger.") {
			t.Errorf("%s: danger was answered with %v", place, says)
		}
		if len(p.facts.Cases) == 0 || !p.facts.Cases[0].Alert.Open() {
			t.Errorf("%s: no alert is open", place)
		}
	}
}

func FuzzStepAlwaysAnswers(f *testing.F) {
	f.Add("my sw never turns up\na new 1\nidk\n1\n2\nskip\nskip")
	f.Add("hi\n\n[]\n99\nSTOP\nSTART\nhe hit me\n\u200b\n1. yes\n2) no")
	f.Add("i want an advocate and i want to move n my name is zoe")
	f.Fuzz(func(t *testing.T, talk string) {
		for _, ch := range []casework.Channel{casework.SMS, casework.Email} {
			p := newTalker(t, ch)
			lines := strings.Split(talk, "\n")
			for _, line := range lines[:min(len(lines), 12)] {
				if says := p.say(text(line)); len(says) == 0 && !strings.Contains(strings.ToLower(line), "stop") &&
					len(strings.Fields(line)) != 1 {
					t.Fatalf("%q was not answered", line)
				}
				if len(p.session) > 4000 {
					t.Fatalf("the session has grown to %d bytes", len(p.session))
				}
			}
		}
	})
}
