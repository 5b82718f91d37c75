package wording

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

// english is a language with the given templates, each for anyone anywhere.
func english(says map[casework.Template]string) Language {
	l := Language{
		Says: map[casework.Template][]Variant{},
		Dates: Dates{
			Days:        [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
			ShortDays:   [7]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
			Months:      [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
			ShortMonths: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
			Clock12:     true,
		},
	}
	for t, text := range says {
		l.Says[t] = []Variant{{Text: text}}
	}
	return l
}

func catalogue(t testing.TB, l Language) *Catalogue {
	t.Helper()
	c, err := New(map[casework.Lang]Language{English: l})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func say(t casework.Template) casework.Say { return casework.Say{Template: t} }

func newText(t casework.Template) casework.Say { return casework.Say{Template: t, Break: true} }

func TestJoining(t *testing.T) {
	t.Parallel()
	c := catalogue(t, english(map[casework.Template]string{
		"saved": "Saved.", "ask": "Would you like one?\n1 yes\n2 no", "lines": "OK. We will.\n",
		"menu": "\n1 right\n2 wrong", "sign": "\nIn danger? Ring 999.", "empty": "\n",
	}))
	for _, c2 := range []struct {
		name string
		says []casework.Say
		ch   casework.Channel
		want []string
	}{
		{"a space joins", []casework.Say{say("saved"), say("saved")}, casework.SMS, []string{"Saved. Saved."}},
		{"a line end before", []casework.Say{say("saved"), say("sign")}, casework.SMS, []string{"Saved.\nIn danger? Ring 999."}},
		{"a line end after", []casework.Say{say("lines"), say("ask")}, casework.SMS, []string{"OK. We will.\nWould you like one?\n1 yes\n2 no"}},
		{"both are one", []casework.Say{say("lines"), say("sign")}, casework.SMS, []string{"OK. We will.\nIn danger? Ring 999."}},
		{"nothing hangs over", []casework.Say{say("sign"), say("lines")}, casework.SMS, []string{"In danger? Ring 999. OK. We will."}},
		{"a menu stands alone", []casework.Say{say("ask"), say("saved")}, casework.SMS, []string{"Would you like one?\n1 yes\n2 no\nSaved."}},
		{"a break is a new text", []casework.Say{say("saved"), newText("ask")}, casework.WhatsApp, []string{"Saved.", "Would you like one?\n1 yes\n2 no"}},
		{"a first break is none", []casework.Say{newText("saved")}, casework.SMS, []string{"Saved."}},
		{"a mail has paragraphs", []casework.Say{say("saved"), newText("sign"), say("lines"), say("ask")}, casework.Email,
			[]string{"Saved.\n\nIn danger? Ring 999. OK. We will.\n\nWould you like one?\n1 yes\n2 no"}},
		{"a mail's menu follows its question", []casework.Say{say("saved"), say("menu")}, casework.Email, []string{"Saved.\n1 right\n2 wrong"}},
		{"a template of nothing is a line end", []casework.Say{say("saved"), say("empty"), say("saved")}, casework.SMS, []string{"Saved.\nSaved."}},
		{"nothing to say is no text", nil, casework.SMS, nil},
	} {
		t.Run(c2.name, func(t *testing.T) {
			t.Parallel()
			got, err := c.Render(c2.says, Reader{Channel: c2.ch})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c2.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBlanks(t *testing.T) {
	t.Parallel()
	c := catalogue(t, english(map[casework.Template]string{"x": "{x}", "day": "{x:day}", "yes": "yes", "word": "so {x}"}))
	today := casework.Date{Year: 2027, Month: 1, Day: 11}
	on := func(y, m, d int) casework.Blank {
		return casework.DateBlank(casework.Date{Year: y, Month: time.Month(m), Day: d})
	}
	for _, b := range []struct {
		template casework.Template
		blank    casework.Blank
		ch       casework.Channel
		want     string
	}{
		{"x", on(2027, 1, 25), casework.SMS, "Mon 25 Jan"},
		{"x", on(2027, 1, 27), casework.Email, "Wednesday 27 January"},
		{"x", on(2028, 1, 10), casework.SMS, "Mon 10 Jan 2028"},
		{"x", on(2026, 12, 31), casework.SMS, "Thu 31 Dec"},
		{"day", on(2027, 1, 8), casework.SMS, "Friday"},
		{"day", on(2027, 1, 4), casework.SMS, "Mon 4 Jan"},
		{"x", casework.ClockBlank(20 * 60), casework.SMS, "8pm"},
		{"x", casework.ClockBlank(20*60 + 30), casework.SMS, "8.30pm"},
		{"x", casework.ClockBlank(0), casework.SMS, "12am"},
		{"x", casework.ClockBlank(12 * 60), casework.SMS, "12pm"},
		{"x", casework.Blank{Reference: "BCP-4K7Q2"}, casework.SMS, "BCP 4K7 Q2"},
		{"x", casework.CountBlank(0), casework.SMS, "0"},
		{"x", casework.Blank{Phone: "0800 1111"}, casework.SMS, "0800 1111"},
		{"x", casework.Blank{Name: "O’Hara House"}, casework.SMS, "O'Hara House"},
		{"x", casework.Blank{Name: "O’Hara House"}, casework.Email, "O’Hara House"},
		{"word", casework.Blank{Word: "yes"}, casework.SMS, "so yes"},
		{"x", casework.Blank{Quote: "my sw\nnever {x}  turns up"}, casework.SMS, `"my sw never {x} turns up"`},
		{"x", casework.Blank{Quote: "don’t"}, casework.SMS, `"don’t"`},
		{"x", casework.Blank{Quote: strings.Repeat("word ", 20)}, casework.SMS, `"` + strings.TrimSpace(strings.Repeat("word ", 12)) + `..."`},
		{"x", casework.Blank{Quote: strings.Repeat("word ", 20)}, casework.Email, `"` + strings.TrimSpace(strings.Repeat("word ", 20)) + `"`},
		{"x", casework.Blank{Quote: strings.Repeat("x", 90)}, casework.SMS, `"` + strings.Repeat("x", 60) + `..."`},
		{"x", casework.Blank{Quote: "a\u202eb\x00c"}, casework.SMS, `"abc"`},
	} {
		got, err := c.Render([]casework.Say{{Template: b.template, Blanks: casework.Blanks{"x": b.blank}}}, Reader{Channel: b.ch, Today: today})
		if err != nil || len(got) != 1 || got[0] != b.want {
			t.Errorf("%s of %+v: got %q, %v; want %q", b.template, b.blank, got, err, b.want)
		}
	}
}

func TestAnEmojiIsNotCutInTwo(t *testing.T) {
	t.Parallel()
	family := "👩🏽‍👧🏿" // seven characters, one picture
	for limit := 1; limit < 40; limit++ {
		kept := strings.TrimSuffix(strings.Trim(quote(strings.Repeat(family, 5), limit), `"`), "...")
		if n := strings.Count(kept, family); kept != strings.Repeat(family, n) {
			t.Errorf("limit %d leaves %q", limit, kept)
		}
	}
}

func TestAQuoteIsShorterWhereItsEmojiMakesTheTextLong(t *testing.T) {
	t.Parallel()
	c := catalogue(t, english(map[casework.Template]string{"back": "You said: {a}. You want: {b}. Advocate: yes.\n1 that is right\n2 change it"}))
	blanks := casework.Blanks{"a": {Quote: "😡 " + strings.Repeat("he never comes ", 9)}, "b": {Quote: strings.Repeat("a new one ", 9)}}
	got, err := c.Render([]casework.Say{{Template: "back", Blanks: blanks}}, Reader{Channel: casework.SMS})
	if err != nil || len(got) != 1 {
		t.Fatalf("got %q, %v", got, err)
	}
	if n, gsm := Segments(got[0]); n != 2 || gsm || !strings.Contains(got[0], `"😡 he never`) {
		t.Errorf("%d parts, GSM %t: %s", n, gsm, got[0])
	}
}

func TestWhoReadsDecidesTheWords(t *testing.T) {
	t.Parallel()
	l := english(nil)
	l.Says["x"] = []Variant{{Text: "any"}, {Audience: Adult, Text: "adult"}, {Channel: casework.WhatsApp, Text: "whatsapp"},
		{Audience: Adult, Channel: casework.Email, Text: "adult email"}}
	l.Says["new"] = []Variant{{Text: "new"}}
	polish := l
	polish.Says = map[casework.Template][]Variant{"x": {{Text: "po polsku"}}}
	c, err := New(map[casework.Lang]Language{English: l, "pl": polish})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []struct {
		to       Reader
		template casework.Template
		want     string
	}{
		{Reader{}, "x", "any"},
		{Reader{Audience: Child, Channel: casework.SMS}, "x", "any"},
		{Reader{Audience: Child, Channel: casework.WhatsApp}, "x", "whatsapp"},
		{Reader{Audience: Adult, Channel: casework.WhatsApp}, "x", "adult"},
		{Reader{Audience: Adult, Channel: casework.Email}, "x", "adult email"},
		{Reader{Language: "pl-PL"}, "x", "po polsku"},
		{Reader{Language: "pl"}, "new", "new"},
		{Reader{Language: "xx-?"}, "x", "any"},
		{Reader{Language: "cy"}, "x", "any"},
	} {
		if got, err := c.Render([]casework.Say{say(r.template)}, r.to); err != nil || got[0] != r.want {
			t.Errorf("%+v: got %q, %v; want %q", r.to, got, err, r.want)
		}
	}
}

func TestRenderSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	c := catalogue(t, english(map[casework.Template]string{"x": "{x}", "loop": "{loop}"}))
	for _, r := range []struct {
		say  casework.Say
		want string
	}{
		{say("y"), "template y: there are no words for it"},
		{say("x"), "template x: nobody filled the blank {x}"},
		{casework.Say{Template: "loop", Blanks: casework.Blanks{"loop": {Word: "loop"}}}, "it stands within itself"},
	} {
		if got, err := c.Render([]casework.Say{r.say}, Reader{}); err == nil || !strings.Contains(err.Error(), r.want) {
			t.Errorf("got %q, %v; want %s", got, err, r.want)
		}
	}
}
