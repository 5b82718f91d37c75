package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"heard/sandbox"
)

func TestAMailFromThePageAndItsAnswer(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	write := `{"from":"` + parent + `","to":"` + complaints + `","subject":"DISGRACE!!!","text":"Third time.","attachments":["picture","voice","letter"]}`
	if res, got := ask(t, "POST", s.URL+"/sandbox/mail", write); res.StatusCode != 204 {
		t.Fatalf("%d %s", res.StatusCode, got)
	}
	question := s.Mail.MailsTo(complaints)[0]
	if question.Subject != "DISGRACE!!!" || len(question.Attachments) != 3 || question.Attachments[0].Name != "photo.png" || !strings.HasSuffix(question.MessageID, "@example.org") {
		t.Fatalf("%+v", question)
	}
	if err := hand(s.Mail, complaints, "one", complaints, answerMail, parent); err != nil {
		t.Fatal(err)
	}
	reply := `{"from":"` + parent + `","to":"` + complaints + `","subject":"Re: Zöe","text":"1. Yes\n","reply":2}`
	if res, got := ask(t, "POST", s.URL+"/sandbox/mail", reply); res.StatusCode != 204 {
		t.Fatalf("%d %s", res.StatusCode, got)
	}
	last := s.Mail.Mails()[2]
	if last.InReplyTo != "a@hants.example" || len(last.References) != 3 || !strings.HasPrefix(last.Text, "1. Yes\n\nOn ") ||
		!strings.HasSuffix(last.Text, "Team <complaints@hants.example> wrote:\n> Hello.\n") {
		t.Errorf("%+v", last)
	}
	var state struct{ Mails []sandbox.Mail }
	_, body := ask(t, "GET", s.URL+"/sandbox/state", "")
	if err := json.Unmarshal([]byte(body), &state); err != nil || len(state.Mails) != 3 || !state.Mails[1].Handed || !state.Mails[1].HasHTML {
		t.Errorf("%v in %s", err, body)
	}
}

func TestALetterRunsNothingAndLoadsNothing(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	evil := sandbox.Mail{
		From: parent, To: []string{officerBox}, Text: "x", HTML: `<script>alert(1)</script><img src="https://evil.example/x">`,
		Attachments: []sandbox.Attachment{{Name: `a"b.html`, ContentType: "text/html", Data: []byte("<script>")}},
	}
	if _, err := s.Mail.Deliver(t.Context(), evil); err != nil {
		t.Fatal(err)
	}
	res, got := ask(t, "GET", s.URL+"/sandbox/mail/1/page", "")
	policy := res.Header.Values("Content-Security-Policy")
	if len(policy) != 1 || !strings.Contains(policy[0], "default-src 'none'") || !strings.Contains(policy[0], "sandbox;") || strings.Contains(policy[0], "img-src") || !strings.Contains(got, "<script>") {
		t.Errorf("%q: %s", policy, got)
	}
	res, got = ask(t, "GET", s.URL+"/sandbox/mail/1/files/0", "")
	if res.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") || got != "<script>" {
		t.Errorf("%v %s", res.Header, got)
	}
	for _, at := range []string{"/sandbox/mail/2/page", "/sandbox/mail/0/page", "/sandbox/mail/x/page", "/sandbox/mail/1/files/1", "/sandbox/mail/1/files/-1", "/sandbox/mail/2/files/0"} {
		if res, _ := ask(t, "GET", s.URL+at, ""); res.StatusCode != 404 {
			t.Errorf("%s: %d", at, res.StatusCode)
		}
	}
}

func TestThePageSendsOnlyWhatItsPeopleCan(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, body := range []string{
		`{"from":"eve@elsewhere.example","to":"` + complaints + `","text":"x"}`,
		`{"from":"` + parent + `","to":"` + complaints + `","attachments":["/etc/passwd"]}`, `{`,
	} {
		if res, _ := ask(t, "POST", s.URL+"/sandbox/mail", body); res.StatusCode != 400 {
			t.Errorf("%s: %d", body, res.StatusCode)
		}
	}
	none := open(t, func(o *sandbox.Options) { o.Mail = nil })
	_, html := ask(t, "GET", none.URL+"/", "")
	if res, _ := ask(t, "POST", none.URL+"/sandbox/mail", `{}`); res.StatusCode == 204 || none.Mail != nil || strings.Contains(html, "mailbox") {
		t.Errorf("without mailboxes: %d", res.StatusCode)
	}
	if _, err := sandbox.Start(sandbox.Options{Mail: []sandbox.Mailbox{{Address: "x"}}}); err == nil {
		t.Error("a mailbox that is none")
	}
}
