package conversation

import (
	"strings"
	"testing"

	"heard/casework"
)

// What people say of when to write. A time of somebody else's is not read:
// a wrong hour is worse than none.
func TestSafeHours(t *testing.T) {
	t.Parallel()
	ls, err := LoadLexicons()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lang, said, from, to, days string }{
		{"en", "not after 8 my carer has it", "", "20:00", ""},
		{"en", "dont text me after 8pm", "", "20:00", ""},
		{"en", "before 9 pls", "", "21:00", ""},
		{"en", "til half 7", "", "19:30", ""},
		{"en", "not after 8:30", "", "20:30", ""},
		{"en", "nothing after 830pm", "", "20:30", ""},
		{"en", "only after 4", "16:00", "", ""},
		{"en", "after 6 on 07700 900 123", "18:00", "", ""},
		{"en", "not before 10am", "10:00", "", ""},
		{"en", "not til 4", "16:00", "", ""},
		{"en", "only after school", "16:00", "", ""},
		{"en", "when im home from school", "16:00", "", ""},
		{"en", "only between 4 and 6 when im on my own", "16:00", "18:00", ""},
		{"en", "between 3.30 and 5", "15:30", "17:00", ""},
		{"en", "4-6", "", "", ""},
		{"en", "4 to 6", "16:00", "18:00", ""},
		{"en", "when shes at work so like mon to fri 9 to 3", "09:00", "15:00", "mon tue wed thu fri"},
		{"en", "8 to 10pm", "20:00", "22:00", ""},
		{"en", "8 to 10", "", "", ""},
		{"en", "mornings only", "", "12:00", ""},
		{"en", "not in the morning", "12:00", "", ""},
		{"en", "afternoons", "12:00", "17:00", ""},
		{"en", "evenings", "17:00", "", ""},
		{"en", "not at night", "", "17:00", ""},
		{"en", "not weekends", "", "", "mon tue wed thu fri"},
		{"en", "not weekends im at my dads n he reads it", "", "", "mon tue wed thu fri"},
		{"en", "only weekends", "", "", "sat sun"},
		{"en", "not on tuesdays", "", "", "mon wed thu fri sat sun"},
		{"en", "weekdays after school", "16:00", "", "mon tue wed thu fri"},
		{"en", "she is home after 8", "", "", ""},
		{"en", "my carer checks it in the mornings", "", "", ""},
		{"en", "mum has it at weekends", "", "", ""},
		{"en", "3", "", "", ""},
		{"en", "3 only at some times", "", "", ""},
		{"en", "1 and 2", "", "", ""},
		{"en", "only when my carer is out", "", "", ""},
		{"en", "yes", "", "", ""},
		{"pl", "nie po 20", "", "20:00", ""},
		{"pl", "tylko po szkole", "16:00", "", ""},
		{"pl", "nie w weekend", "", "", "mon tue wed thu fri"},
	} {
		l := ls.For(casework.Lang(c.lang))
		got, _ := l.safeHours(l.tokens(c.said))
		if is, want := strings.Join([]string{got.NotBefore, got.NotAfter, got.Days}, "|"), strings.Join([]string{c.from, c.to, c.days}, "|"); is != want {
			t.Errorf("%q was read as %s, not as %s", c.said, is, want)
		}
	}
}
