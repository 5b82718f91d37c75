package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
)

// TestAMailGoesAllTheWayOverRealServers lets a parent write, and write again
// while the service's connection is kicked, and while the server is started
// anew.
func TestAMailGoesAllTheWayOverRealServers(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.serve(t)
	o.write(dovecotParent, "one@heard.test", "Subject: DISGRACE!!!\r\n", "Nobody rings me back about my son. I want a manager, not a leaflet.")
	first := o.answers("dawn", "one@heard.test")[0]
	subject, _ := first.Header.Subject()
	if auto := first.Header.Get("Auto-Submitted"); auto != "auto-replied" || !strings.HasPrefix(subject, "We have your message [HAM") {
		t.Errorf("the answer is %q, %s", subject, auto)
	}
	for n, trouble := range []func(){
		func() { o.servers.Admin("kick", "complaints") },
		func() { o.servers.Stop(); o.servers.Run() },
	} {
		trouble()
		id := fmt.Sprintf("more-%d@heard.test", n)
		o.write(dovecotParent, id, "Subject: Re: DISGRACE!!!\r\n", "And another thing.")
		o.answers("dawn", id)
	}
	o.machines(first)
	v := o.theOnlyCase(dovecotParent)
	if v.Alert != nil {
		t.Errorf("a machine's words called for help: %+v", v.Alert)
	}
	said := 0
	for _, e := range v.Log {
		if e.What == "said" {
			said++
		}
	}
	if said != 3 || v.Outcome == "" {
		t.Errorf("%d mails are in the log of %+v", said, v)
	}
	ids := map[string]int{}
	for _, m := range o.box("dawn") {
		id, _ := m.Header.MessageID()
		ids[id]++
	}
	if len(ids) != 3 {
		t.Errorf("three mails were answered with %v", ids)
	}
}

// machines writes what machines write: an out-of-office note, which is filed,
// and the news that our answer was not delivered, which is an officer's task.
func (o *office) machines(answer *mail.Reader) {
	o.Helper()
	id, _ := answer.Header.MessageID()
	o.write(dovecotParent, "away@heard.test", "Subject: Out of office\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: <"+id+">\r\n", "I am away until Monday. Somebody hit my car.")
	const report = "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
	o.write("MAILER-DAEMON@heard.test", "bounce@heard.test", report, strings.Join([]string{
		"--b", "Content-Type: text/plain", "", "It could not be delivered.", "",
		"--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.heard.test", "",
		"Final-Recipient: rfc822; " + dovecotParent, "Action: failed", "Status: 5.1.1", "",
		"--b", "Content-Type: text/rfc822-headers", "", "Message-ID: <" + id + ">", "From: " + dovecotCouncil, "To: " + dovecotParent, "", "--b--",
	}, "\r\n"))
	wants := []string{"a machine wrote: auto-reply", "a machine wrote: bounce", "could not send mail.have (5.1.1)", "task: Case HAM", "The mail came back"}
	h, told := o.disk(), ""
	missing := func(want string) bool { return !strings.Contains(told, want) }
	for end := time.Now().Add(dovecotLimit); slices.ContainsFunc(wants, missing) && time.Now().Before(end); wait(o.Context(), 100*time.Millisecond) {
		told = ""
		for _, e := range o.theOnlyCase(dovecotParent).Log {
			told += e.Who + " " + e.What + "\n"
		}
		tasks, err := h.tasks(o.Context(), "hampshire")
		if err != nil {
			o.Fatal(err)
		}
		for _, task := range tasks {
			told += "task: " + task.Text + "\n"
		}
	}
	if slices.ContainsFunc(wants, missing) {
		o.Errorf("of %q something is missing in\n%s", wants, told)
	}
	wait(o.Context(), time.Second) // for answers that should not come
}
