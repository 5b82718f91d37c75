package configs

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// This file reads addresses of machines.

// hostPort reads host:port; the port may be 0.
func hostPort(s string) (string, error) {
	_, port, err := net.SplitHostPort(s)
	if _, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil {
		return "", fmt.Errorf("%q is no address: write it as host:port, like 127.0.0.1:8080", s)
	}
	return s, nil
}

// baseURL reads what the world calls us. Twilio signs it with a path of ours
// behind it, so it must be written just so.
func baseURL(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Path+u.RawQuery+u.Fragment != "" {
		return "", fmt.Errorf("%q is not a base address: write http(s)://host without a path and without / at its end", s)
	}
	return s, nil
}

// apiURL is baseURL, encrypted unless it stays on this machine.
func apiURL(s string) (string, error) {
	s, err := baseURL(s)
	if err != nil {
		return "", err
	}
	if u, _ := url.Parse(s); u.Scheme == "http" && !loopback(u.Hostname()) {
		return "", fmt.Errorf("%q would send people's words in the clear: write https", s)
	}
	return s, nil
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// mail reads a council's mailbox, of which no other council may read.
func (l *loader) mail(council string, n *node) *Mail {
	m := &Mail{}
	l.fields(n,
		must("imap", every(func(d *doc, n *node) {
			var u *url.URL
			value(&u, mailURL("imaps://me@host:993/INBOX", "imaps", "imap"))(d, n)
			if u == nil {
				return
			}
			if other, taken := l.taken[u.String()]; taken {
				d.fail(n, "%s is already read for %s: keep one", u, other)
				return
			}
			l.taken[u.String()] = council
			m.IMAP = append(m.IMAP, u)
		})),
		must("smtp", value(&m.SMTP, mailURL("smtp://me@host:587", "smtp", "smtps"))),
		must("from", value(&m.From, mailFrom)),
	)
	return m
}

// mailURL reads the address of a mail server. Plain imap is for this machine
// alone; a password has no place in it.
func mailURL(example string, schemes ...string) func(string) (*url.URL, error) {
	return func(s string) (*url.URL, error) {
		u, err := url.Parse(s)
		if err != nil || u.Hostname() == "" || u.RawQuery+u.Fragment != "" || u.Scheme != schemes[0] && u.Scheme != schemes[1] {
			// not quoted: it may hold a password
			return nil, fmt.Errorf("this is no address of a mail server: write it like %s", example)
		}
		if _, has := u.User.Password(); has {
			return nil, fmt.Errorf("there is a password in this address: take it out and set HEARD_MAIL_PASSWORD_ and the council's name")
		}
		if u.Scheme == "imap" && !loopback(u.Hostname()) {
			return nil, fmt.Errorf("%q would read mail in the clear: write imaps", s)
		}
		return u, nil
	}
}

func mailFrom(s string) (string, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || strings.ContainsAny(s, "\r\n") {
		return "", fmt.Errorf("%q is no mail address: write it like complaints@council.gov.uk", s)
	}
	return a.Address, nil
}
