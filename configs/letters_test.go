package configs

import (
	"strings"
	"testing"

	"heard/casework"
	"heard/wording"
)

// letterCase does some actions to a BCP case of a child or an adult, and gives
// the last letter in words.
func letterText(t *testing.T, ch casework.Channel, adult bool, letter string, actions ...casework.Action) string {
	t.Helper()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(casework.SetSafeContact{Safe: casework.Yes})
	for _, a := range actions {
		if p, ok := a.(casework.PanelReport); ok {
			l.until(p.At)
		}
		l.must(a)
	}
	to := wording.Reader{Channel: ch, Audience: wording.Child, Today: casework.DateOf(l.now)}
	if adult {
		to.Audience = wording.Adult
	}
	for i := len(l.said) - 1; i >= 0; i-- {
		m := l.said[i]
		if !strings.HasPrefix(m.Key, "letter/") || !strings.HasPrefix(string(m.Says[0].Template), letter) {
			continue
		}
		texts, err := mustWords(t).Render(casework.Fill(m.Says, l.c, l.r, mustWords(t).Needs), to)
		if err != nil {
			t.Fatal(err)
		}
		if len(texts) > 2 || ch == casework.Email && len(texts) != 1 {
			t.Errorf("%s has %d texts", letter, len(texts))
		}
		return strings.Join(texts, " ")
	}
	t.Fatalf("no %s was written", letter)
	return ""
}

// What each notice must contain, whoever it is for and however it goes.
func TestLettersHaveWhatTheyMust(t *testing.T) {
	t.Parallel()
	d := func(s string) casework.Date { return day(t, s) }
	stage1 := []casework.Action{casework.Acknowledge{}, answer("upheld")}
	stage2 := append(stage1, casework.RequestStage{By: "Jo"})
	stage3 := append(append([]casework.Action{}, stage2...), answer("upheld"), casework.RequestStage{By: "Jo"})
	panel := append(append([]casework.Action{}, stage3...), casework.ConvenePanel{On: d("2027-02-15"), Place: "the library"})
	report := append(append([]casework.Action{}, panel...), casework.PanelReport{At: d("2027-02-18").At(12, 0)})
	for _, c := range []struct {
		letter  string
		actions []casework.Action
		must    []string
	}{
		{"letter.ack", []casework.Action{casework.Assign{To: "Sam Field"}, casework.Acknowledge{}},
			[]string{"written down", "looked into", "Sam Field", "25 Jan", "8 Feb", "advocate", "never turns up", "language"}},
		{"letter.extension", []casework.Action{casework.Extend{Until: d("2027-02-03"), Reason: "a file is missing"}}, []string{"more time", "3 Feb", "a file is missing", "Ombudsman"}},
		{"letter.answer", []casework.Action{casework.AnswerStage{Outcome: "upheld", Found: "visits were missed", Actions: []casework.Agreed{{What: "ring", Owner: "Sam", Date: d("2027-02-01")}}}},
			[]string{"visits were missed", "things: 1", "Someone new", "8 Feb", "If you are late"}},
		{"letter.stage2", stage2, []string{"15 Feb", "14 Apr", "why", "does not work for the council", "Ombudsman"}},
		{"letter.answer", append(append([]casework.Action{}, stage2...), answer("upheld")), []string{"Three people", "8 Feb"}},
		{"letter.stage3", stage3, []string{"Three people", "22 Feb"}},
		{"letter.panel", panel, []string{"15 Feb", "the library", "advocate", "one more person", "main points|say something"}},
		{"letter.panel_report", report, []string{"written down", "11 Mar"}},
		{"letter.final", append(append([]casework.Action{}, report...), casework.FinalAnswer{Outcome: "upheld"}), []string{"last answer", "Ombudsman", "0300 061 0614"}},
		{"letter.not_accepted", []casework.Action{casework.NotAccepted{Reason: "a court decides it"}}, []string{"a court decides it", "Ombudsman", "0300 061 0614"}},
		{"letter.no_interest", []casework.Action{casework.NoSufficientInterest{Reason: "a passer-by"}}, []string{"no more about it", "a passer-by", "Ombudsman"}},
		{"letter.withdrawn", []casework.Action{casework.Withdraw{}}, []string{"to stop", "come back", "hurt"}},
		{"letter.corporate", []casework.Action{casework.Decide{Track: casework.Corporate, Reason: "school transport"}}, []string{"school transport", "wrong, tell us"}},
		{"letter.advocate", []casework.Action{casework.WantAdvocate{Wanted: casework.Yes}, casework.AdvocateAppointed{Name: "Noor Ali"}}, []string{"Noor Ali", "13 Jan"}},
		{"letter.hold", []casework.Action{casework.HoldForAdvocate{Agreed: true}}, []string{"25 Jan", "each day"}},
		{"letter.court", []casework.Action{casework.HoldForCourt{Reason: "a hearing"}}, []string{"a hearing", "again", "Ombudsman"}},
		{"letter.handed", []casework.Action{casework.HandToCouncil{To: "Elsewhere", Permission: "the child"}}, []string{"Elsewhere", "11 Jan", "we may"}},
		{"letter.route.ofsted", []casework.Action{casework.TellRoute{Route: "ofsted"}}, []string{"Ofsted", "0300 123 1231", "still look"}},
		{"letter.route.court", []casework.Action{casework.TellRoute{Route: "court"}}, []string{"lawyer", "still look"}},
	} {
		for _, ch := range []casework.Channel{casework.SMS, casework.Email} {
			for _, adult := range []bool{false, true} {
				text := letterText(t, ch, adult, c.letter, c.actions...)
				for _, must := range c.must {
					if !hasOne(text, must, ch) {
						t.Errorf("%s, %s, adult %v: %q is not in %q", c.letter, ch, adult, must, text)
					}
				}
			}
		}
	}
}

