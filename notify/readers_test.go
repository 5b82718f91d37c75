package notify

import (
	"slices"
	"testing"

	"heard/casework"
	"heard/store"
)

// A letter goes to the officer whose case it is, never to somebody who is
// complained of, and past who is away.
func TestWhoReadsALetterToTheOffice(t *testing.T) {
	t.Parallel()
	const one, two, three, four = "email:one@example.org", "email:two@example.org", "email:three@example.org", "email:four@example.org"
	holiday, early := casework.Date{Year: 2027, Month: 8, Day: 2}, casework.Date{Year: 2027, Month: 7, Day: 30}
	c := Council{Officers: []Official{
		{Name: "Officer One", Role: casework.Officer, Email: "one@example.org", Deputy: "Officer Two", Absent: []casework.Date{holiday}},
		{Name: "Officer Two", Role: casework.Officer, Email: "two@example.org", Deputy: "Officer One"},
		{Name: "Manager Three", Role: casework.Manager, Email: "three@example.org", Deputy: "Manager Four"},
		{Name: "Manager Four", Role: casework.Manager, Email: "four@example.org"},
	}}
	all := func(a ...casework.Address) []casework.Address { return a }
	for name, k := range map[string]struct {
		letter store.Entry
		today  casework.Date
		quiet  casework.Address
		want   []casework.Address
	}{
		"nobody's":                      {store.Entry{}, early, "", all(one, two)},
		"Two's":                         {store.Entry{Message: casework.Message{For: "officer two"}}, early, "", all(two)},
		"Two's, and not reached":        {store.Entry{Message: casework.Message{For: "Officer Two"}, Tries: 1}, early, "", all(one, two)},
		"One is complained of":          {store.Entry{Message: casework.Message{Except: []string{"one"}}}, early, "", all(two)},
		"both are complained of":        {store.Entry{Message: casework.Message{Except: []string{"Officer One", "two"}}}, early, "", all(three, four)},
		"One's, on holiday":             {store.Entry{Message: casework.Message{For: "Officer One"}}, holiday, "", all(two)},
		"nobody's, One on holiday":      {store.Entry{}, holiday, "", all(two)},
		"the deputy is complained of":   {store.Entry{Message: casework.Message{For: "Officer One", Except: []string{"Officer Two"}}}, holiday, "", all(three, four)},
		"a machine answered for Two":    {store.Entry{Away: all(two), Told: all(two)}, early, "", all(one)},
		"then the deputy has it":        {store.Entry{Away: all(two), Told: all(one, two)}, early, "", nil},
		"machines for Two and One":      {store.Entry{Away: all(two, one), Told: all(two, one)}, early, "", all(three, four)},
		"for Two, One on holiday":       {store.Entry{Away: all(two), Told: all(two)}, holiday, "", all(three, four)},
		"for a manager too":             {store.Entry{Away: all(two, one, three), Told: all(two, one, three)}, early, "", all(four)},
		"for everybody":                 {store.Entry{Away: all(two, one, three, four), Told: all(two, one, three, four)}, early, "", nil},
		"a machine answered last week":  {store.Entry{Message: casework.Message{For: "Officer Two"}}, early, two, all(two, one)},
		"and is now told by the roster": {store.Entry{Message: casework.Message{For: "Officer One"}}, holiday, one, all(two)},
	} {
		k.letter.To.Office = casework.Officer
		d := desk{c: c, e: k.letter, kept: casework.Case{Named: k.letter.Except}, today: k.today, quiet: map[casework.Address]bool{k.quiet: true}}
		if got := d.route(); !slices.Equal(got.addresses, k.want) || (k.want == nil) != (got.drop != "") {
			t.Errorf("%s: %v %q, want %v", name, got.addresses, got.drop, k.want)
		}
	}
}

// Whose name stands in what was told is not the first to read of it.
func TestWhoMayBeMeantIsPassedOver(t *testing.T) {
	t.Parallel()
	const one, two = casework.Address("email:one@example.org"), casework.Address("email:two@example.org")
	c := Council{Officers: []Official{
		{Name: "Sam Field", Role: casework.Officer, Email: "one@example.org"},
		{Name: "Manager Two", Role: casework.Manager, Email: "two@example.org"},
	}}
	for _, k := range []struct {
		told map[casework.Address]bool
		want casework.Address
	}{{nil, one}, {map[casework.Address]bool{one: true}, two}, {map[casework.Address]bool{one: true, two: true}, one}} {
		d := desk{c: c, told: k.told, e: store.Entry{Message: casework.Message{To: casework.Recipient{Office: casework.Officer}}}}
		if got := d.route().addresses; !slices.Equal(got, []casework.Address{k.want}) {
			t.Errorf("%v: it goes to %v", k.told, got)
		}
	}
}

// A manager who is away is rung after those who are there.
func TestAManagerWhoIsAwayIsRungLast(t *testing.T) {
	t.Parallel()
	now := casework.Date{Year: 2027, Month: 8, Day: 2}.At(12, 0)
	manager := func(name string, absent ...casework.Date) Official {
		return Official{Name: name, Role: casework.Manager, Phone: "+447700900001", Absent: absent}
	}
	c := Council{Officers: []Official{manager("Moss", casework.DateOf(now)), manager("Reed")}}
	c.Rules.Procedure = &casework.Procedure{}
	c.Rules.Calendar = casework.NewCalendar(nil, casework.Date{Year: 2027, Month: 1, Day: 1}, casework.Date{Year: 2027, Month: 12, Day: 31}, nil)
	if rota, _ := c.rota(now, casework.Case{}); len(rota) != 1 || rota[0].Name != "Reed" {
		t.Errorf("the rota is %+v", rota)
	}
	c.Officers = c.Officers[:1]
	if rota, _ := c.rota(now, casework.Case{}); len(rota) != 1 || rota[0].Name != "Moss" {
		t.Errorf("with nobody else the rota is %+v", rota)
	}
}

// Where all are away it waits in their mailboxes.
func TestALetterIsRatherReadLateThanByNobody(t *testing.T) {
	t.Parallel()
	day := casework.Date{Year: 2027, Month: 12, Day: 29}
	c := Council{Officers: []Official{
		{Name: "O", Role: casework.Officer, Email: "o@example.org", Absent: []casework.Date{day}},
		{Name: "M", Role: casework.Manager, Email: "m@example.org", Absent: []casework.Date{day}},
	}}
	d := desk{c: c, today: day, e: store.Entry{Message: casework.Message{To: casework.Recipient{Office: casework.Manager}}}}
	if got := d.route().addresses; !slices.Equal(got, []casework.Address{"email:m@example.org"}) {
		t.Errorf("it goes to %v", got)
	}
}
