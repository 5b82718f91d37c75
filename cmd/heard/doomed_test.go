package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
)

// story is what came of some talks.
type story struct {
	Zoe, Tariq, Duty []string // the texts that each was sent
	ZoeLog, TariqLog []string
	Taken            bool // the duty phone's code was accepted
	Unsaid           []casework.Template
}

// tell plays the talks: a complaint, danger, and a code that comes back.
func (m *mortal) tell() (s story) {
	m.Helper()
	m.write(zoe, "my social worker never turns up")
	m.write(tariq, "he hit me again")
	m.write(zoe, "i want a new one")
	m.wait(5 * time.Minute)
	for _, text := range m.d.provider.Messages() {
		if code := codes.FindStringSubmatch(text.Body); code != nil {
			m.write(officePhone, code[1])
			break
		}
	}
	m.wait(20 * time.Minute)
	m.revive()
	m.d.end() // what follows only looks
	s.Zoe, s.Tariq, s.Duty = m.texts(zoe), m.texts(tariq), m.texts(officePhone)
	s.ZoeLog, s.TariqLog = m.log(zoe), m.log(tariq)
	alerts, err := m.now.Load().store.Alerts(m.Context(), m.plan.councils[0].name)
	s.Taken = err == nil && len(alerts) == 1 && !alerts[0].Alert.Open()
	entries, err := m.now.Load().store.Outbox(m.Context(), m.plan.councils[0].name)
	if err != nil {
		m.Error(err)
	}
	for _, e := range entries {
		s.Unsaid = append(s.Unsaid, e.Says[0].Template)
	}
	slices.Sort(s.Unsaid)
	return s
}

// calm is a story without what a doom may change: a text to somebody in
// danger, or to who helps, may come twice, and lines that fell into one moment
// may have changed places. A way to the duty that there is not is noted only
// where it is tried before the alert is taken.
func (s story) calm() story {
	for _, texts := range [][]string{s.Duty, s.TariqLog} { // each house has an address of its own
		for i := range texts {
			texts[i] = strings.Replace(links.ReplaceAllString(texts[i], "LINK"), ", perhaps twice", "", 1)
		}
	}
	s.Tariq, s.Duty = once(s.Tariq), once(s.Duty)
	s.TariqLog = slices.DeleteFunc(s.TariqLog, func(line string) bool { return strings.HasPrefix(line, "heard did not send duty.") })
	slices.Sort(s.ZoeLog)
	slices.Sort(s.TariqLog)
	return s
}

var links = regexp.MustCompile(`http://[^ ,]+`)

func once(texts []string) (out []string) {
	for _, text := range texts {
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// TestWhateverCallFailsTheStoryIsTheSame breaks the service off at each call
// that it makes of its engine and its provider, before and after the call is
// done; it dies of it, or it goes on. Every other time the provider tells how
// its texts fare.
func TestWhateverCallFailsTheStoryIsTheSame(t *testing.T) {
	t.Parallel()
	want := newMortal(t, &doom{}, true).tell().calm()
	if len(want.Zoe) != 3 || len(want.Tariq) != 2 || len(want.Duty) != 2 || !want.Taken {
		t.Fatalf("undisturbed, the story is %+v", want)
	}
	step := 1
	if testing.Short() {
		step = 7
	}
	atEveryCall(t, step, want, func(t *testing.T, d *doom) story { return newMortal(t, d, d.N%2 == 0).tell().calm() })
}
