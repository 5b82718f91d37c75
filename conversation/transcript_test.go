package conversation_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
)

var update = flag.Bool("update", false, "write what Heard does into the transcripts")

// TestTranscripts plays every talk in testdata: "> " is said, "< " is a
// template that answers, "! " is done, "@ " moves the clock. Several lines
// said in a row are one turn. The session is read from JSON at every turn.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("played otherwise:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// player is the least that a worker does: it keeps the cases and the contact.
type player struct {
	t       *testing.T
	guide   conversation.Guide
	session []byte
	facts   conversation.Facts
	now     time.Time
	said    int                // messages that went into a log
	opened  casework.Reference // in this turn
	first   conversation.Facts // of the address that wrote first, while another does
	out     strings.Builder
}

func (p *player) logged() int { return p.said }

func play(t *testing.T, script string) string {
	t.Helper()
	p := &player{t: t, guide: testGuide(t), now: time.Date(2027, 1, 11, 16, 0, 0, 0, time.UTC)}
	p.facts.Contact = casework.Contact{Address: "sms:+447700900123", Safe: casework.SafeContact{Safe: casework.Unasked}}
	var turn []conversation.Input
	lines := bufio.NewScanner(strings.NewReader(script))
	for lines.Scan() {
		line := lines.Text()
		said, isSaid := strings.CutPrefix(line, "> ")
		if !isSaid && len(turn) > 0 {
			p.turn(turn)
			turn = nil
		}
		switch {
		case isSaid:
			fmt.Fprintln(&p.out, line)
			turn = p.add(turn, said)
		case strings.HasPrefix(line, "@ "):
			fmt.Fprintln(&p.out, line)
			p.move(strings.TrimPrefix(line, "@ "))
		case strings.HasPrefix(line, "<"), strings.HasPrefix(line, "!"), strings.HasPrefix(line, "="):
		default:
			fmt.Fprintln(&p.out, line)
		}
	}
	if len(turn) > 0 {
		p.turn(turn)
	}
	p.summary()
	return p.out.String()
}

// add puts a line into a turn: a message of its own, or one more line of a mail.
func (p *player) add(turn []conversation.Input, line string) []conversation.Input {
	if p.facts.Contact.Address.Channel() != casework.Email || len(turn) == 0 {
		return append(turn, p.message(line))
	}
	m := turn[0].(conversation.Said)
	if subject, ok := strings.CutPrefix(line, "[subject] "); ok {
		m.Subject = subject
	} else if name, ok := strings.CutPrefix(line, "[name] "); ok {
		m.Name = name
	} else {
		m.Text += "\n" + line
	}
	return []conversation.Input{m}
}

func (p *player) message(text string) conversation.Said {
	m := conversation.Said{At: p.now, From: p.facts.Contact.Address, Text: text}
	switch {
	case strings.HasPrefix(text, "[voice"):
		m.Text, m.Files = "", []casework.File{{Name: "voice note", Type: "audio/ogg", At: p.now}}
	case strings.HasPrefix(text, "[files"):
		f := casework.File{Name: "photo", Type: "image/jpeg", At: p.now}
		m.Text, m.Files = "", []casework.File{f, f, f}
	case strings.HasPrefix(text, "[image"):
		m.Text, m.Files = "", []casework.File{{Name: "picture", Type: "image/jpeg", At: p.now}}
	}
	return m
}

// officer does an officer's action to the newest case: "answer outcome=upheld".
func (p *player) officer(words []string) {
	args := map[string]string{}
	for _, w := range words[1:] {
		k, v, _ := strings.Cut(w, "=")
		args[k] = v
	}
	a, err := casework.ParseAction(words[0], args)
	if err != nil {
		p.t.Fatal(err)
	}
	p.apply(0, a)
}

// move reads "sms|whatsapp|email", "from" another address, a time, a pause such as "72h", or what an
// officer does.
func (p *player) move(to string) {
	if act, ok := strings.CutPrefix(to, "officer "); ok {
		p.officer(strings.Fields(act))
		return
	}
	if a, ok := strings.CutPrefix(to, "from "); ok {
		p.from(casework.Address(a))
		return
	}
	if t, err := time.Parse(time.RFC3339, to); err == nil {
		p.now = t
	} else if d, err := time.ParseDuration(to); err == nil {
		p.now = p.now.Add(d)
	} else {
		p.facts.Contact.Address = casework.NewAddress(casework.Channel(to), p.facts.Contact.Address.Value())
	}
	s := p.read()
	if !s.Lapse.IsZero() && !s.Lapse.After(p.now) {
		later := p.now
		p.now = s.Lapse
		p.turn([]conversation.Input{conversation.Lapsed{}})
		p.now = later
	}
}

func (p *player) read() (s conversation.Session) {
	if len(p.session) > 0 {
		if err := json.Unmarshal(p.session, &s); err != nil {
			p.t.Fatal(err)
		}
	}
	return s
}

func (p *player) turn(in []conversation.Input) {
	p.facts.Named = p.named(in)
	s, acts, says := p.guide.Step(p.read(), p.facts, in, p.now)
	for _, a := range acts {
		p.act(a)
	}
	if len(says) == 0 && len(in) == 1 && in[0] == (conversation.Input)(conversation.Lapsed{}) {
		p.session, _ = json.Marshal(s)
		return
	}
	var line []string
	for _, say := range says {
		if say.Break && len(line) > 0 {
			line = append(line, "||")
		}
		line = append(line, string(say.Template))
	}
	asks := ""
	if s.Asks() != "" {
		asks = " [" + string(s.Asks()) + "]"
	}
	fmt.Fprintf(&p.out, "< %s%s\n", strings.Join(line, " "), asks)
	session, err := json.Marshal(s)
	if err != nil {
		p.t.Fatal(err)
	}
	p.session = session
}

