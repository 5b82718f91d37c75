package sandbox_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"

	"heard/sandbox"
)

const (
	complaints = "complaints@hants.example"
	parent     = "parent@example.org"
	officerBox = "officer@hants.example"
)

var boxes = []sandbox.Mailbox{
	{Address: complaints, Password: "one", Title: "Hampshire", Kind: sandbox.CouncilMailbox},
	{Address: parent, Password: "two", Title: "Dawn", Kind: sandbox.ParentMailbox},
	{Address: officerBox, Password: "three", Title: "Officer", Kind: sandbox.OfficerMailbox},
}

func postOffice(t *testing.T) *sandbox.PostOffice {
	t.Helper()
	p, err := sandbox.OpenPostOffice(boxes, (&clock{at: time.Date(2027, 1, 13, 9, 0, 0, 0, time.UTC)}).Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// hand hands a mail in at the SMTP server, as a service does.
func hand(p *sandbox.PostOffice, user, password, from, raw string, to ...string) error {
	c, err := smtp.DialStartTLS(p.SMTP(), p.Trust())
	if err != nil {
		return err
	}
	defer c.Close()
	if user != "" {
		if err := c.Auth(sasl.NewPlainClient("", user, password)); err != nil {
			return err
		}
	}
	if err := c.SendMail(from, to, strings.NewReader(raw)); err != nil {
		return err
	}
	return c.Quit()
}

const answerMail = "From: Team <" + complaints + ">\r\nTo: " + parent + "\r\nSubject: =?utf-8?q?Z=C3=B6e?=\r\nMessage-ID: <a@hants.example>\r\n" +
	"In-Reply-To: <q@example.org>\r\nReferences: <o@example.org> <q@example.org>\r\nAuto-Submitted: auto-replied\r\n" +
	"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hello.</p>\r\n--b--\r\n"

func TestAMailHandedInLandsInItsMailbox(t *testing.T) {
	t.Parallel()
	p := postOffice(t)
	if err := hand(p, complaints, "one", complaints, answerMail, parent, "someone@elsewhere.example"); err != nil {
		t.Fatal(err)
	}
	if err := hand(p, complaints, "one", complaints, answerMail, "someone@elsewhere.example"); err != nil {
		t.Fatal(err)
	}
	got, all := p.MailsTo("Parent@Example.org"), p.Mails()
	if len(got) != 1 || len(all) != 2 || !all[1].Outside || got[0].Outside {
		t.Fatalf("%+v", all)
	}
	m := got[0]
	if m.Subject != "Zöe" || m.From != complaints || m.Name != "Team" || m.Text != "Hello." || m.HTML != "<p>Hello.</p>" ||
		m.MessageID != "a@hants.example" || m.InReplyTo != "q@example.org" || len(m.References) != 2 || m.Auto != "auto-replied" {
		t.Errorf("%+v", m)
	}
	if string(m.Raw) != answerMail || m.Header("to") != parent {
		t.Errorf("%q, to %q", m.Raw, m.Header("to"))
	}
}

func TestOnlyTheOwnerSendsFromAMailbox(t *testing.T) {
	t.Parallel()
	p := postOffice(t)
	for code, who := range map[int][3]string{
		530: {"", "", complaints}, 535: {complaints, "wrong", complaints}, 550: {parent, "two", complaints},
	} {
		err := hand(p, who[0], who[1], who[2], answerMail, parent)
		if s, ok := errors.AsType[*smtp.SMTPError](err); !ok || s.Code != code {
			t.Errorf("%d: %v", code, err)
		}
	}
	if len(p.Mails()) != 0 {
		t.Error("a mail got through")
	}
}

func TestHandingInGoesWrongAsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		f     sandbox.MailFailure
		code  int
		taken int
	}{
		"busy":         {sandbox.MailBusy, 451, 0},
		"no mailbox":   {sandbox.NoMailbox, 550, 0},
		"full":         {sandbox.MailboxFull, 552, 0},
		"blocked":      {sandbox.MailBlocked, 554, 0},
		"a bad login":  {sandbox.BadLogin, 535, 0},
		"a lying one":  {sandbox.MailFailure{At: sandbox.AtData, Code: 451, Taken: true}, 451, 1},
		"cut, lost":    {sandbox.MailCutLost, 0, 0},
		"cut, taken":   {sandbox.MailCutTaken, 0, 1},
		"no TLS":       {sandbox.TLSRefused, 0, 0},
		"a slow start": {sandbox.MailFailure{At: sandbox.AtSender, Slow: time.Millisecond, Code: 421}, 421, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := postOffice(t)
			p.Fail(1, c.f)
			err := hand(p, complaints, "one", complaints, answerMail, parent)
			s, answered := errors.AsType[*smtp.SMTPError](err)
			if err == nil || answered != (c.code != 0) || answered && s.Code != c.code {
				t.Errorf("got %v", err)
			}
			if len(p.Mails()) != c.taken || p.Failing() != 0 {
				t.Errorf("%d taken, %d still to fail", len(p.Mails()), p.Failing())
			}
			if err := hand(p, complaints, "one", complaints, answerMail, parent); err != nil {
				t.Errorf("the next: %v", err)
			}
		})
	}
	p := postOffice(t)
	p.Fail(3, sandbox.MailBusy)
	if p.Heal(); p.Failing() != 0 {
		t.Error("not healed")
	}
}

