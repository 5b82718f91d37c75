package notify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// This file finds who of the council gets a letter. The rules are: the one whose
// case it is before the others of the role, all others where there are none;
// never one whom it is to be kept from, deputy or not, nor one whose name stands
// in what was told while there is another; for who is away their deputy, then the
// deputy's own, then a manager; and rather somebody who is away than nobody.

// quietFor is how long after a machine answered for somebody their deputy gets
// what they get. Machines answer once in an absence, so silence proves nothing.
const quietFor = 14 // days

// office finds the readers of a letter by mail.
func (s *Sender) office(ctx context.Context, c Council, e store.Entry, now time.Time) (route, error) {
	if c.Doors[casework.Email] == nil {
		return route{closed: casework.Email}, nil
	}
	d := desk{c: c, e: e, today: casework.DateOf(now), quiet: map[casework.Address]bool{}, told: map[casework.Address]bool{}}
	cases, err := s.casesOf(ctx, e)
	if err != nil {
		return route{}, err
	}
	d.kept.Named = e.Except
	for _, k := range cases {
		d.kept.Named = slices.Concat(d.kept.Named, k.Named)
	}
	for _, o := range c.Officers {
		d.told[o.address()] = !d.whose(o) && slices.ContainsFunc(cases, func(k store.Case) bool { return k.Mentions(o.Name) })
		contact, err := s.o.Store.Contact(ctx, e.Council, o.address())
		if err != nil {
			return route{}, err
		}
		d.quiet[o.address()] = !contact.Away.IsZero() && contact.Away.DaysUntil(d.today) <= quietFor
	}
	return d.route(), nil
}

// casesOf are the cases that a letter is about.
func (s *Sender) casesOf(ctx context.Context, e store.Entry) (all []store.Case, err error) {
	for _, ref := range append([]casework.Reference{e.Case}, e.Also...) {
		if ref == "" {
			continue
		}
		cases, err := s.o.Store.Cases(ctx, e.Council, ref)
		if errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		all = append(all, cases...)
	}
	return all, nil
}

// desk is one letter to an office on one day.
type desk struct {
	c     Council
	e     store.Entry
	kept  casework.Case
	today casework.Date
	quiet map[casework.Address]bool // a machine answered for them not long ago
	told  map[casework.Address]bool // a name of theirs stands in what was told, and the case is not theirs
}

func (o Official) address() casework.Address { return casework.NewAddress(casework.Email, o.Email) }

// route finds the readers, past those who may be meant in what was told unless
// there is nobody else.
func (d desk) route() route {
	r := d.among()
	if r.closed != "" && len(d.told) > 0 {
		d.told = nil
		return d.among()
	}
	return r
}

func (d desk) among() route {
	if len(d.e.Away) > 0 {
		return d.instead()
	}
	for _, among := range []func(Official) bool{
		d.whose,
		func(o Official) bool { return o.Role == d.e.To.Office },
		func(Official) bool { return true },
	} {
		var all []casework.Address
		for _, o := range d.c.Officers {
			if among(o) && d.may(o) {
				all = append(all, d.present(o)...)
			}
		}
		if r := d.turned(all); len(r.addresses) > 0 {
			return r
		}
	}
	return d.anybody()
}

// instead finds who gets what a machine answered for the reader of.
func (d desk) instead() route {
	last := d.e.Away[len(d.e.Away)-1]
	var all []casework.Address
	for _, o := range d.c.Officers {
		if o.address() == last {
			all = d.present(o)
		}
	}
	has := func(a casework.Address) bool { return slices.Contains(d.e.Told, a) }
	if there := slices.ContainsFunc(all, has); there || len(all) == 0 {
		return route{drop: "who is there has it already"}
	}
	return d.turned(all)
}

// whose tells whether it is somebody's case: theirs alone is the letter.
func (d desk) whose(o Official) bool { return strings.EqualFold(o.Name, d.e.For) }

// present is who reads for somebody today: they themselves, and their deputy
// where it is not sure that they are there; else whoever stands in for them.
func (d desk) present(o Official) []casework.Address {
	switch {
	case d.away(o):
		return d.standIn(o)
	case d.quiet[o.address()], d.whose(o) && d.e.Tries > 0: // it has not reached them
		return append([]casework.Address{o.address()}, d.standIn(o)...)
	}
	return []casework.Address{o.address()}
}

// standIn is the first deputy down the line who is there, else the managers who
// are.
func (d desk) standIn(o Official) (all []casework.Address) {
	for seen := []string{o.Name}; ; seen = append(seen, o.Name) {
		at := slices.IndexFunc(d.c.Officers, func(x Official) bool { return x.Name == o.Deputy })
		if at < 0 || slices.Contains(seen, o.Deputy) {
			break
		}
		if o = d.c.Officers[at]; d.may(o) && !d.away(o) {
			return []casework.Address{o.address()}
		}
	}
	for _, m := range d.c.Officers {
		if m.Role == casework.Manager && d.may(m) && !d.away(m) {
			all = append(all, m.address())
		}
	}
	return all
}

// anybody is who may read it, there or not: it waits in their mailbox.
func (d desk) anybody() route {
	var all []casework.Address
	for _, mine := range []bool{true, false} {
		for _, o := range d.c.Officers {
			if d.may(o) && mine == (o.Role == d.e.To.Office) {
				all = append(all, o.address())
			}
		}
		if len(all) > 0 {
			return d.turned(all)
		}
	}
	return route{closed: casework.Email}
}

func (d desk) may(o Official) bool {
	return o.Email != "" && d.kept.MayRead(o.Name) && !d.told[o.address()]
}

func (d desk) away(o Official) bool {
	return slices.Contains(o.Absent, d.today) || slices.Contains(d.e.Away, o.address())
}

// turned are addresses, each once. Each time that nobody was reached another is
// the first: one whose mailbox is gone keeps the letter from no one else.
func (d desk) turned(all []casework.Address) (r route) {
	for _, a := range all {
		if !slices.Contains(r.addresses, a) {
			r.addresses = append(r.addresses, a)
		}
	}
	if n := len(r.addresses); n > 0 {
		first := d.e.Tries % n
		r.addresses = slices.Concat(r.addresses[first:], r.addresses[:first])
	}
	return r
}