// hasOne looks for one of several words; a mail writes months out.
func hasOne(text, words string, ch casework.Channel) bool {
	if ch == casework.Email {
		words = strings.NewReplacer("Jan", "January", "Feb", "February", "Mar", "March", "Apr", "April").Replace(words)
	}
	for _, w := range strings.Split(words, "|") {
		if strings.Contains(strings.ToLower(text), strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// A letter by mail is signed by the title that the council uses.
func TestLettersAreSignedByTheCouncilsTitle(t *testing.T) {
	t.Parallel()
	for letter, action := range map[string]casework.Action{
		"letter.ack": casework.Acknowledge{}, "letter.answer": answer("upheld"), "letter.route": casework.TellRoute{Route: "court"},
		"letter.closed": casework.Reopen{Reason: "x"},
	} {
		actions := []casework.Action{action}
		if letter == "letter.closed" {
			actions = []casework.Action{answer("upheld"), casework.CloseCase{Reason: "x"}}
		}
		text := letterText(t, casework.Email, true, letter, actions...)
		if !strings.HasSuffix(strings.TrimSpace(text), "The Children's Services Complaints Team\nBCP Council") {
			t.Errorf("it ends %q", text[max(0, len(text)-80):])
		}
	}
}

// Where it is not known to be safe, the letter waits and only news are sent.
func TestALetterWaitsBehindNeutralNews(t *testing.T) {
	t.Parallel()
	l := newLife(t, "bcp", casework.Complaint, "2027-01-11T10:00:00Z")
	l.must(casework.Acknowledge{})
	m := l.said[len(l.said)-1]
	if len(m.Says) != 1 || m.Says[0].Template != "news" {
		t.Errorf("it says %+v", m.Says)
	}
	if news := l.c.News(); len(news) == 0 || news[0].Template != "letter.ack" {
		t.Errorf("the news are %+v", news)
	}
}

// Every route of every council has its letter.
func TestEveryRouteHasWords(t *testing.T) {
	t.Parallel()
	for _, name := range Procedures() {
		for _, r := range mustProcedure(t, name).Routes {
			if !mustWords(t).Has(casework.Template("letter.route." + r.Name)) {
				t.Errorf("%s: there is no letter.route.%s", name, r.Name)
			}
		}
	}
}

// Every step of which officers are reminded has a name.
func TestEveryStepHasAName(t *testing.T) {
	t.Parallel()
	for _, s := range append(casework.StepNames, "action", "ombudsman_enquiry") {
		if !mustWords(t).Has(casework.Template("step." + string(s))) {
			t.Errorf("there is no step.%s", s)
		}
	}
}
