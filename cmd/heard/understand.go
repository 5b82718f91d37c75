package main

import (
	"bufio"
	"fmt"
	"time"

	"heard/casework"
	"heard/conversation"
)

type understandCommand struct {
	Question string `required:"" enum:"advocate,kind,yesno,danger,when" help:"What was asked: advocate, kind, yesno, danger or when (which days are meant)."`
	On       string `help:"For when: the day on which it was written. Today if left out." placeholder:"2027-01-11"`
	Lang     string `default:"en" help:"The language of the replies." placeholder:"en"`
	JSON     bool   `name:"json" help:"One JSON object a line."`
}

// understood is how one reply was read.
type understood struct {
	Said    string          `json:"said"`
	Answer  string          `json:"answer"`
	Level   *casework.Level `json:"level,omitempty"`
	Reasons []string        `json:"reasons,omitzero"`
	From    *casework.Date  `json:"from,omitempty"`
	To      *casework.Date  `json:"to,omitempty"`
}

func (c *understandCommand) Run(w *world) error {
	lexicon, err := conversation.LoadLexicon(casework.Lang(c.Lang))
	if err != nil {
		return asked{err}
	}
	today := casework.DateOf(time.Now())
	if c.On != "" {
		if today, err = casework.ParseDate(c.On); err != nil {
			return asked{err}
		}
	}
	lines := bufio.NewScanner(w.in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		u := c.read(lexicon, lines.Text(), today)
		if c.JSON {
			err = printJSON(w.out, u)
		} else {
			_, err = fmt.Fprintf(w.out, "%-10s %s\n", u.Answer, u.Said)
		}
		if err != nil {
			return err
		}
	}
	return lines.Err()
}

func (c *understandCommand) read(l *conversation.Lexicon, said string, today casework.Date) understood {
	u := understood{Said: said}
	switch c.Question {
	case "advocate":
		u.Answer = string(l.Advocate(said))
	case "yesno":
		u.Answer = string(l.YesNo(said))
	case "kind":
		u.Answer = string(l.Kind(said))
	case "when":
		u.Answer = "none"
		if days, ok := l.Days(said, today); ok {
			u.Answer, u.From, u.To = "days", &days.From, &days.To
		}
	case "danger":
		level, reasons := l.Danger(said)
		u.Answer, u.Level, u.Reasons = "danger", &level, append([]string{}, reasons...)
		if level == casework.LevelNone {
			u.Answer = "safe"
		}
	}
	return u
}
