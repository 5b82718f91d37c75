package wording

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text, want string
	}{
		{"right", "Saved. Your number is {reference}.", ""},
		{"a menu may say yes", "Is it safe?\n1 yes\n2 stop", ""},
		{"an unknown blank", "Hello {nane}.", "x: nobody fills the blank {nane}"},
		{"a form that does not fit", "It is {reference:day}.", "x: {reference:day} is no date"},
		{"a keyword of the network", "Text HELP for a person.", "x: HELP is answered by the network, not by Heard: use another word"},
		{"a promise", "Don't worry, we know.", `x: "don't worry" is never said: see never, at the top of the file`},
		{"a curly quote", "It’s here.", "x: it has a character that GSM does not: try \"It's here.\"\nx: it has curly quotes: use straight ones"},
		{"two spaces", "One.  Two.", "x: it is empty, or has two spaces together"},
		{"nothing", " ", "x: it is empty, or has two spaces together"},
		{"too long", strings.Repeat("We know. ", 30) + "{statement}", "x: it makes a text of 3 parts: two are allowed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := english(map[casework.Template]string{"x": c.text})
			l.Never = []string{"don't worry"}
			worst := Worst()
			delete(worst, "advocate_answer") // it wants a template that is not here
			if diff := cmp.Diff(c.want, lines(catalogue(t, l).Check(worst))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func lines(ps Problems) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Error())
	}
	return strings.Join(out, "\n")
}

func TestCheckAllowsWhatIsAllowed(t *testing.T) {
	t.Parallel()
	l := english(map[casework.Template]string{"x": "I can't keep this a secret. Text START."})
	l.Never, l.Allow = []string{"secret"}, map[casework.Template][]string{"x": {"secret", "START"}}
	if got := catalogue(t, l).Check(Worst()); len(got) > 0 {
		t.Error(got)
	}
}

func TestCheckComparesLanguages(t *testing.T) {
	t.Parallel()
	en := english(map[casework.Template]string{"x": "By {stage1_due}.", "y": "Saved."})
	pl := english(map[casework.Template]string{"x": "Zapisane – już.", "z": "Nic."})
	pl.Dates.Days[6] = ""
	c, err := New(map[casework.Lang]Language{English: en, "pl": pl})
	if err != nil {
		t.Fatal(err)
	}
	want := "pl: dates: a day or a month has no name\n" +
		"pl: x: its blanks are [], in English [stage1_due]\n" +
		"pl: z: English has no such template\n" +
		"pl: y: there are no words for it"
	if diff := cmp.Diff(want, c.Check(Worst()).Error()); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFindsWordsThatTwoCouldMean(t *testing.T) {
	t.Parallel()
	l := english(nil)
	l.Says["x"] = []Variant{{Text: "any"}, {Text: "any"}, {Audience: Adult, Text: "adult"}, {Channel: casework.Email, Text: "email"}}
	want := "x: it stands here twice\nx (adult): \"adult\" and \"email\" stand, \"adult email\" does not: say what is meant there"
	if diff := cmp.Diff(want, lines(catalogue(t, l).Check(Worst()))); diff != "" {
		t.Error(diff)
	}
}

func TestNewNamesEveryBrokenTemplate(t *testing.T) {
	t.Parallel()
	_, err := New(map[casework.Lang]Language{English: english(map[casework.Template]string{
		"a": "Hello {name", "b": "Hello name}", "c": "{Name}", "d": "{x:loud}", "e": "{}",
	})})
	want := "en: a: a { stands without its }\n" +
		"en: b: a } stands without its {\n" +
		"en: c: {Name} is no blank: a name has small letters, digits and _\n" +
		`en: d: {x:loud}: there is no form "loud": there is day` + "\n" +
		"en: e: {} is no blank: a name has small letters, digits and _"
	if err == nil {
		t.Fatal("they are taken for templates")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
	if _, err := New(map[casework.Lang]Language{"pl": {}}); err == nil {
		t.Error("it does without English")
	}
}

func TestNeedsAreThoseOfEveryVariant(t *testing.T) {
	t.Parallel()
	l := english(nil)
	l.Says["x"] = []Variant{{Text: "{a} {b}"}, {Channel: casework.Email, Text: "{b} {c:day}"}}
	if diff := cmp.Diff([]string{"a", "b", "c"}, catalogue(t, l).Needs("x")); diff != "" {
		t.Error(diff)
	}
}
