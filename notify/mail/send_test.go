package mail_test

import (
	"crypto/tls"
	"net/url"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"heard/notify"
	"heard/notify/mail"
)

func TestAMailIsSentEncrypted(t *testing.T) {
	t.Parallel()
	for name, alter := range map[string]func(*server, *smtp.Server){
		"with PLAIN": func(*server, *smtp.Server) {},
		"with LOGIN": func(s *server, _ *smtp.Server) { s.mechanisms = []string{sasl.Login} },
	} {
		for _, scheme := range []string{"smtp", "smtps", "plain"} {
			t.Run(scheme+" "+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, scheme, alter)
				id, err := provider(t, scheme, s.address, s.trust).Send(t.Context(), text())
				if err != nil || id != part+"@hants.example" {
					t.Fatalf("%q, %v", id, err)
				}
				got := s.got()
				if len(got) != 1 || got[0].from != from || got[0].to != "dawn@example.org" {
					t.Fatalf("got %+v", got)
				}
				if o := got[0].options; o.Return != smtp.DSNReturnHeaders || o.EnvelopeID != part {
					t.Errorf("envelope: %+v", o)
				}
				if !s.heard("AUTH") {
					t.Error("nobody logged in")
				}
			})
		}
	}
}

func TestWithoutAUserNobodyLogsIn(t *testing.T) {
	t.Parallel()
	s := serve(t, "smtp")
	p := provider(t, "smtp", s.address, s.trust, func(o *mail.Options) { o.SMTP.User, o.Password = nil, "" })
	if _, err := p.Send(t.Context(), text()); err != nil || s.heard("AUTH") {
		t.Errorf("%v, logged in: %v", err, s.heard("AUTH"))
	}
}

func TestNothingFallsBackToNoEncryption(t *testing.T) {
	t.Parallel()
	_, strangers := certificate(t)
	old := func(_ *server, x *smtp.Server) { x.TLSConfig.MaxVersion = tls.VersionTLS11 }
	for name, c := range map[string]struct {
		serve, dial string
		alter       func(*server, *smtp.Server)
		trust       *tls.Config
	}{
		"a server without STARTTLS":       {serve: "plain", dial: "smtp"},
		"an unknown certificate":          {serve: "smtp", dial: "smtp", trust: strangers},
		"an unknown certificate at once":  {serve: "smtps", dial: "smtps", trust: strangers},
		"an old TLS":                      {serve: "smtp", dial: "smtp", alter: old},
		"an old TLS at once":              {serve: "smtps", dial: "smtps", alter: old},
		"smtps where nobody encrypts":     {serve: "plain", dial: "smtps"},
		"a certificate of another's name": {serve: "smtp", dial: "smtp", trust: &tls.Config{ServerName: "other.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.alter == nil {
				c.alter = func(*server, *smtp.Server) {}
			}
			s := serve(t, c.serve, c.alter)
			trust := s.trust
			if c.trust != nil {
				trust = c.trust
				if trust.RootCAs == nil {
					trust.RootCAs = s.trust.RootCAs
				}
			}
			e := failure(t, provider(t, c.dial, s.address, trust), text())
			if e.Code != "no_tls" || !e.Temporary || !e.Operator || e.Unknown || !strings.Contains(e.Hint, "encrypt") {
				t.Errorf("%+v", e)
			}
			if s.heard("AUTH") || s.heard("MAIL") {
				t.Errorf("it was told %v", s.says)
			}
		})
	}
}

// no is a refusal.
func no(code int, enhanced ...int) *smtp.SMTPError {
	e := &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: "dawn@example.org says no"}
	if len(enhanced) == 3 {
		e.EnhancedCode = smtp.EnhancedCode(enhanced)
	}
	return e
}

func TestARefusalIsUnderstood(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		command   string
		no        *smtp.SMTPError
		code      string
		temporary bool
		operator  bool
		hint      string
	}{
		{"EHLO", no(421, 4, 3, 2), "421 4.3.2", true, false, "busy"},
		{"EHLO", no(554), "554", true, true, "refuses us"},
		{"AUTH", no(535, 5, 7, 8), "535 5.7.8", true, true, "refuses us"},
		{"AUTH", no(454, 4, 7, 0), "454 4.7.0", true, false, "busy"},
		{"MAIL", no(550, 5, 7, 1), "550 5.7.1", true, true, "refuses us"},
		{"MAIL", no(451, 4, 3, 0), "451 4.3.0", true, false, "busy"},
		{"RCPT", no(450, 4, 2, 1), "450 4.2.1", true, false, "busy"},
		{"RCPT", no(452, 4, 2, 2), "452 4.2.2", true, false, "busy"},
		{"RCPT", no(530, 5, 7, 0), "530 5.7.0", true, true, "refuses us"},
		{"RCPT", no(550, 5, 1, 1), "550 5.1.1", false, false, "no such email address"},
		{"RCPT", no(551, 5, 1, 6), "551 5.1.6", false, false, "moved"},
		{"RCPT", no(552, 5, 2, 2), "552 5.2.2", false, false, "full"},
		{"RCPT", no(550, 5, 2, 2), "550 5.2.2", false, false, "full"},
		{"RCPT", no(554, 5, 7, 1), "554 5.7.1", false, false, "blocked"},
		{"RCPT", no(556, 5, 1, 10), "556 5.1.10", false, false, "no such email address"},
		{"RCPT", no(555, 5, 5, 4), "555 5.5.4", false, false, "refused the email"},
		{"DATA", no(451, 4, 7, 1), "451 4.7.1", true, false, "busy"},
		{"DATA", no(552, 5, 3, 4), "552 5.3.4", false, false, "would not take"},
		{"DATA", no(554, 5, 7, 1), "554 5.7.1", false, false, "blocked"},
		{"DATA", no(550, 5, 7, 26), "550 5.7.26", false, false, "blocked"},
	} {
		t.Run(c.command+" "+c.code, func(t *testing.T) {
			t.Parallel()
			s := serve(t, "smtp", func(s *server, _ *smtp.Server) { s.no[c.command] = c.no })
			e := failure(t, provider(t, "smtp", s.address, s.trust), text())
			want := notify.SendError{Temporary: c.temporary, Operator: c.operator, Code: e.Code, Hint: e.Hint}
			if !strings.HasPrefix(c.code, e.Code) || *e != want || !strings.Contains(e.Hint, c.hint) {
				t.Errorf("got %+v (%v), want %s, %q", e, e.Err, c.code, c.hint)
			}
			if strings.Contains(e.Error(), "dawn") {
				t.Errorf("%v names somebody", e)
			}
		})
	}
}

