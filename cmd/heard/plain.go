package main

import (
	"fmt"
	"strings"
	"time"

	"heard/casework"
)

// plainColumn is as wide as the longest name of a step, and a space.
const plainColumn = 18

// plainCase is a case for a terminal of 80 columns.
func plainCase(v caseView) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-*s%s\n", plainColumn, name, strings.ReplaceAll(value, "\n", "\n"+strings.Repeat(" ", plainColumn)))
		}
	}
	fmt.Fprintf(&b, "%s  %s, stage %s, %s\n", v.Reference.Show(), v.Kind, v.Stage, v.Status)
	line("received", v.ReceivedAt.In(casework.London).Format("Mon 2 Jan 2006 15:04"))
	line("statement", v.Statement)
	line("outcome", v.Outcome)
	line("advocate", plainAdvocate(v.Advocate))
	line("from", strings.TrimSpace(strings.Join([]string{string(v.Complainant.Role), v.Complainant.Name}, " ")))
	line("safe", strings.TrimSpace(string(v.SafeContact.Safe)+" "+v.SafeContact.NotAfter+" "+v.SafeContact.Other))
	line("assigned", v.Assigned)
	for _, p := range v.People {
		line(p.ID, plainPerson(p))
	}
	for _, h := range v.Holds {
		line("on hold", strings.TrimSpace(fmt.Sprintf("for %s, %s to %s %s", h.Kind, h.Opened, h.Closed, h.Reason)))
	}
	line("alert", plainAlert(v.Alert))
	for _, f := range v.Flags {
		line("flag", string(f))
	}
	for _, d := range v.Deadlines {
		line(string(d.Step), plainDeadline(d))
	}
	for _, l := range v.Letters {
		line(fmt.Sprintf("letter %d", l.Number), plainLetter(l))
	}
	b.WriteString("\n")
	for _, e := range v.Log {
		fmt.Fprintf(&b, "%s  %s %s\n", e.At.In(casework.London).Format("02 Jan 15:04"), e.Who, e.What)
		if e.Text != "" {
			fmt.Fprintf(&b, "%14s%s\n", "", strings.ReplaceAll(e.Text, "\n", "\n"+strings.Repeat(" ", 14)))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// plainAlert tells how an alert stands.
func plainAlert(a *casework.Alert) string {
	clock := func(t time.Time) string { return t.In(casework.London).Format("2 Jan 15:04") }
	switch {
	case a == nil:
		return ""
	case !a.Undecided():
		return fmt.Sprintf("%s, %s: %s", clock(a.DecidedAt), a.DecidedBy, strings.TrimSpace(string(a.Outcome)+" "+a.Whom))
	case a.Open():
		return fmt.Sprintf("%s, raised %s: NOBODY HAS TAKEN IT, rung %d times, next %s", a.Level, clock(a.RaisedAt), a.Tries, clock(a.NextAt))
	}
	return fmt.Sprintf("%s, raised %s: %s took it %s, rings again %s without an outcome", a.Level, clock(a.RaisedAt), a.AcknowledgedBy, clock(a.AcknowledgedAt), clock(a.NextAt))
}

func plainAdvocate(a casework.Advocate) string {
	out := string(a.Wanted)
	if a.Source != "" {
		out += ", " + string(a.Source)
	}
	if a.Name != "" {
		out += ": " + a.Name
	}
	if a.Wanted == casework.Yes && a.Source != casework.Chosen {
		out += ", pass the number on: " + string(a.Share)
	}
	return out
}

func plainPerson(p casework.Party) string {
	if p.Permission.On.IsZero() {
		return p.Name + ", without permission"
	}
	return fmt.Sprintf("%s, by permission of %s on %s: %s", p.Name, p.Permission.By, p.Permission.On, strings.Trim(fmt.Sprint(p.May), "[]"))
}

func plainLetter(l casework.Letter) string {
	out := fmt.Sprintf("%s, to the %s, %s", l.Name, l.To, l.On)
	if !l.Posted.IsZero() {
		out += fmt.Sprintf(", posted %s, taken as received %s", l.Posted, l.Received)
	}
	return out
}

func plainDeadline(d casework.Deadline) string {
	out := d.Sum
	if !d.Latest.IsZero() {
		out += ", at the latest " + d.Latest.String()
	}
	if d.Estimated {
		out += " (estimated)"
	}
	if d.Owner != "" {
		out += ", " + d.Owner + ": " + d.What
	}
	if d.Dropped != "" {
		out += ", no longer owed: " + d.Dropped
	}
	if !d.MetAt.IsZero() {
		out += ", done " + casework.DateOf(d.MetAt).String()
	}
	return out
}
