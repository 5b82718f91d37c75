package configs

import (
	"fmt"
	"strings"

	"heard/casework"
)

// contact reads somebody people are told of, with the day somebody last made
// sure of it: a child who rings a number that is gone does not ring again.
func (d *doc) contact(p *casework.Procedure, key, n *node) {
	if !contactPattern.MatchString(key.text) {
		d.fail(key, "%q cannot name a contact: use small letters, digits and _", key.text)
		return
	}
	delete(p.Contacts, key.text)
	if n.text == none {
		return
	}
	var c casework.ContactPoint
	d.fields(n,
		must("name", text(&c.Name)),
		may("phone", value(&c.Phone, phone)), may("email", value(&c.Email, email)),
		may("web", text(&c.Web)), may("hours", text(&c.Hours)),
		must("checked_on", date(&c.CheckedOn)),
		must("source", text(&c.Source)),
	)
	p.Contacts[key.text] = c
}

// phone reads a number as people read it: digits in groups.
func phone(s string) (string, error) {
	if digits := strings.Trim(s, "+0123456789 "); digits != "" || len(s) < 4 {
		return "", fmt.Errorf("%q is no phone number: write digits and spaces, like 0800 1111", s)
	}
	return s, nil
}

func email(s string) (string, error) {
	if name, host, ok := strings.Cut(s, "@"); !ok || name == "" || host == "" || strings.ContainsAny(s, " <>,\r\n") {
		return "", fmt.Errorf("%q is no mail address: write it like team@council.gov.uk", s)
	}
	return s, nil
}
