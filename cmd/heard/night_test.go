package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
	"heard/notify"
	"heard/sandbox"
)

// calls are the calls to a phone, the oldest first.
func (s *street) calls(to string) (out []sandbox.Call) {
	for _, c := range s.sandbox.Calls() {
		if c.To == to {
			out = append(out, c)
		}
	}
	return out
}

// lines are what the log of a case says, as "14:05 who what".
func (v caseView) lines() (out []string) {
	for _, e := range v.Log {
		out = append(out, e.At.In(casework.London).Format("15:04 ")+e.Who+" "+e.What)
	}
	return out
}

func (s *street) logged(v caseView, part string) {
	s.Helper()
	if !slices.ContainsFunc(v.lines(), func(l string) bool { return strings.Contains(l, part) }) {
		s.Errorf("the log has no %q:\n%s", part, strings.Join(v.lines(), "\n"))
	}
}

const atNight = "+447700900177"

// TestTwoInTheMorning is the whole ladder: a child tells of danger at 02:05,
// the first two calls are not answered, the second contact presses 1, nobody
// says what came of it, it rings again, and an outcome ends it.
func TestTwoInTheMorning(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-12T02:00:00Z", "sefton")
	s.write(atNight, "sms", "my carer shouts all the time")
	s.write(atNight, "sms", "i want to move")
	s.wait(5 * time.Minute)
	for _, turn := range []struct {
		says string
		is   []string
	}{
		{"he hit me again hes drunk", []string{
			"Thank you for telling us. If you are in danger now, ring 999. Can't talk? On a mobile, press 55 when they ask.\nTo talk: Childline 0800 1111, or text SHOUT to 85258. Free.",
			"I am a computer. I am calling a person at the council now. They may need to tell others to keep you safe. This is not your fault."}},
		{"dont tell any1 pls", []string{"I can't keep this a secret. A person has to know so they can help. You can tell them what you want.\nIs it safe to text or ring you on this phone?\n1 yes\n2 no"}},
		{"2", []string{"OK. We will not text or ring this phone first. You can text me at any time. Wipe these texts if that helps.\nIs there a safe way to reach you? Or SKIP."}},
		{"school. miss Obi", []string{"Thank you. I am still ringing them. What you told us before is saved too. You do not have to do anything else."}},
	} {
		s.texts(atNight)
		s.write(atNight, "sms", turn.says)
		if diff := cmp.Diff(turn.is, s.texts(atNight)); diff != "" {
			t.Errorf("%q (-tone +this):\n%s", turn.says, diff)
		}
	}
	if mail := s.dutyMails("nights"); len(mail) != 1 || strings.Contains(mail[0].Text+mail[0].HTML+mail[0].Subject, "hit") {
		t.Errorf("the mails to duty are %+v", mail)
	}

	night := s.calls(nightPhone)
	if len(night) != 1 || strings.Contains(night[0].Words, "hit") || !strings.Contains(night[0].Words, "Case S E F, ") || !strings.Contains(night[0].Words, "press 1") {
		t.Fatalf("the duty phone has %+v", night)
	}
	if err := s.sandbox.Pick(night[0].SID, "no-answer"); err != nil {
		t.Fatal(err)
	}
	s.wait(15 * time.Minute)
	office := s.calls(officePhone)
	if len(office) != 1 {
		t.Fatalf("the second contact has %+v", office)
	}
	// A voicemail answers, and is no act.
	if err := s.sandbox.Pick(office[0].SID, "voicemail"); err != nil {
		t.Fatal(err)
	}
	s.wait(30 * time.Minute)
	if n := len(s.calls(nightPhone)); n != 2 {
		t.Fatalf("it came round %d times", n)
	}
	office = s.calls(officePhone)
	said, err := s.sandbox.Press(s.Context(), office[len(office)-1].SID, "1")
	if err != nil || !strings.Contains(said, "You have taken it") {
		t.Fatalf("said %q, %v", said, err)
	}
	if err := s.quiesce(s.Context()); err != nil {
		t.Fatal(err)
	}
	tries := len(s.sandbox.Calls())
	s.wait(59 * time.Minute)
	if n := len(s.sandbox.Calls()); n != tries {
		t.Errorf("it rang on after it was taken: %d calls, were %d", n, tries)
	}
	s.wait(2 * time.Minute)
	if n := len(s.sandbox.Calls()); n != tries+1 {
		t.Errorf("with no outcome after an hour: %d calls, were %d", n, tries)
	}
	v := s.theCase(casework.SMS, atNight)
	if err := s.sender.Act(s.Context(), s.councils[0].name, v.Reference, casework.DecideAlert{By: "Duty, nights", Outcome: casework.Police}); err != nil {
		t.Fatal(err)
	}
	tries = len(s.sandbox.Calls())
	s.wait(3 * time.Hour)
	if n := len(s.sandbox.Calls()); n != tries {
		t.Error("it rang after its outcome")
	}
	v = s.theCase(casework.SMS, atNight)
	for _, part := range []string{
		"heard heard danger: now", "heard sent danger.now", "sent duty.call to duty (Duty, nights) by call", "sent duty.call to duty (Duty, office hours) by call",
		"Duty, office hours acknowledged the alert by key", "no outcome was recorded in time by Duty, office hours", "recorded the outcome of the alert: police",
	} {
		s.logged(v, part)
	}
	if shown, err := json.Marshal(v); err != nil || strings.Contains(string(shown), `"code"`) || strings.Contains(string(shown), "/ack/") || strings.Contains(string(shown), "text back") {
		t.Errorf("whoever reads the case can take its alert: %s, %v", shown, err)
	}
}

