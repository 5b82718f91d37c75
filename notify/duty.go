package notify

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"heard/casework"
	"heard/store"
)

// duty finds who is told of an alert: each try passes one further along those
// whose hour it is, then along all others, then the managers, and round again.
// An alert is better heard by the wrong person than by none. One that somebody
// has taken meanwhile rings nobody any more.
func (s *Sender) duty(ctx context.Context, c Council, e store.Entry, now time.Time) (route, error) {
	var about casework.Case
	if e.Case != "" {
		switch cases, err := s.o.Store.Cases(ctx, e.Council, e.Case); {
		case errors.Is(err, store.ErrNotFound):
			return route{drop: "the case is gone"}, nil
		case err != nil:
			return route{}, err
		case e.By != "" && !cases[0].Alert.Open():
			return route{drop: "somebody has taken it"}, nil
		default:
			about = cases[0].Case
		}
	}
	rota, over := c.rota(now, about)
	for i := range rota {
		turn := e.Turn + i
		for _, a := range rota[(e.Try+turn)%len(rota)].addresses(e.By) {
			if r := c.open(a); r.closed == "" {
				r.turn, r.over = turn, over
				return r, nil
			}
		}
	}
	if e.By != "" {
		return route{drop: "there is no such way to those on duty"}, nil
	}
	return route{closed: casework.SMS}, nil
}

// coded tells whether an entry says how an alert is taken.
func coded(e store.Entry) bool {
	return slices.ContainsFunc(e.Says, func(s casework.Say) bool { return s.Blanks["code"].Name != "" })
}

// rota is everybody who may be rung at a moment, in order, and the names of
// those who are passed over, since what was told may be about them. Only where
// nobody else is left at all, not even to be written to, they are rung too.
func (c Council) rota(now time.Time, about casework.Case) (rota []OnDuty, over []string) {
	when := "out-of-office"
	if c.Rules.InOffice(now) {
		when = "office"
	}
	var ours, others, away, managers, officers []OnDuty
	for _, d := range c.Duty {
		switch {
		case slices.Contains(d.Absent, casework.DateOf(now)):
			away = append(away, d)
		case d.When == when:
			ours = append(ours, d)
		default:
			others = append(others, d)
		}
	}
	for _, o := range c.Officers {
		d := OnDuty{Name: o.Name, Phone: o.Phone, Email: o.Email}
		switch {
		case o.Role != casework.Manager || o.Phone == "":
			officers = append(officers, d)
		case slices.Contains(o.Absent, casework.DateOf(now)):
			away = append(away, d)
		default:
			managers = append(managers, d)
		}
	}
	first := slices.Concat(ours, others, managers)
	// Of those who are away one may hear it all the same.
	for _, list := range [][]OnDuty{first, away, officers} {
		for _, d := range list {
			if about.Mentions(d.Name) {
				over = append(over, d.Name)
			} else {
				rota = append(rota, d)
			}
		}
		if len(rota) > 0 {
			return rota, over
		}
	}
	return slices.Concat(first, away), nil
}

// addresses are where somebody is reached, by one way or by the first there is.
func (d OnDuty) addresses(by casework.Channel) (all []casework.Address) {
	phone := by
	if by == "" {
		phone = casework.SMS
	}
	if d.Phone != "" && by != casework.Email {
		all = append(all, casework.NewAddress(phone, d.Phone))
	}
	if d.Email != "" && by != casework.Call {
		all = append(all, casework.NewAddress(casework.Email, d.Email))
	}
	return all
}

// onDuty names whoever an address of the rota belongs to; "" for nobody.
func (c Council) onDuty(a casework.Address) string {
	for _, d := range c.Duty {
		if v := a.Value(); v != "" && (v == d.Phone || v == d.Email) {
			return d.Name
		}
	}
	for _, o := range c.Officers {
		if v := a.Value(); v != "" && (v == o.Phone || v == o.Email) {
			return o.Name
		}
	}
	return ""
}

// linked puts the page on which an alert is taken into what is said of it.
func (s *Sender) linked(e store.Entry) store.Entry {
	if e.To.Office != casework.Duty || e.Case == "" || s.o.Link == nil {
		return e
	}
	e.Says = slices.Clone(e.Says)
	for i, say := range e.Says {
		if code := say.Blanks["code"].Name; code != "" {
			blanks := maps.Clone(say.Blanks)
			blanks["link"] = casework.Blank{Name: s.o.Link(e.Council, e.Case, code)}
			e.Says[i].Blanks = blanks
		}
	}
	return e
}
