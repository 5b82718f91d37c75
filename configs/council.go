package configs

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"heard/casework"
)

// council reads one council of the service's file.
func (l *loader) council(key, n *node) Council {
	c := Council{Name: key.text}
	if _, err := councilName(key.text); err != nil {
		l.fail(key, "%v", err)
	}
	l.fields(n,
		must("procedure", func(_ *doc, n *node) { c.Procedure = l.procedureOf(n) }),
		may("twilio", func(_ *doc, n *node) { c.Twilio = l.twilio(c.Name, n) }),
		may("mail", func(_ *doc, n *node) { c.Mail = l.mail(c.Name, n) }),
		must("officers", every(func(d *doc, n *node) { c.Officers = append(c.Officers, d.officer(n)) })),
		must("duty", every(func(d *doc, n *node) { c.Duty = append(c.Duty, d.onDuty(n)) })),
	)
	if n.kind == mapping {
		l.people(n, c)
	}
	return c
}

// councilName reads a name that can stand in a path and, in capitals, in the
// variables of its secrets, where it must not look like one of another's.
func councilName(s string) (string, error) {
	if strings.HasPrefix(s, "next-") || strings.HasSuffix(s, "-file") {
		return "", fmt.Errorf("%q would be mistaken in the names of secrets: do not begin with next- or end with -file", s)
	}
	return plainName(s)
}

// procedureOf loads the procedure that a council names. What is wrong in its
// file is reported with its place there.
func (l *loader) procedureOf(n *node) (p casework.Procedure) {
	var name string
	text(&name)(&l.doc, n)
	if name == "" {
		return p
	}
	if strings.ContainsAny(name, `/\.`) && !filepath.IsAbs(name) {
		name = filepath.Join(l.dir, name)
		if !strings.ContainsAny(name, `/\`) {
			name = "./" + name
		}
	}
	p, err := Procedure(name)
	var wrong Errors
	switch {
	case errors.As(err, &wrong):
		l.wrong = append(l.wrong, wrong...)
	case err != nil:
		l.fail(n, "%v", err)
	}
	return p
}

// people checks that somebody is there when it matters: a manager, and people
// on duty in and out of office hours. A rota with a gap is not a rota.
func (l *loader) people(n *node, c Council) {
	if at := n.value("officers"); at != nil {
		l.officers(at, c)
	}
	for _, when := range []When{InOffice, OutOfOffice} {
		somebody := false
		for _, d := range c.Duty {
			somebody = somebody || d.When == when
		}
		if at := n.value("duty"); at != nil && !somebody {
			l.fail(at, "nobody is on duty for %s when it is %q: add somebody", c.Name, when)
		}
	}
}

// officers checks that there is a manager, and that each deputy is one of them.
func (l *loader) officers(at *node, c Council) {
	manager, names := false, map[string]bool{}
	for _, o := range c.Officers {
		manager = manager || o.Role == casework.Manager
		names[o.Name] = true
	}
	if !manager {
		l.fail(at, "%s has no manager: give one officer the role manager", c.Name)
	}
	for _, o := range c.Officers {
		switch {
		case o.Deputy == "":
		case o.Deputy == o.Name:
			l.fail(at, "%s cannot be their own deputy: name somebody else", o.Name)
		case !names[o.Deputy]:
			l.fail(at, "the deputy of %s is not among the officers: add %q, or name one of them", o.Name, o.Deputy)
		}
	}
}

func (d *doc) officer(n *node) (o Officer) {
	d.fields(n,
		must("name", text(&o.Name)),
		must("role", oneOf(&o.Role, casework.Officer, casework.Manager)),
		must("email", value(&o.Email, email)),
		may("phone", value(&o.Phone, e164)),
		may("deputy", text(&o.Deputy)),
		may("absent", absences(&o.Absent)),
	)
	return o
}

func (d *doc) onDuty(n *node) (o OnDuty) {
	d.fields(n,
		must("name", text(&o.Name)),
		must("when", oneOf(&o.When, InOffice, OutOfOffice)),
		must("phone", value(&o.Phone, e164)),
		may("email", value(&o.Email, email)),
		may("absent", absences(&o.Absent)),
	)
	return o
}

// The forms of Twilio's ids: two letters and 32 hexadecimal digits.
var (
	accountPattern = regexp.MustCompile(`^AC[0-9a-fA-F]{32}$`)
	servicePattern = regexp.MustCompile(`^(MG[0-9a-fA-F]{32})?$`)
)

func (l *loader) twilio(council string, n *node) *Twilio {
	t := &Twilio{}
	l.fields(n,
		must("account", value(&t.Account, sid(accountPattern, "an account", "AC"))),
		may("numbers", l.numbersOf(council, casework.SMS, &t.Numbers)),
		may("whatsapp", l.numbersOf(council, casework.WhatsApp, &t.WhatsApp)),
		may("service", value(&t.Service, sid(servicePattern, "a messaging service", "MG"))),
		may("delete_media", yesno(&t.DeleteMedia)),
		may("per_second", value(&t.PerSecond, perSecond)),
		may("templates", contents(&t.Templates, knownTemplate())),
		may("buttons", contents(&t.Buttons, knownQuestion)),
	)
	if n.kind == mapping && len(t.Numbers)+len(t.WhatsApp) == 0 {
		l.fail(n, "%s has no number: add numbers or whatsapp, or leave twilio out", council)
	}
	return t
}

func sid(pattern *regexp.Regexp, what, letters string) func(string) (string, error) {
	return func(s string) (string, error) {
		if !pattern.MatchString(s) {
			return "", fmt.Errorf("%q is not the id of %s: it is %s and 32 of 0-9 and a-f", s, what, letters)
		}
		return s, nil
	}
}

// numbersOf reads the numbers of one channel. Two councils must not share one:
// whose complaint would it be?
func (l *loader) numbersOf(council string, ch casework.Channel, to *[]string) func(*doc, *node) {
	return every(func(d *doc, n *node) {
		var number string
		value(&number, receiver)(d, n)
		if number == "" {
			return
		}
		key := string(casework.NewAddress(ch, number))
		if other, taken := l.taken[key]; taken {
			d.fail(n, "%s (%s) already belongs to %s: keep one", number, ch, other)
			return
		}
		l.taken[key] = council
		*to = append(*to, number)
	})
}

// receiver reads a number that people can write to. A sender may also be a name,
// and nobody can answer that.
func receiver(s string) (string, error) {
	if strings.ContainsFunc(s, unicode.IsLetter) {
		return "", fmt.Errorf("%q is a name: nobody can answer a text from it; write a number, like \"+447400000001\"", s)
	}
	return e164(s)
}

// e164 reads a telephone number in its international form. It need not be in
// use: the numbers set aside for films are right too.
func e164(s string) (string, error) {
	n, err := phonenumbers.Parse(s, "ZZ")
	if err != nil || !phonenumbers.IsPossibleNumber(n) || phonenumbers.Format(n, phonenumbers.E164) != s {
		return "", fmt.Errorf("%q is no telephone number: write it with + and its country, like \"+447400000001\"", s)
	}
	return s, nil
}