func TestABouncesCodeIsExplained(t *testing.T) {
	t.Parallel()
	p := provider(t, "plain", "127.0.0.1:1", nil)
	for code, hint := range map[string]string{"5.1.1": "no such", "5.2.2": "full", "550": "no such", "5.7.509": "blocked", "5.9.9": "refused", "": "refused"} {
		if e := p.Explain(code); e.Code != code || !strings.Contains(e.Hint, hint) {
			t.Errorf("%s: %+v", code, e)
		}
	}
}

func TestWhatCannotBeAMailIsNotTried(t *testing.T) {
	t.Parallel()
	s := serve(t, "smtp")
	p := provider(t, "smtp", s.address, s.trust)
	for name, c := range map[string]struct {
		alter func(*notify.Text)
		code  string
	}{
		"no address":            {func(x *notify.Text) { x.To = "email:dawn" }, "bad_address"},
		"two":                   {func(x *notify.Text) { x.To = "email:dawn@example.org,eve@example.org" }, "bad_address"},
		"one with a name":       {func(x *notify.Text) { x.To = "email:Dawn <dawn@example.org>" }, "bad_address"},
		"a line more":           {func(x *notify.Text) { x.To = "email:dawn@example.org\r\nBcc: eve@example.org" }, "bad_address"},
		"no subject":            {func(x *notify.Text) { x.Subject = " " }, "bad_mail"},
		"a subject and a line":  {func(x *notify.Text) { x.Subject = "Hello\r\nBcc: eve@example.org" }, "bad_mail"},
		"a part of two words":   {func(x *notify.Text) { x.Part = "one two" }, "bad_mail"},
		"letters not of ASCII":  {func(x *notify.Text) { x.To = "email:zoë@example.org" }, "not_ascii"},
		"no name for the part":  {func(x *notify.Text) { x.Part = "a\r\nb" }, "bad_mail"},
		"a number, not a mail":  {func(x *notify.Text) { x.To = "sms:+447700900123" }, "bad_address"},
		"an address with a gap": {func(x *notify.Text) { x.To = `email:"da wn"@example.org` }, "bad_address"},
	} {
		x := text()
		c.alter(&x)
		if e := failure(t, p, x); e.Code != c.code || e.Temporary != (c.code == "bad_mail") || e.Hint == "" {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if s.heard("RCPT") {
		t.Errorf("the server was told %v", s.says)
	}
}

func TestOptionsThatCannotWorkAreRefused(t *testing.T) {
	t.Parallel()
	for want, alter := range map[string]func(*mail.Options){
		"needs its server":      func(o *mail.Options) { o.SMTP = nil },
		"smtps://user@host":     func(o *mail.Options) { o.SMTP.Scheme = "http" },
		"does not belong":       func(o *mail.Options) { o.SMTP.User = url.UserPassword("me", "x") },
		"one is missing":        func(o *mail.Options) { o.Password = "" },
		"belong together":       func(o *mail.Options) { o.SMTP.User = nil },
		"no address":            func(o *mail.Options) { o.From = "complaints" },
		"the name of From":      func(o *mail.Options) { o.Name = "A\nB" },
		"on this machine":       func(o *mail.Options) { o.TLS, o.SMTP.Host = mail.Off, "mx.hants.example:25" },
		"do not turn TLS off":   func(o *mail.Options) { o.TLS, o.SMTP.Scheme = mail.Off, "smtps" },
		"required or off":       func(o *mail.Options) { o.TLS = "maybe" },
		"the mail server's use": func(o *mail.Options) { o.HeloName = "x\r\nMAIL" },
	} {
		o := mail.Options{SMTP: &url.URL{Scheme: "smtp", User: url.User("me"), Host: "127.0.0.1:25"}, Password: "x", From: from}
		alter(&o)
		if _, err := mail.New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
