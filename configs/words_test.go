package configs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
	"heard/wording"
)

// The grades that people's texts may have: a child of nine or ten reads the
// first, a tired adult the second.
const (
	childGrade = 4.0
	adultGrade = 6.0
	fewest     = 5 // words, below which a grade says nothing

	// oneBreath says both people who look into it in one sentence of short words.
	oneBreath = "after.stage2"
)

func TestTheWordsAreEasyToRead(t *testing.T) {
	t.Parallel()
	c := mustWords(t)
	blanks := regexp.MustCompile(`\{[^}]*\}`)
	typical := strings.NewReplacer("{team}", "the complaints team", "{council}", "the council")
	for _, template := range c.Templates() {
		for _, v := range c.Variants(wording.English, template) {
			most := childGrade
			if v.Audience != wording.Anyone && v.Audience != wording.Child {
				most = adultGrade
			}
			text := blanks.ReplaceAllString(typical.Replace(v.Text), "it")
			if grade := wording.Grade(text); grade > most && wording.Words(text) >= fewest && template != oneBreath {
				t.Errorf("%s (%s %s) has grade %.1f, more than %.0f: shorter words, shorter sentences", template, v.Audience, v.Channel, grade, most)
			}
		}
	}
}

// A template without words is found here, not in front of a person. The
// pattern finds where the heart names one; a name that is put together while
// it runs ends in a + and is left out.
func TestEverythingThatIsSaidHasWords(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`(?:Template: |Template\(|Template = |emplate \+?= |\b(?:say|newSay|task)\(|\bone\((?:"[a-z_.0-9]+", )?)"([a-z_.0-9]+)"( \+)?`)
	c := mustWords(t)
	var files []string
	for _, room := range []string{"casework", "conversation", "intake", "notify", "console"} {
		more, err := filepath.Glob("../" + room + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(source), -1) {
			if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(m[1], ".") || m[2] != "" {
				continue
			}
			if found++; !c.Has(casework.Template(m[1])) {
				t.Errorf("%s says %q: words/en.yaml has no words for it", file, m[1])
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d templates were found: the pattern fits no more", found)
	}
}

// What is said to people in danger may not hang on a case, which there may
// not be yet, nor on anything a council might leave out.
func TestWordsOfDangerNeedNoCase(t *testing.T) {
	t.Parallel()
	known := casework.Rules{Procedure: mustProcedure(t, "england-statutory")}.Blanks()
	c := mustWords(t)
	for _, template := range c.Templates() {
		if !strings.HasPrefix(string(template), "danger.") && template != "secret" && !strings.HasPrefix(string(template), "safe_now.") {
			continue
		}
		for _, name := range c.Needs(template) {
			if b, ok := known[name]; !ok || b.Phone == "" {
				t.Errorf("%s needs {%s}", template, name)
			}
		}
	}
}

func TestWordsHaveTheirPlaceInErrors(t *testing.T) {
	t.Parallel()
	english, err := wordFiles.ReadFile("words/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, want string }{
		{"an unknown blank", "\n  good: Good.", "\n  good: Good {nmae}.", "good: nobody fills the blank {nmae}"},
		{"a broken brace", "\n  good: Good.", "\n  good: Good {.", "good: a { stands without its }"},
		{"an unknown audience", "\n  good: Good.", "\n  good: {grownup: Good.}", `"grownup" is nobody: name an audience (child, adult, professional, officer), a channel (sms, whatsapp, email), both, or any`},
		{"an unknown key", "\nnever:", "\nnevr:", `there is no key "nevr" here: did you mean "never"?`},
	} {
		broken := strings.Replace(string(english), c.from, c.to, 1)
		_, err := catalogue(map[string][]byte{"en.yaml": []byte(broken)})
		if err == nil || !strings.Contains(err.Error(), c.want) || !regexp.MustCompile(`^en\.yaml:\d+:\d+: `).MatchString(err.Error()) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func mustWords(t *testing.T) *wording.Catalogue {
	t.Helper()
	c, err := Words()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// turn renders what is said in one turn, as the worker does it; a "||" begins
// a new text.
func turn(t *testing.T, council string, ch casework.Channel, blanks casework.Blanks, says ...casework.Template) string {
	t.Helper()
	c, r := mustWords(t), casework.Rules{Procedure: mustProcedure(t, council)}
	var all []casework.Say
	for _, s := range says {
		name, fresh := strings.CutPrefix(string(s), "|| ")
		all = append(all, casework.Say{Template: casework.Template(name), Break: fresh, Blanks: blanks})
	}
	all = casework.Fill(all, casework.Case{}, r, c.Needs)
	texts, err := c.Render(all, wording.Reader{Channel: ch, Audience: wording.Child, Today: casework.Date{Year: 2027, Month: 1, Day: 11}})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(texts, " || ")
}

func on(m, d int) casework.Blank {
	return casework.DateBlank(casework.Date{Year: 2027, Month: 1, Day: 1}.AddMonths(m - 1).Add(d - 1))
}

// The conversations that set the tone, turn by turn.
func TestTone(t *testing.T) {
	t.Parallel()
	const advocate = "\n1 yes\n2 no\n3 not now\n4 someone I know"
	for _, c := range []struct {
		council string
		ch      casework.Channel
		blanks  casework.Blanks
		says    []casework.Template
		want    string
	}{
		{"bcp", casework.SMS, nil, []casework.Template{"thanks", "|| ask.outcome.first", "danger.signpost"},
			"Thank you for telling us. I am a computer. People on the complaints team at BCP Council will read this. No one may treat you worse for telling us. || What would you like to happen? Say it your way, or text SKIP.\nIn danger? Ring 999. To talk: Childline 0800 1111, free."},
		{"bcp", casework.SMS, nil, []casework.Template{"saved", "ask.advocate"},
			"Saved. Would you like an advocate? That is someone on your side who helps you get your point across. It is free." + advocate},
		{"bcp", casework.SMS, nil, []casework.Template{"explain.advocate"},
			"They do not work for your social worker. They listen to you, then help you say what you want. You can change your mind." + advocate},
		{"bcp", casework.SMS, nil, []casework.Template{"good", "ask.share.named"},
			"Good. Coram Voice can find you one. May we give them this number?\n1 yes\n2 no"},
		{"bcp", casework.SMS, nil, []casework.Template{"thanks.short", "ask.safe"},
			"Thanks. Is it safe to text you here?\n1 yes\n2 no\n3 only at some times"},
		{"bcp", casework.SMS, casework.Blanks{"clock": casework.ClockBlank(20 * 60)}, []casework.Template{"ack.not_after", "ack.wipe", "ask.name"},
			"OK. We will not text after 8pm. Our texts will not say what they are about. You can wipe these texts. We keep our own copy.\nWhat name shall we use? Or SKIP."},
		{"bcp", casework.SMS, casework.Blanks{"statement": {Quote: "yo my sw never turns up n she blanks my txts its long"}, "outcome": {Quote: "a new 1 n some1 to actually reply"}, "advocate_answer": {Word: "readback.advocate.yes"}},
			[]casework.Template{"readback.statement", "readback.outcome", "readback.advocate", "readback.ask"},
			"You said: \"yo my sw never turns up n she blanks my txts its long\". You want: \"a new 1 n some1 to actually reply\". Advocate: yes.\n1 that is right\n2 change it"},
		{"bcp", casework.SMS, casework.Blanks{"reference": {Reference: "BCP-4K7Q2"}, "stage1_due": on(1, 25)}, []casework.Template{"receipt.done", "receipt.stage1", "receipt.keywords"},
			"Done. Your number is BCP 4K7 Q2. A manager will tell you what they found by Mon 25 Jan.\nText WHEN to see where it is. Text TALK for a person."},
		{"hampshire", casework.WhatsApp, casework.Blanks{"listen_on": on(1, 18)}, []casework.Template{"thanks.voice", "safe_now.ask"},
			"Thank you. Your voice note is safe with us. I am a computer, so I can't hear it. A person will listen on Mon 18 Jan.\nAre you safe right now?\n1 yes\n2 no\n3 not sure"},
		{"hampshire", casework.WhatsApp, nil, []casework.Template{"safe_now.ok", "ask.wrong.voice"},
			"OK. If that changes, ring 999. Childline is free day and night: 0800 1111.\nIn a few words, what is wrong? Or SKIP. Your voice note is enough."},
		{"hampshire", casework.WhatsApp, nil, []casework.Template{"saved", "thanks.safe", "ask.outcome"},
			"Saved. No one may treat you worse for telling us.\nWhat would you like to happen? Or SKIP."},
		{"hampshire", casework.WhatsApp, nil, []casework.Template{"ack.advocate.yes", "ask.share"},
			"Saved, and yes to an advocate. That is someone on your side.\nMay we give this number to the people who find you one?\n1 yes\n2 no"},
		{"hampshire", casework.WhatsApp, nil, []casework.Template{"thanks.short", "ask.safe"},
			"Thanks. Is it safe to message you here?\n1 yes\n2 no\n3 only at some times"},
		{"hampshire", casework.WhatsApp, casework.Blanks{"reference": {Reference: "HAM-7R2M9"}, "acknowledge_due": on(1, 21), "stage1_due": on(1, 29)},
			[]casework.Template{"receipt.all_done", "receipt.acknowledge", "receipt.stage1.hear", "receipt.keywords.when"},
			"All done. Your number is HAM 7R2 M9. We will write to you by Thu 21 Jan. You will hear what we found by Fri 29 Jan.\nText WHEN to see where it is."},
		{"hampshire", casework.SMS, nil, []casework.Template{"danger.now", "|| danger.calling"},
			"Thank you for telling us. If you are in danger now, ring 999. Can't talk? On a mobile, press 55 when they ask.\nTo talk: Childline 0800 1111, or text SHOUT to 85258. Free. || I am a computer. I am calling a person at the council now. They may need to tell others to keep you safe. This is not your fault."},
		{"hampshire", casework.SMS, nil, []casework.Template{"secret", "danger.safe_ask"},
			"I can't keep this a secret. A person has to know so they can help. You can tell them what you want.\nIs it safe to text or ring you on this phone?\n1 yes\n2 no"},
		{"hampshire", casework.SMS, nil, []casework.Template{"ack.unsafe", "ask.safe.other"},
			"OK. We will not text or ring this phone first. You can text me at any time. Wipe these texts if that helps.\nIs there a safe way to reach you? Or SKIP."},
		{"hampshire", casework.SMS, nil, []casework.Template{"start.again"},
			"Hello again. Nothing was lost. A person has what you told us.\nText MORE to add something, or WHEN to see where it is."},
		{"hampshire", casework.SMS, nil, []casework.Template{"wrong.ask"},
			"Sorry. We may have the wrong number. Did you text us before?\n1 yes\n2 no"},
		{"bcp", casework.SMS, casework.Blanks{"weekday": on(1, 15), "stage1_due": on(1, 28)}, []casework.Template{"resume.person_has_it", "ask.outcome.resume"},
			"Hello, yes. Nothing was lost. A person has had it since Friday. You will hear by Thu 28 Jan.\nWould you like to add what should happen? Say it, or text SKIP."},
		{"bcp", casework.SMS, nil, []casework.Template{"ack.chosen.first", "ask.safe"},
			"OK. We will ask you first.\nIs it safe to text you here?\n1 yes\n2 no\n3 only at some times"},
		{"bcp", casework.SMS, nil, []casework.Template{"hello"},
			"Hello. This is the complaints team at BCP Council. I am a computer; people read what you send. Tell me what is wrong, or what is good. Say it your way.\nIn danger? Ring 999. Childline: 0800 1111, free."},
	} {
		if diff := cmp.Diff(c.want, turn(t, c.council, c.ch, c.blanks, c.says...)); diff != "" {
			t.Errorf("%v:\n%s", c.says, diff)
		}
	}
}
