package wording

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

func TestALongTextIsCutWhereItHurtsLeast(t *testing.T) {
	t.Parallel()
	pad := strings.Repeat("We know. ", 32) // 288 septets
	c := catalogue(t, english(map[casework.Template]string{
		"sentences": pad + "This is what you will hear. And this.",
		"menu":      pad + "Shall we?\n1 yes please\n2 no thanks",
		"quote":     pad + "You said {x} to us",
		"link":      strings.Repeat("a", 290) + " https://example.org/a/long/way/to/go",
		"number":    strings.Repeat("a ", 149) + "0800 1111 today",
		"wall":      strings.Repeat("a", 400),
	}))
	pad = strings.TrimSpace(pad)
	for template, want := range map[casework.Template][]string{
		"sentences": {pad, "This is what you will hear. And this."},
		"menu":      {pad, "Shall we?\n1 yes please\n2 no thanks"},
		"quote":     {pad, `You said "one. two. three" to us`},
		"link":      {strings.Repeat("a", 290), "https://example.org/a/long/way/to/go"},
		"number":    {strings.TrimSpace(strings.Repeat("a ", 149)), "0800 1111 today"},
		"wall":      {strings.Repeat("a", 306), strings.Repeat("a", 94)},
	} {
		got, err := c.Render([]casework.Say{{Template: template, Blanks: casework.Blanks{"x": {Quote: "one. two. three"}}}}, Reader{Channel: casework.SMS})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", template, diff)
		}
	}
}

func TestWhatsAppHasMoreRoomAndAMailNoEnd(t *testing.T) {
	t.Parallel()
	c := catalogue(t, english(map[casework.Template]string{"x": strings.Repeat("We know. ", 200)}))
	for ch, want := range map[casework.Channel]int{casework.SMS: 6, casework.WhatsApp: 2, casework.Email: 1} {
		if got, err := c.Render([]casework.Say{say("x")}, Reader{Channel: ch}); err != nil || len(got) != want {
			t.Errorf("%s: %d texts, %v; want %d", ch, len(got), err, want)
		}
	}
}

// Whatever people write, a text is never too long, never empty, never broken,
// and says nothing else.
func FuzzRender(f *testing.F) {
	c := catalogue(f, english(map[casework.Template]string{
		"back": "You said: {a}. You want: {b}.", "ask": "\n1 that is right\n2 change it", "name": "Hello {n}. It is {d}.\n",
	}))
	for _, s := range []string{"", "my sw never turns up", "😡😡😡", "👩🏽‍👧🏿", "don’t", "{a}", "\xff\xfe", "a\nb\r\nc", strings.Repeat("€", 99), strings.Repeat("no. ", 99), "\u202e"} {
		f.Add(s, "a new 1", s)
	}
	f.Fuzz(func(t *testing.T, a, b, n string) {
		blanks := casework.Blanks{"a": {Quote: a}, "b": {Quote: b}, "n": {Name: n}, "d": casework.DateBlank(longAgo)}
		says := []casework.Say{{Template: "name", Blanks: blanks}, {Template: "back", Blanks: blanks}, say("ask")}
		for _, ch := range []casework.Channel{casework.SMS, casework.WhatsApp, casework.Email} {
			texts, err := c.Render(says, Reader{Channel: ch})
			if err != nil {
				if a != "" && b != "" && n != "" {
					t.Fatal(err)
				}
				continue
			}
			for _, text := range texts {
				if !fits(text, ch) || strings.TrimSpace(text) == "" || !utf8.ValidString(text) {
					t.Errorf("%s: %q", ch, text)
				}
			}
			whole := strings.Join(texts, "")
			if !strings.Contains(spaceless(whole), "Youwant:") || !strings.HasSuffix(whole, "2 change it") {
				t.Errorf("%s: something was lost: %q", ch, texts)
			}
		}
	})
}

func spaceless(s string) string { return strings.Join(strings.Fields(s), "") }