func (p *player) act(a conversation.Act) {
	switch a := a.(type) {
	case conversation.Open:
		a.Action.Reference = casework.NewReference("TST", [4]byte{1, byte(len(p.facts.Cases) + len(p.first.Cases)), 2, 3})
		p.facts.Cases = append([]casework.Case{{}}, p.facts.Cases...)
		p.opened = a.Action.Reference
		p.apply(0, a.Action)
	case conversation.Do:
		if raise, ok := a.Action.(casework.RaiseAlert); ok {
			raise.Code = "1234"
			a.Action = raise
		}
		p.apply(p.index(cmp.Or(a.Case, p.opened)), a.Action)
	case conversation.Join:
		p.join(a.Case)
	case conversation.Set:
		p.facts.Contact = a.Contact
	default:
		p.t.Fatalf("unknown act %T", a)
	}
}

// from lets another address write; the first one's cases stay with it.
func (p *player) from(a casework.Address) {
	p.first, p.session = p.facts, nil
	p.facts = conversation.Facts{Contact: casework.Contact{Address: a, Safe: casework.SafeContact{Safe: casework.Unasked}}}
}

func (p *player) named(in []conversation.Input) *conversation.Named {
	ref := conversation.Names(p.guide.Rules.Procedure.Prefix, p.read(), in)
	for _, c := range p.first.Cases {
		if c.Reference == ref && !slices.ContainsFunc(p.facts.Cases, func(c casework.Case) bool { return c.Reference == ref }) {
			return &conversation.Named{Case: c, SafeWords: []string{p.first.Contact.SafeWord}}
		}
	}
	return nil
}

func (p *player) join(ref casework.Reference) {
	fmt.Fprintf(&p.out, "! join %s\n", ref.Show())
	p.facts.Cases = append([]casework.Case{p.facts.Named.Case}, p.facts.Cases...)
}

func (p *player) index(ref casework.Reference) int {
	i := slices.IndexFunc(p.facts.Cases, func(c casework.Case) bool { return c.Reference == ref })
	if i < 0 {
		p.t.Fatalf("case %q is none of this contact's", ref)
	}
	return i
}

func (p *player) apply(i int, a casework.Action) {
	next, _, messages, err := p.facts.Cases[i].Apply(a, p.guide.Rules, p.now)
	if err != nil {
		p.t.Fatalf("%s: %v", casework.ActionName(a), err)
	}
	p.facts.Cases[i] = next
	if _, log := a.(casework.Said); log {
		p.said++
	} else {
		args, _ := json.Marshal(a)
		fmt.Fprintf(&p.out, "! %s %s\n", casework.ActionName(a), brief(args))
	}
	for _, m := range messages {
		fmt.Fprintf(&p.out, "! tell %s %s\n", m.To.Office, m.Says[0].Template)
	}
}

// brief leaves out of an action what only repeats the talk.
func brief(args []byte) string {
	var m map[string]any
	if json.Unmarshal(args, &m) != nil {
		return string(args)
	}
	for _, k := range []string{"reference", "council", "received_at", "from", "language", "code"} {
		delete(m, k)
	}
	out, _ := json.Marshal(m)
	return string(out)
}

func (p *player) summary() {
	for _, c := range p.facts.Cases {
		fmt.Fprintf(&p.out, "= %s received %s: %q wants %q advocate %s/%s/%q share %s by %s/%s %q safe %s %s %q\n",
			c.Kind, casework.DateOf(c.ReceivedAt), c.Statement, c.Outcome, c.Advocate.Wanted, c.Advocate.Source, c.Advocate.Name,
			c.Advocate.Share, c.Complainant.Role, c.ContactedBy.Role, c.Complainant.Name, c.SafeContact.Safe, c.SafeContact.NotAfter, c.SafeContact.Other)
	}
}

func testGuide(t *testing.T) conversation.Guide {
	t.Helper()
	l, err := conversation.LoadLexicons()
	if err != nil {
		t.Fatal(err)
	}
	wd := func(n int) casework.Span { return casework.Span{N: n, Unit: casework.WorkingDays} }
	procedure := casework.Procedure{
		Routes: []casework.Route{{Name: "over_one_year", Officer: "it may be more than a year old"}},
		Name:   "test", Prefix: "TST", Council: "Test Council", Team: "the complaints team",
		Office: casework.Hours{From: 8*60 + 30, To: 17 * 60}, Morning: 9 * 60,
		Steps: []casework.Step{
			{Name: casework.StepAcknowledge, From: casework.FromReceipt, Due: wd(4), Confidence: "A"},
			{Name: casework.StepStage1, From: casework.FromReceipt, Due: wd(10), Latest: wd(20)},
			{Name: casework.StepStage2, From: casework.FromRequest, Due: wd(25), Latest: wd(65)},
		},
		Contacts: map[string]casework.ContactPoint{"team": {Phone: "0300 000 0000"}, "advocacy": {Name: "Test Voice"}},
		Alert:    casework.AlertPolicy{Repeat: 15 * time.Minute},
	}
	calendar := casework.NewCalendar(nil, casework.Date{Year: 2020, Month: 1, Day: 1}, casework.Date{Year: 2030, Month: 12, Day: 31}, nil)
	return conversation.Guide{Lexicons: l, Rules: casework.Rules{Procedure: &procedure, Calendar: calendar}}
}
