package conversation_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"heard/casework"
	"heard/conversation"
)

// The tables in testdata/danger are what teenagers, parents and professionals
// text. Each was written before the words were fitted to it, and measured once:
//
//	table   disclosures flagged   grumbles flagged
//	seen    written with the words
//	unseen  96 of 100             3 of 150
//	1       72 of 100             11 of 100
//	2       62 of 102             5 of 100
//	3       56 of 101             20 of 101
//	4       64 of 100             10 of 102   by phrases; 88 and 14 with weights
//	5       60 of 100             12 of 102   by phrases; 82 and 26 with weights
//	6       70 of 101             14 of 100
//	7       72 of 100             22 of 100
//	held    40 of 40              2 of 40     said in plain words
//	hints   15 of 30              4 of 20     nothing but hints
//
// The last two are never fitted to (see weights_test.go).
// From the table 1 on they are of the hinting kind ("they took turns", "dont
// bother with my birthday"), and the grumbles are full of violent words. What
// was learnt from each is in the words and the weights now, so the numbers that
// this test holds say that nothing learnt is lost, not how the next will fare.
const (
	wantFlagged = 98 // of 100 disclosures, at the least
	wantFalse   = 15 // of 100 grumbles, at the most
)

func TestDisclosuresAreFlagged(t *testing.T) {
	t.Parallel()
	l := english(t)
	for _, half := range halves(t, "disclosures.*") {
		rows, flagged := table(t, half), 0
		for _, row := range rows {
			level, text, ok := strings.Cut(row, " | ")
			if !ok {
				t.Fatalf("%q is no row", row)
			}
			got, reasons := l.Danger(text)
			switch {
			case got == casework.LevelNone:
				t.Logf("missed: %s", text)
			case len(reasons) == 0:
				t.Errorf("no reason: %s", text)
			default:
				flagged++
			}
			if level == "now" && got == casework.LevelToday {
				t.Logf("graded too low: %s", text)
			}
		}
		t.Logf("%s: %d of %d disclosures were flagged", half, flagged, len(rows))
		if flagged*100 < wantFlagged*len(rows) {
			t.Errorf("%s: too few", half)
		}
	}
}

// Hints that name no harm ("mum wears sunglasses inside") are heard in part
// only: a person reads every message, and the replies say that this is a
// computer.
func TestHintsAreHeardInPart(t *testing.T) {
	t.Parallel()
	l, flagged := english(t), 0
	rows := table(t, "hints.held")
	for _, row := range rows {
		_, text, _ := strings.Cut(row, " | ")
		if level, _ := l.Danger(text); level != casework.LevelNone {
			flagged++
		}
	}
	if 5*flagged < 2*len(rows) {
		t.Errorf("%d of %d hints were flagged", flagged, len(rows))
	}
	for _, row := range table(t, "unhinting.held") {
		if level, reasons := l.Danger(row); level != casework.LevelNone {
			t.Logf("false alarm, %s: %s %q", level, row, reasons)
		}
	}
}

// On the first reading of its tables Polish heard 28 of 80 and 7 of 40, with 1
// and 0 false alarms: it is far behind English until a native reader has
// written more of both.
func TestPolishIsHeard(t *testing.T) {
	t.Parallel()
	l := lexicons(t).For("pl")
	for _, half := range []string{"1", "2"} {
		rows, flagged := table(t, "polish.disclosures."+half), 0
		for _, row := range rows {
			_, text, _ := strings.Cut(row, " | ")
			if level, _ := l.Danger(text); level == casework.LevelNone {
				t.Logf("missed: %s", text)
				continue
			}
			flagged++
		}
		if flagged*100 < wantFlagged*len(rows) {
			t.Errorf("%s: only %d of %d disclosures were flagged", half, flagged, len(rows))
		}
		rows, flagged = table(t, "polish.grumbles."+half), 0
		for _, row := range rows {
			if level, reasons := l.Danger(row); level != casework.LevelNone {
				flagged++
				t.Logf("false alarm, %s: %s %q", level, row, reasons)
			}
		}
		if flagged*100 > wantFalse*len(rows) {
			t.Errorf("%s: %d of %d grumbles were flagged", half, flagged, len(rows))
		}
	}
}

func TestGrumblesAreNoDanger(t *testing.T) {
	t.Parallel()
	l := english(t)
	for _, half := range halves(t, "grumbles.*") {
		rows, flagged := table(t, half), 0
		for _, row := range rows {
			if level, reasons := l.Danger(row); level != casework.LevelNone {
				flagged++
				t.Logf("false alarm, %s: %s %q", level, row, reasons)
			}
			if reasons := l.Threats(row); len(reasons) > 0 {
				t.Errorf("a threat %q: %s", reasons, row)
			}
		}
		t.Logf("%s: %d of %d grumbles were flagged", half, flagged, len(rows))
		if flagged*100 > wantFalse*len(rows) {
			t.Errorf("%s: too many", half)
		}
	}
}