// TestOnlyTheButtonOfThePageTakesIt opens the link, as machines do, and then
// presses the button.
func TestOnlyTheButtonOfThePageTakesIt(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-12T02:00:00Z", "sefton")
	s.write(atNight, "sms", "he hit me again hes drunk")
	link := s.link()
	if !s.open(link).open {
		t.Fatal("to look at the page was taken for an act")
	}
	res, err := http.PostForm(link, url.Values{"by": {""}})
	if err != nil || res.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("nobody took it: %v %v", res, err)
	}
	res.Body.Close()
	if res, err = http.PostForm(link, url.Values{"by": {"Nia"}}); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", res, err)
	}
	res.Body.Close()
	if s.open(link).open {
		t.Error("the button did not take it")
	}
	if res, err = http.Get(link[:len(link)-1] + "x"); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("a made-up link: %v %v", res, err)
	}
	res.Body.Close()
}

// link is the page on which the alert is taken, as the night phone has it.
func (s *street) link() string {
	s.Helper()
	for _, m := range s.sandbox.Messages() {
		if i := strings.Index(m.Body, "http"); m.To == nightPhone && i >= 0 {
			return strings.TrimRight(strings.Fields(m.Body[i:])[0], ".,")
		}
	}
	s.Fatal("the night phone has no link")
	return ""
}

type looked struct{ open bool }

// open gets a page and tells whether the alert still rings.
func (s *street) open(link string) looked {
	s.Helper()
	res, err := http.Get(link)
	if err != nil || res.StatusCode != http.StatusOK {
		s.Fatalf("%s: %v %v", link, res, err)
	}
	res.Body.Close()
	all, err := s.store.Alerts(s.Context(), s.councils[0].name)
	if err != nil || len(all) != 1 {
		s.Fatalf("%d alerts, %v", len(all), err)
	}
	return looked{all[0].Alert.Open()}
}

// TestTheProviderIsDownWhenAChildIsInDanger has no provider for ten minutes:
// the mail goes all the same, at once, and can be acted on; the calls follow as
// soon as there is a provider.
func TestTheProviderIsDownWhenAChildIsInDanger(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-12T02:00:00Z", "sefton")
	s.sandbox.Fail(1000, sandbox.ErrorLost)
	s.write(atNight, "sms", "he hit me again hes drunk")
	at := s.clock.Now()
	s.wait(10 * time.Minute)
	if n := len(s.sandbox.Calls()); n != 0 {
		t.Fatalf("%d calls through a provider that is down", n)
	}
	mail := s.dutyMails("nights")
	if len(mail) != 1 || !strings.Contains(mail[0].Text, "/ack/") || mail[0].At.After(at.Add(time.Second)) {
		t.Fatalf("with the provider down, the mails to duty are %+v", mail)
	}
	for _, open := range []string{mail[0].Subject, mail[0].HTML} {
		if strings.Contains(open, "hit") || strings.Contains(open, "drunk") {
			t.Errorf("a mail to duty tells what was said: %s", open)
		}
	}
	s.sandbox.Heal()
	s.wait(2 * time.Minute)
	if n := len(s.calls(nightPhone)); n == 0 {
		t.Error("nobody was called when the provider came back")
	}
}

