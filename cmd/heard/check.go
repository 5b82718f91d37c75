package main

import (
	"context"
	"fmt"
	"time"

	"heard/casework"
	"heard/configs"
	"heard/notify"
)

type checkCommand struct{ configured }

// finding is one thing that a check has to say. Wrong ones make it fail.
type finding struct {
	wrong bool
	text  string
}

func (c *checkCommand) Run(w *world) error {
	s, h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.engine.Close()
	var found []finding
	found = append(found, checkCalendar(h.now())...)
	for i, council := range s.Councils {
		found = append(found, checkContacts(council, h.now())...)
		found = append(found, checkDoors(council)...)
		found = append(found, h.checkAccount(h.councils[i])...)
		found = append(found, h.checkRota(context.Background(), h.councils[i])...)
		found = append(found, h.checkProvider(h.councils[i])...)
	}
	return report(w, found)
}

func report(w *world, found []finding) error {
	wrong := 0
	for _, f := range found {
		mark := "look at"
		if f.wrong {
			mark = "wrong  "
			wrong++
		}
		fmt.Fprintf(w.out, "%s  %s\n", mark, f.text)
	}
	if wrong > 0 {
		return fmt.Errorf("%d things are wrong; mend them before you serve", wrong)
	}
	_, err := fmt.Fprintln(w.out, "ok: configuration, words, keys, store and rota")
	return err
}

// staleAfter is how old a contact's last check may be. Services move: a page
// of one council still named an advocacy service years after it had gone.
const staleAfter = 365 * 24 * time.Hour

func checkContacts(c configs.Council, now time.Time) (out []finding) {
	for _, name := range sortedKeys(c.Procedure.Contacts) {
		p := c.Procedure.Contacts[name]
		if p.CheckedOn.IsZero() || now.Sub(p.CheckedOn.At(0, 0)) > staleAfter {
			out = append(out, finding{false, fmt.Sprintf("%s: contact %s was last checked on %s: ring it, then set checked_on", c.Name, name, p.CheckedOn)})
		}
	}
	if c.Procedure.Contacts["advocacy"].Name == "" {
		out = append(out, finding{false, c.Name + ": no advocacy service is named: officers must find one for each child who wants one"})
	}
	return out
}

// checkDoors tells which doors are closed and what follows.
func checkDoors(c configs.Council) (out []finding) {
	if c.Twilio == nil {
		out = append(out, finding{true, c.Name + ": without twilio nobody on duty can be alerted"})
	}
	if c.Mail == nil {
		out = append(out, finding{false, c.Name + ": without mail officers see their letters only in heard cases"})
	}
	for _, d := range c.Duty {
		if d.Phone == "" {
			out = append(out, finding{true, fmt.Sprintf("%s: nobody can ring %s, who is on duty %s", c.Name, d.Name, d.When)})
		}
	}
	return out
}

// calendarNotice is how long before its end a calendar should be renewed: a
// complaint's whole life, 12 weeks to the Ombudsman and two stages before it.
const calendarNotice = 180

func checkCalendar(now time.Time) []finding {
	end := configs.Calendar().End()
	if casework.DateOf(now).DaysUntil(end) > calendarNotice {
		return nil
	}
	return []finding{{false, fmt.Sprintf("bank holidays are confirmed only to %s; dates after it are estimates", end)}}
}

// checkAccount asks the provider whether the account and token are right.
func (h *house) checkAccount(c setup) []finding {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	n, err := h.outbound(c)
	if err != nil {
		return []finding{{true, c.name + ": " + err.Error()}}
	}
	door := n.Doors[casework.SMS]
	if door == nil || len(c.numbers) == 0 {
		return nil
	}
	to := casework.NewAddress(casework.SMS, c.numbers[0])
	_, err = door.Find(ctx, notify.Text{Council: c.name, From: to, To: to, Body: "-"}, h.now())
	if err != nil {
		return []finding{{true, c.name + ": the Twilio account does not answer: " + err.Error()}}
	}
	return nil
}
