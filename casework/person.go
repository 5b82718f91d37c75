package casework

import (
	"fmt"
	"slices"
	"strings"
)

// May is what a person on a case may receive.
type May string

// What people may receive.
const (
	MayLetters May = "letters" // copies of what the complainant is written
	MayDates   May = "dates"   // when what is due
	MayAll     May = "all"     // whatever the complainant may know
)

// Party is somebody who has to do with a case beside the complainant. Without
// permission they receive nothing.
type Party struct {
	ID         string     `json:"id"`
	Role       string     `json:"role"`
	Name       string     `json:"name"`
	Address    Address    `json:"address,omitempty"`
	Permission Permission `json:"permission,omitzero"`
	May        []May      `json:"may,omitempty"`
}

// Permission is who allowed it, and when.
type Permission struct {
	By string `json:"by,omitempty"`
	On Date   `json:"on,omitzero"`
}

func (p Party) mayHave(m May) bool {
	return p.Address != "" && !p.Permission.On.IsZero() && (slices.Contains(p.May, m) || slices.Contains(p.May, MayAll))
}

// Reach are the addresses of a person of the case: the complainant's own, or
// where somebody else may be written to with permission. Nil is nowhere.
func (c Case) Reach(person string) []Address {
	if person == PersonComplainant {
		return c.Contacts
	}
	for _, p := range c.People {
		if p.ID == person && p.Address != "" && !p.Permission.On.IsZero() && len(p.May) > 0 {
			return []Address{p.Address}
		}
	}
	return nil
}

// NameOf is what a person of the case is called; "" where nobody knows.
func (c Case) NameOf(person string) string {
	if person == PersonComplainant {
		if c.ContactedBy.Role != Self && c.ContactedBy.Name != "" {
			return c.ContactedBy.Name
		}
		return c.Complainant.Name
	}
	for _, p := range c.People {
		if p.ID == person {
			return p.Name
		}
	}
	return ""
}

// MayRead tells whether somebody of the council may see the case: nobody who
// is named in it may.
func (c Case) MayRead(name string) bool { return !c.names(name) }

// names tells whether a name is one of those complained of. A part of a name
// is enough: better somebody else does it than the wrong person.
func (c Case) names(name string) bool {
	words := nameWords(name)
	for _, n := range c.Named {
		have := nameWords(n)
		if len(words) > 0 && len(have) > 0 && (within(words, have) || within(have, words)) {
			return true
		}
	}
	return false
}

func nameWords(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" .,-\t\n", r) })
	return slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{"mr", "mrs", "ms", "miss", "dr", "sir"}, w)
	})
}

func within(part, whole []string) bool {
	for _, w := range part {
		if !slices.Contains(whole, w) {
			return false
		}
	}
	return true
}

// free checks that somebody may work on the case.
func (ch *change) free(name, what string) error {
	if strings.TrimSpace(name) == "" {
		return fmt.Errorf("say who: %s=NAME", what)
	}
	if ch.c.names(name) {
		return fmt.Errorf("%s is named in the complaint and may not have to do with it: choose somebody else", name)
	}
	return nil
}

var partyRoles = []string{"child", "parent", "carer", "family", "advocate", "friend", "professional", "solicitor", "other"}

// AddPerson adds somebody to the case, or says anew what they may receive.
type AddPerson struct {
	By           string   `json:"by,omitempty"`
	ID           string   `json:"id,omitempty"` // the role, if not given
	Role         string   `json:"role"`
	Name         string   `json:"name"`
	Address      Address  `json:"address,omitempty"`
	PermissionBy string   `json:"permission_by,omitempty"`
	PermissionOn Date     `json:"permission_on,omitzero"`
	May          []string `json:"may,omitempty"`
}

func (a AddPerson) apply(ch *change) error {
	p := Party{ID: a.ID, Role: a.Role, Name: a.Name, Address: a.Address, Permission: Permission{a.PermissionBy, a.PermissionOn}}
	if p.ID == "" {
		p.ID = a.Role
	}
	for _, m := range a.May {
		p.May = append(p.May, May(m))
	}
	if err := p.check(ch); err != nil {
		return err
	}
	ch.c.People = append(slices.DeleteFunc(ch.c.People, func(o Party) bool { return o.ID == p.ID }), p)
	ch.log(officer(a.By), "added a person: "+p.Role, p.Name)
	return nil
}

// RemovePerson takes somebody off the case: they get nothing more.
type RemovePerson struct {
	By     string `json:"by,omitempty"`
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"`
}

func (a RemovePerson) apply(ch *change) error {
	p, err := ch.party(a.ID)
	if err != nil {
		return err
	}
	role, name := p.Role, p.Name
	ch.c.People = slices.DeleteFunc(ch.c.People, func(o Party) bool { return o.ID == a.ID })
	ch.log(officer(a.By), "took a person off the case: "+role, joined(name, a.Reason))
	return nil
}

// WithdrawPermission says that somebody on the case may have nothing more, from
// now on. Who took the permission back may be anybody whose it was to give.
type WithdrawPermission struct {
	By          string `json:"by,omitempty"`
	ID          string `json:"id"`
	WithdrawnBy string `json:"withdrawn_by"`
}

func (a WithdrawPermission) apply(ch *change) error {
	p, err := ch.party(a.ID)
	switch {
	case err != nil:
		return err
	case a.WithdrawnBy == "":
		return fmt.Errorf("say who took it back: withdrawn_by=WHO")
	case p.Permission.On.IsZero():
		return fmt.Errorf("%s has no permission: %w", a.ID, ErrWrongTime)
	}
	p.Permission, p.May = Permission{}, nil
	ch.log(officer(a.By), "permission was withdrawn: "+p.Role, "by "+a.WithdrawnBy)
	return nil
}

// party finds somebody on the case, to be changed.
func (ch *change) party(id string) (*Party, error) {
	have := []string{}
	for i := range ch.c.People {
		if ch.c.People[i].ID == id {
			return &ch.c.People[i], nil
		}
		have = append(have, ch.c.People[i].ID)
	}
	return nil, fmt.Errorf("there is no %q on the case; there are: %s", id, strings.Join(have, ", "))
}

func (p Party) check(ch *change) error {
	switch {
	case !slices.Contains(partyRoles, p.Role):
		return fmt.Errorf("%q is no role: %s", p.Role, strings.Join(partyRoles, ", "))
	case p.Name == "":
		return fmt.Errorf("say who it is: name=NAME")
	case p.ID == PersonComplainant:
		return fmt.Errorf("the complainant is on the case already: use introduce")
	case p.Address != "" && (!slices.Contains([]Channel{SMS, WhatsApp, Email}, p.Address.Channel()) || p.Address.Value() == ""):
		return fmt.Errorf("%q is no address: write it like email:a@b or sms:+447700900123", p.Address)
	case len(p.May) > 0 && (p.Permission.By == "" || p.Permission.On.IsZero()):
		return fmt.Errorf("who may receive something needs permission: permission_by=WHO permission_on=DATE")
	case p.Permission.On.After(DateOf(ch.now)):
		return fmt.Errorf("%s is in the future: say when permission was given", p.Permission.On)
	case len(p.May) > 0 && p.Address == "":
		return fmt.Errorf("say where they may be written to: address=email:a@b")
	}
	for _, m := range p.May {
		if !slices.Contains([]May{MayLetters, MayDates, MayAll}, m) {
			return fmt.Errorf("%q is nothing one may receive: letters, dates, all", m)
		}
	}
	return nil
}