func TestWhatDangerIsAndIsNot(t *testing.T) {
	t.Parallel()
	l := english(t)
	for text, want := range map[string]casework.Level{
		"he hit me":                      casework.LevelNow,
		"He  HIT\u200b me":               casework.LevelNow,
		"hes been hittin me":             casework.LevelNow,
		"he h\u0131t me, he hits me":     casework.LevelNow,
		"she told me he slapped her":     casework.LevelNow,
		"stop it":                        casework.LevelNow,
		"stop him":                       casework.LevelNow,
		"i havent eaten for two days":    casework.LevelToday,
		"kicked out, nowhere to stay":    casework.LevelToday,
		"he hit me and we are homeless":  casework.LevelNow,
		"stop":                           casework.LevelNone,
		"this traffic is killing me":     casework.LevelNone,
		"hit me up":                      casework.LevelNone,
		"i want to die":                  casework.LevelNow,
		"he hit me in the park":          casework.LevelNow, // and not at a game
		"he beats me in the kitchen":     casework.LevelNow,
		"he hurt my back":                casework.LevelNow,
		"he pulled my hair":              casework.LevelNow,
		"he touched me on the leg":       casework.LevelNow,
		"he pushed me into the wall":     casework.LevelNow,
		"stop him doing it":              casework.LevelNow,
		"i want it to end":               casework.LevelNow,
		"he broke my leg":                casework.LevelNow,
		"he beat me at fifa":             casework.LevelNone,
		"he followed me on insta":        casework.LevelNone,
		"he never hit me":                casework.LevelNone,
		"he didn\u2019t hurt me":         casework.LevelNone,
		"nobody has ever touched me":     casework.LevelNone,
		"hit me up, also my dad hits me": casework.LevelNow,
		"":                               casework.LevelNone,
	} {
		if got, reasons := l.Danger(text); got != want {
			t.Errorf("%q is %s %q, want %s", text, got, reasons, want)
		}
	}
}

// A threat to the reader is no danger to the sender; one that somebody else
// made to the sender is danger, and no threat.
// TestLittleWordsAreNoDanger reads pairs of the words that every sentence has. A
// phrase of danger that needs no word of its own rings for "not the best".
func TestLittleWordsAreNoDanger(t *testing.T) {
	t.Parallel()
	l := english(t)
	little := strings.Fields(`a the an i me my you u your we us our they them it its is was are be been am not no
		dont isnt cant and or but so if to of in on at for with from by about up out off do did does has have had
		will would can could just really very all one this that these those here there what who when how why
		he she him her his get got go like want good ok yes more`)
	for _, first := range little {
		for _, second := range little {
			text := first + " " + second
			if level, reasons := l.Danger(text); level != casework.LevelNone {
				t.Errorf("%q is danger: %s, %q", text, level, reasons)
			}
		}
	}
}

func TestThreatsToStaff(t *testing.T) {
	t.Parallel()
	all := lexicons(t)
	for _, text := range table(t, "threats") {
		if len(all.Threats(text)) == 0 {
			t.Errorf("no threat: %s", text)
		}
		if level, reasons := all.Danger(text); level != casework.LevelNone {
			t.Errorf("danger %s %q: %s", level, reasons, text)
		}
	}
	for _, row := range table(t, "threats.not") {
		want, text, _ := strings.Cut(row, " | ")
		if reasons := all.Threats(text); len(reasons) > 0 {
			t.Errorf("a threat %q: %s", reasons, text)
		}
		if got, reasons := all.Danger(text); string(got) != want {
			t.Errorf("danger %s %q, want %s: %s", got, reasons, want, text)
		}
	}
}

// What a long mail says last is heard like what it says first.
func TestTheEndOfALongMailIsHeard(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("We have waited a long time. ", 2000) + "He hit me."
	if level, _ := english(t).Danger(long); level != casework.LevelNow {
		t.Error("the last words were not heard")
	}
}

func FuzzDanger(f *testing.F) {
	f.Add("he hit me")
	f.Add("\xff\u200d\U0001F52A .. !")
	f.Fuzz(func(t *testing.T, text string) {
		l := english(t)
		level, reasons := l.Danger(text)
		if (level == casework.LevelNone) != (len(reasons) == 0) {
			t.Errorf("level %s with reasons %q", level, reasons)
		}
		if again, _ := l.Danger(text + " . he hit me"); again != casework.LevelNow {
			t.Errorf("danger behind %q is not heard", text)
		}
		for _, r := range reasons {
			if utf8.ValidString(text) && !utf8.ValidString(r) {
				t.Errorf("%q is cut amid a letter", r)
			}
		}
	})
}

// talk has 1,600 characters as people write them, with a little of everything.
func talk() string {
	const part = "my social worker never rings me back and when she comes she is always late. my mum said she would hit the roof if they cancel contact again, i am not happy with how they talk to me or my brother "
	return strings.Repeat(part, 9)[:1600]
}

// BenchmarkDanger reads 1,600 characters; it may take 50 microseconds.
func BenchmarkDanger(b *testing.B) {
	l, text := english(b), talk()
	b.ReportAllocs()
	for b.Loop() {
		l.Danger(text)
	}
}

// BenchmarkDangerFloor only parts the same text into words and looks each up.
func BenchmarkDangerFloor(b *testing.B) {
	text, words := talk(), map[string]bool{"hit": true, "me": true}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for w := range strings.FieldsSeq(text) {
			if words[w] {
				n++
			}
		}
	}
}

func lexicons(t testing.TB) conversation.Lexicons {
	t.Helper()
	all, err := conversation.LoadLexicons()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func english(t testing.TB) *conversation.Lexicon { return lexicons(t).For("en") }

// halves gives the English tables whose names are like this.
func halves(t *testing.T, like string) (all []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "danger", like+".txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no tables: ", err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".txt"); !strings.HasSuffix(name, ".pl") {
			all = append(all, name)
		}
	}
	return all
}

func table(t *testing.T, name string) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "danger", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(raw)), "\n")
}
