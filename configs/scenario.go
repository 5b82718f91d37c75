package configs

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"heard/casework"
)

// Scenario is a story for the time-lapse: who says and does what when, at one
// council, between two moments.
type Scenario struct {
	Council string
	Start   time.Time
	Until   time.Time
	Steps   []ScenarioStep
}

// ScenarioStep is one thing that happens. Exactly one of At, After and Days is
// set, or none where it follows at once; exactly one of Says and Does.
type ScenarioStep struct {
	At      time.Time
	After   time.Duration // after the step before
	Days    int           // working days after it, at nine in the morning
	From    string        // a number, a mail address, or "officer"
	Channel string
	Says    string
	Does    string
	With    map[string]string
	Case    string // a reference; "last" or "" for the newest
}

// LoadScenario reads a scenario. The error has one line for each thing wrong.
func LoadScenario(file string) (Scenario, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Scenario{}, fmt.Errorf("scenario %s: %w", file, cause(err))
	}
	d := &doc{file: file}
	var s Scenario
	if top := d.parseTree(data); top != nil {
		d.fields(top,
			must("council", text(&s.Council)),
			must("start", instant(&s.Start)),
			must("until", instant(&s.Until)),
			must("steps", every(func(d *doc, n *node) { s.Steps = append(s.Steps, d.scenarioStep(n)) })),
		)
		if len(d.wrong) == 0 && s.Until.Before(s.Start) {
			d.fail(top, "until is before start: it must be later")
		}
	}
	return s, d.err()
}

func (d *doc) scenarioStep(n *node) ScenarioStep {
	s := ScenarioStep{Channel: string(casework.SMS), With: map[string]string{}}
	d.fields(n,
		may("at", instant(&s.At)),
		may("after", func(d *doc, n *node) { d.after(n, &s) }),
		must("from", text(&s.From)),
		may("channel", oneOf(&s.Channel, string(casework.SMS), string(casework.WhatsApp), string(casework.Email))),
		may("says", text(&s.Says)),
		may("does", text(&s.Does)),
		may("with", each(func(d *doc, key, n *node) {
			var v string
			text(&v)(d, n)
			s.With[key.text] = v
		})),
		may("case", text(&s.Case)),
	)
	if strings.Contains(s.From, "@") {
		s.Channel = string(casework.Email)
	}
	d.oneThing(n, s)
	return s
}

// oneThing checks that a step says what happens, once, and when.
func (d *doc) oneThing(n *node, s ScenarioStep) {
	switch {
	case n.kind != mapping:
	case (s.Says == "") == (s.Does == ""):
		d.fail(n, "a step needs either says or does")
	case !s.At.IsZero() && (s.After > 0 || s.Days > 0):
		d.fail(n, "a step has either at or after")
	case s.Does != "":
		if _, err := casework.ParseAction(s.Does, s.With); err != nil {
			d.fail(n, "%v", err)
		}
	case s.From == "officer":
		d.fail(n, "an officer does something: write does instead of says")
	}
}

// after reads "3wd" (working days) or a length of time such as 2h.
func (d *doc) after(n *node, s *ScenarioStep) {
	if days, ok := strings.CutSuffix(n.text, "wd"); ok {
		got, err := strconv.Atoi(days)
		if err != nil || got < 1 || got > 1000 {
			d.fail(n, "%q is no number of working days: write it like 3wd", n.text)
		}
		s.Days = got
		return
	}
	pause(&s.After)(d, n)
}

// instant reads a moment in RFC3339.
func instant(to *time.Time) func(*doc, *node) {
	return value(to, func(s string) (time.Time, error) {
		got, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return got, fmt.Errorf("%q is no moment: write it like 2027-01-11T16:00:00Z", s)
		}
		return got, nil
	})
}