// dutyMails are the mails to those on duty, by day or at nights.
func (s *street) dutyMails(when string) (out []sandbox.Mail) {
	for _, m := range s.sandbox.Mail.Mails() {
		if m.To[0] == "duty-"+when+"@"+s.councils[0].name+".example.org" {
			out = append(out, m)
		}
	}
	return out
}

// TestSilenceAfterAVoiceNoteRings: what cannot be heard is never counted as
// safe.
func TestSilenceAfterAVoiceNoteRings(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-16T23:40:00Z", "hampshire")
	send := func(from string, m sandbox.Message) {
		m.From, m.To = from, s.councils[0].numbers[0]
		if _, err := s.sandbox.Inbound(context.Background(), m); err != nil {
			t.Fatal(err)
		}
		s.clock.Set(s.clock.Now().Add(3 * time.Second))
		if err := s.quiesce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	voice := sandbox.Message{Media: []sandbox.Media{{ContentType: "audio/ogg", Data: []byte("OggS")}}}
	send(atNight, voice)
	s.listed("by 2027-01-18", "since Sat 16 Jan 23:40, asked if they are safe; duty is rung at 23:55")
	s.wait(14 * time.Minute)
	if n := len(s.sandbox.Calls()); n != 0 {
		t.Fatalf("%d calls before the time to answer was over", n)
	}
	s.wait(2 * time.Minute)
	if n := len(s.calls(nightPhone)); n != 1 {
		t.Errorf("%d calls after silence", n)
	}
	s.listed("since Sat 16 Jan 23:40, duty is being rung")
	send("+447700900178", voice)
	send("+447700900178", sandbox.Message{Body: "yes"})
	s.wait(time.Hour)
	if v := s.theCase(casework.SMS, "+447700900178"); v.Alert != nil || !v.Flagged("unheard") {
		t.Errorf("after yes: alert %+v, flags %v", v.Alert, v.Flags)
	}
}

// listed looks for what heard cases prints.
func (s *street) listed(parts ...string) {
	s.Helper()
	var out strings.Builder
	if err := (&casesCommand{}).council(s.Context(), &world{out: &out}, s.house, s.councils[0].name); err != nil {
		s.Fatal(err)
	}
	for _, part := range parts {
		if !strings.Contains(out.String(), part) {
			s.Errorf("heard cases lacks %q:\n%s", part, out.String())
		}
	}
}

// TestTheRotaIsTested rings everybody on it, and it is remembered.
func TestTheRotaIsTested(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-12T10:00:00Z", "sefton")
	c := s.councils[0]
	const manager = "+447700900803"
	c.officers = append(c.officers, notify.Official{Name: "Mo", Role: casework.Manager, Phone: manager})
	if found := s.checkRota(t.Context(), c); len(found) != 1 || !strings.Contains(found[0].text, "never tested") {
		t.Errorf("untested: %v", found)
	}
	if err := s.testRota(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := s.quiesce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, phone := range []string{officePhone, nightPhone, manager} {
		if n := len(s.calls(phone)); n != 1 {
			t.Errorf("%d calls to %s", n, phone)
		}
	}
	if found := s.checkRota(t.Context(), c); len(found) != 0 {
		t.Errorf("tested today: %v", found)
	}
	s.clock.Set(s.clock.Now().Add(31 * 24 * time.Hour))
	if found := s.checkRota(t.Context(), c); len(found) != 1 {
		t.Errorf("31 days later: %v", found)
	}
}
