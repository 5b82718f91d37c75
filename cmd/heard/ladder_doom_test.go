package main

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
)

// ladder is what came of an alert, as far as no doom may change it: a call may
// come twice, and who has taken it may have been rung once more.
type ladder struct {
	Answered bool // the person was told where help is
	Second   bool // the next was rung, since the first did not answer
	Taken    bool // by a key
	Again    bool // it rang again, since nothing was written down
	Outcome  casework.Outcome
	Silent   bool // nobody was rung after it
	Log      []string
}

// climb plays an alert: the first does not answer, the second presses 1, nobody
// writes down what came of it, it rings again, and an outcome ends it.
func (m *mortal) climb() (l ladder) {
	m.Helper()
	m.write(tariq, "he hit me again")
	m.pick("no-answer")
	m.wait(16 * time.Minute)
	l.Second = m.rung(nightPhone) > 0
	m.takes()
	taken := m.rung("")
	m.wait(62 * time.Minute)
	l.Again = m.rung("") > taken
	council := m.plan.councils[0].name
	var ref casework.Reference
	m.goes("looking", func() error {
		alerts, err := m.now.Load().store.Alerts(m.Context(), council)
		if err == nil && len(alerts) != 1 {
			m.Fatalf("%s: %d alerts", m.d.Fault, len(alerts))
		}
		if err == nil {
			ref = alerts[0].Reference
		}
		return err
	})
	m.goes("the outcome", func() error {
		err := m.now.Load().sender.Act(m.Context(), council, ref, casework.DecideAlert{By: "Nia", Outcome: casework.Police})
		if errors.Is(err, casework.ErrWrongTime) {
			return nil // it was written down before the doom came
		}
		return err
	})
	m.wait(time.Minute)
	m.revive()
	m.d.end() // what follows only looks
	over := m.rung("")
	m.wait(3 * time.Hour)
	l.Silent = m.rung("") == over
	l.Answered = strings.Contains(strings.Join(m.texts(tariq), "\n"), "ring 999")
	cases, err := m.now.Load().store.Cases(m.Context(), council, ref)
	if err != nil {
		m.Fatal(err)
	}
	l.Outcome = cases[0].Alert.Outcome
	for _, line := range m.log(tariq) {
		l.Taken = l.Taken || strings.Contains(line, "acknowledged the alert by key")
		for _, part := range []string{"heard danger: now", "sent danger.now", "sent duty.call", "no outcome was recorded in time", "recorded the outcome of the alert"} {
			if strings.Contains(line, part) && !slices.Contains(l.Log, part) {
				l.Log = append(l.Log, part)
			}
		}
	}
	slices.Sort(l.Log)
	return l
}

// rung counts the calls to a phone; "" for any.
func (m *mortal) rung(to string) (n int) {
	for _, c := range m.d.provider.Calls() {
		if to == "" || c.To == to {
			n++
		}
	}
	return n
}

// ringing are the calls that wait to be answered.
func (m *mortal) ringing() (out []sandbox.Call) {
	for _, c := range m.d.provider.Calls() {
		if c.Status == "ringing" || c.Status == "in-progress" || c.Status == "queued" {
			out = append(out, c)
		}
	}
	return out
}

func (m *mortal) pick(how string) {
	m.Helper()
	for _, c := range m.ringing() {
		if err := m.d.provider.Pick(c.SID, how); err != nil {
			m.Error(err)
		}
	}
}

// takes presses 1 in a call. Where the service cannot answer, the call is lost,
// and whoever was called waits for the next.
func (m *mortal) takes() {
	m.Helper()
	for range 5 {
		for _, c := range m.ringing() {
			if _, err := m.d.provider.Press(m.Context(), c.SID, "1"); err == nil {
				m.wait(time.Second)
				return
			}
			m.revive()
			m.pick("hang-up")
		}
		m.wait(16 * time.Minute)
	}
	m.Errorf("%s: nobody could take it", m.d.Fault)
}

// TestWhateverCallFailsTheLadderIsClimbed breaks the service off at each call
// that it makes of its engine and its provider while an alert rings, before and
// after the call is done; it dies of it, or it goes on.
func TestWhateverCallFailsTheLadderIsClimbed(t *testing.T) {
	t.Parallel()
	want := newMortal(t, &doom{}, true).climb()
	if !want.Answered || !want.Second || !want.Taken || !want.Again || !want.Silent || want.Outcome != casework.Police || len(want.Log) != 5 {
		t.Fatalf("undisturbed, it is %+v", want)
	}
	step := 1
	if testing.Short() {
		step = 23
	}
	atEveryCall(t, step, want, func(t *testing.T, d *doom) ladder { return newMortal(t, d, d.N%2 == 0).climb() })
}
