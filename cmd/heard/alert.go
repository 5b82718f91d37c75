package main

import (
	"context"
	"fmt"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
)

type alertCommand struct {
	configured
	Test    bool   `required:"" help:"Ring everybody on the rota, to see that it rings. No child is waiting."`
	Council string `help:"One council only." placeholder:"C"`
}

func (c *alertCommand) Run(w *world) error {
	_, h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.engine.Close()
	ctx, known := context.Background(), false
	for _, council := range h.councils {
		if c.Council != "" && c.Council != council.name {
			continue
		}
		known = true
		if err := h.testRota(ctx, council); err != nil {
			return err
		}
		for _, d := range council.phones() {
			fmt.Fprintf(w.out, "%s: %s is rung and texted; ask them if it came\n", council.name, d.Name)
		}
	}
	if !known {
		return askedf("there is no council %q in %s", c.Council, c.Config)
	}
	did, err := h.sender.Pass(ctx, h.now())
	if err == nil && did.PutOff+did.Failed > 0 {
		err = fmt.Errorf("%d of the calls and texts did not go out; the log says why", did.PutOff+did.Failed)
	}
	return err
}

// phones are all who may be rung: those on the rota, and managers with a phone.
func (c setup) phones() []notify.OnDuty {
	all := c.duty[:len(c.duty):len(c.duty)]
	for _, o := range c.officers {
		if o.Role == casework.Manager && o.Phone != "" {
			all = append(all, notify.OnDuty{Name: o.Name, Phone: o.Phone})
		}
	}
	return all
}

// testRota puts a call and a text to everybody on the rota into the outbox, and
// notes the day.
func (h *house) testRota(ctx context.Context, c setup) error {
	was, err := h.store.Tested(ctx, c.name)
	if err != nil {
		return err
	}
	now := h.now().UTC().Truncate(time.Millisecond)
	change := h.store.Change(c.name, now)
	change.Test(was)
	for _, d := range c.phones() {
		for by, template := range map[casework.Channel]casework.Template{casework.SMS: notify.TestText, casework.Call: notify.TestCall} {
			key := fmt.Sprintf("test/%d/%s/%s", now.UnixMilli(), by, d.Phone)
			change.Say(store.Entry{
				Message: casework.Message{
					Key: key, To: casework.Recipient{Address: casework.NewAddress(by, d.Phone)}, Urgent: true,
					Says: casework.Fill([]casework.Say{{Template: template}}, casework.Case{}, c.rules, h.words.Needs),
				},
				About: key, Audience: store.ForOfficers,
			})
		}
	}
	return h.store.Write(ctx, change)
}

// untested is after how many days a rota should be rung again: people change
// their numbers.
const untested = 30 * 24 * time.Hour

func (h *house) checkRota(ctx context.Context, c setup) []finding {
	was, err := h.store.Tested(ctx, c.name)
	switch {
	case err != nil:
		return []finding{{true, c.name + ": the store does not say when the rota was tested: " + err.Error()}}
	case was.Version == 0:
		return []finding{{false, c.name + ": the rota was never tested: run heard alert --test"}}
	case h.now().Sub(was.At) > untested:
		return []finding{{false, fmt.Sprintf("%s: the rota was last tested on %s: run heard alert --test", c.name, casework.DateOf(was.At))}}
	}
	return nil
}