func TestAMailboxIsReadByIMAP(t *testing.T) {
	t.Parallel()
	p := postOffice(t)
	sent, err := p.Deliver(t.Context(), sandbox.Mail{
		From: parent, Name: "Dawn", To: []string{complaints}, Subject: "DISGRACE!!! £", Text: "Third time.",
		Attachments: []sandbox.Attachment{{Name: "a photo.png", ContentType: "image/png", Data: []byte("not really")}},
		InReplyTo:   "a@hants.example", References: []string{"q@example.org"},
	})
	if err != nil {
		t.Fatal(err)
	}
	news := make(chan uint32, 8)
	c, err := imapclient.DialInsecure(p.IMAP(), &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(d *imapclient.UnilateralDataMailbox) {
			if d.NumMessages != nil {
				news <- *d.NumMessages
			}
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(complaints, "wrong").Wait(); err == nil {
		t.Error("any password will do")
	}
	if err := c.Login(complaints, "one").Wait(); err != nil {
		t.Fatal(err)
	}
	if d, err := c.Select("INBOX", nil).Wait(); err != nil || d.NumMessages != 1 || d.UIDValidity == 0 {
		t.Fatalf("%+v, %v", d, err)
	}
	all, err := c.Fetch(imap.UIDSetNum(1), &imap.FetchOptions{InternalDate: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}}).Collect()
	if err != nil || len(all) != 1 {
		t.Fatalf("%d, %v", len(all), err)
	}
	raw := string(all[0].BodySection[0].Bytes)
	if !strings.HasPrefix(raw, "Return-Path: <"+parent+">\r\n") || !strings.HasSuffix(raw, string(sent.Raw)) || !all[0].InternalDate.Equal(sent.At) {
		t.Errorf("%s: %q", all[0].InternalDate, raw)
	}
	for _, part := range []string{"References: <q@example.org> <a@hants.example>", "Third time.", `filename="a photo.png"`} {
		if !strings.Contains(raw, part) {
			t.Errorf("no %q in %q", part, raw)
		}
	}
	idle, err := c.Idle()
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	if _, err := p.Deliver(t.Context(), sandbox.Mail{From: "x@elsewhere.example", To: []string{complaints}, Raw: []byte("Subject: raw\r\n\r\nHello")}); err != nil {
		t.Fatal(err)
	}
	select {
	case n := <-news:
		if n != 2 {
			t.Errorf("%d mails", n)
		}
	case <-time.After(10 * time.Second):
		t.Error("who idles is not told")
	}
	p.HangUp()
	select {
	case <-c.Closed():
	case <-time.After(10 * time.Second):
		t.Error("the line is not cut")
	}
}

func TestWhoeverWaitsForAMailGetsIt(t *testing.T) {
	t.Parallel()
	p := postOffice(t)
	got := make(chan sandbox.Mail)
	go func() {
		m, _ := p.Await(t.Context(), 0, func(m sandbox.Mail) bool { return m.Subject == "second" })
		got <- m
	}()
	for _, s := range []string{"first", "second"} {
		if _, err := p.Deliver(t.Context(), sandbox.Mail{From: parent, To: []string{complaints}, Subject: s}); err != nil {
			t.Fatal(err)
		}
	}
	if m := <-got; m.Seq != 2 || m.Text != "" {
		t.Errorf("%+v", m)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Await(ctx, 2, func(sandbox.Mail) bool { return true }); err == nil {
		t.Error("there is no third")
	}
}

func TestMailThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	p := postOffice(t)
	for _, m := range []sandbox.Mail{{From: parent}, {To: []string{complaints}}} {
		if _, err := p.Deliver(t.Context(), m); err == nil {
			t.Errorf("%+v was delivered", m)
		}
	}
	for want, alter := range map[string]func(*sandbox.Mailbox){
		"address":  func(m *sandbox.Mailbox) { m.Address = "Dawn <d@example.org>" },
		"password": func(m *sandbox.Mailbox) { m.Password = "" },
		"parent's": func(m *sandbox.Mailbox) { m.Kind = "child" },
		"twice":    func(m *sandbox.Mailbox) { m.Address = strings.ToUpper(complaints) },
	} {
		all := slices.Clone(boxes)
		alter(&all[1])
		if p, err := sandbox.OpenPostOffice(all, nil); err == nil || !strings.Contains(err.Error(), want) {
			p.Close()
			t.Errorf("%s: %v", want, err)
		}
	}
}

// What strangers write is shown as far as it can be read.
func FuzzRead(f *testing.F) {
	f.Add(answerMail)
	f.Add("Subject\r\nFrom: <<\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\n")
	f.Add("Content-Type: text/plain; charset=nope\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!")
	p, err := sandbox.OpenPostOffice(boxes, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(p.Close)
	f.Fuzz(func(t *testing.T, raw string) {
		m, err := p.Deliver(t.Context(), sandbox.Mail{From: parent, To: []string{"x@elsewhere.example"}, Raw: []byte(raw)})
		if err == nil && raw != "" && string(m.Raw) != raw {
			t.Error("it was changed")
		}
		_ = m.Header("Subject")
	})
}

func TestNoLineIsLeftOpen(t *testing.T) {
	before := goleak.IgnoreCurrent()
	p, err := sandbox.OpenPostOffice(boxes, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := imapclient.DialInsecure(p.IMAP(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Login(parent, "two").Wait(); err != nil {
		t.Fatal(err)
	}
	s, err := smtp.Dial(p.SMTP())
	if err != nil || s.Hello("x") != nil {
		t.Fatal(err)
	}
	p.Fail(1, sandbox.MailFailure{At: sandbox.AtData, Slow: time.Hour})
	slow := make(chan error)
	go func() { slow <- hand(p, complaints, "one", complaints, answerMail, parent) }()
	if _, err := p.Await(t.Context(), 0, func(sandbox.Mail) bool { return true }); err != nil {
		t.Fatal(err)
	}
	p.Close()
	if err := <-slow; err == nil || errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
	c.Close()
	s.Close()
	goleak.VerifyNone(t, before)
}

func TestWhoIdlesIsToldOfAMailThatCameJustBefore(t *testing.T) {
	t.Parallel()
	p := postOffice(t)
	news := make(chan struct{}, 8)
	c, err := imapclient.DialInsecure(p.IMAP(), &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) { news <- struct{}{} },
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(complaints, "one").Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Deliver(t.Context(), sandbox.Mail{From: parent, To: []string{complaints}, Text: "hello"}); err != nil {
		t.Fatal(err)
	}
	idle, err := c.Idle()
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-news:
	case <-time.After(20 * time.Second):
		t.Error("nobody told of it")
	}
	if err := errors.Join(idle.Close(), idle.Wait()); err != nil {
		t.Error(err)
	}
}
