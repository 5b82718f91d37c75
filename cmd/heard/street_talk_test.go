package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

const (
	zoe   = "+447700900101"
	tariq = "+447700900102"
)

// One child says in four messages what is wrong and, unasked, what should
// happen and that an advocate is wanted; another uses WhatsApp. Both skip the
// rest.
func TestTwoChildrenComplainEachInTheirWay(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-11T16:00:00Z", "hampshire") // a Monday
	s.write(zoe, "sms", "hello", "my sw never turns up n she blanks my txts", "i want a new one", "and can i have an advocate pls")
	s.write(zoe, "sms", "skip")
	s.write(zoe, "sms", "skip")
	for _, text := range []string{"my pa never rings me back", "skip", "skip"} {
		s.write(tariq, "whatsapp", text)
	}
	byText, byWhatsApp := s.theCase(casework.SMS, zoe), s.theCase(casework.WhatsApp, tariq)
	for name, v := range map[string]caseView{"by text": byText, "by WhatsApp": byWhatsApp} {
		if v.Kind != casework.Complaint || v.Stage != "1" || v.Complainant.Role != casework.Child || v.ContactedBy.Role != casework.Self {
			t.Errorf("%s: a %s at stage %s of %+v through %+v", name, v.Kind, v.Stage, v.Complainant, v.ContactedBy)
		}
		wanted := map[casework.StepName]string{"acknowledge": "2027-01-15", "stage1": "2027-01-25", "ombudsman": "2027-04-05"}
		if v.Advocate.Wanted == casework.Yes {
			wanted["advocate_referral"], wanted["advocate_contact"] = "2027-01-12", "2027-01-13"
		}
		if diff := cmp.Diff(wanted, v.dues()); diff != "" {
			t.Errorf("%s: dates (-want +got):\n%s", name, diff)
		}
	}
	if byText.Statement != "my sw never turns up n she blanks my txts" || byText.Outcome != "i want a new one" {
		t.Errorf("by text: %q wants %q", byText.Statement, byText.Outcome)
	}
	if a := byText.Advocate; a.Wanted != casework.Yes || a.Source != casework.Independent {
		t.Errorf("by text: advocate %+v", a)
	}
	if at := byText.ReceivedAt.Format(time.RFC3339); at != "2027-01-11T16:00:01Z" {
		t.Errorf("by text: the clock started at %s, not with the first message", at)
	}
	if byWhatsApp.Statement != "my pa never rings me back" || byWhatsApp.Advocate.Wanted != casework.Unasked {
		t.Errorf("by WhatsApp: %q, advocate %+v", byWhatsApp.Statement, byWhatsApp.Advocate)
	}
	s.hasReceipt(zoe, byText)
	s.hasReceipt("whatsapp:"+tariq, byWhatsApp)
}

// hasReceipt sees that the last text to somebody tells the reference and the
// dates of their case, and no other text the reference.
func (s *street) hasReceipt(to string, v caseView) {
	s.Helper()
	s.seen = 0
	texts := s.texts(to)
	last := texts[len(texts)-1]
	for _, want := range []string{"Your number is " + v.Reference.Show(), "by Fri 15 Jan", "by Mon 25 Jan"} {
		if !strings.Contains(last, want) {
			s.Errorf("%s: the receipt has no %q: %q", to, want, last)
		}
	}
	if all := strings.Join(texts, "\n"); strings.Count(all, v.Reference.Show()) != 1 {
		s.Errorf("%s: the reference is not told once:\n%s", to, all)
	}
}

// The office closes at 17:00; whoever is on duty at night is rung.
func TestDangerRingsTheDutyPhoneUntilItsCodeComesBack(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-11T21:00:00Z", "hampshire")
	s.write(zoe, "sms", "my carer shouts all the time")
	s.texts(zoe)
	s.write(zoe, "sms", "he hit me again")
	v := s.theCase(casework.SMS, zoe)
	alerts := s.texts(nightPhone)
	if len(alerts) != 1 || !strings.Contains(alerts[0], v.Reference.Show()) || v.Alert == nil {
		t.Fatalf("the duty phone was told %q", alerts)
	}
	if strings.Contains(alerts[0], "hit me") || strings.Contains(alerts[0], zoe) {
		t.Errorf("an alert quotes nobody: %q", alerts[0])
	}
	repeat := s.councils[0].rules.Procedure.Alert.Repeat
	if repeat != 15*time.Minute {
		t.Errorf("alerts are repeated every %s", repeat)
	}
	for n := range 4 {
		s.wait(repeat - time.Second)
		to := []string{officePhone, nightPhone}[n%2] // round the rota
		if early := s.texts(to); len(early) > 0 {
			t.Errorf("repeat %d came early: %q", n+1, early)
		}
		s.wait(time.Second)
		if again := s.texts(to); !cmp.Equal(again, alerts) {
			t.Errorf("repeat %d: %q, want %q", n+1, again, alerts)
		}
	}
	s.write(nightPhone, "sms", "ok")
	if said := s.texts(nightPhone); len(said) != 1 || !strings.Contains(said[0], "that code is not right") {
		t.Errorf("\"ok\" was answered %q", said)
	}
	s.write(nightPhone, "sms", codes.FindStringSubmatch(alerts[0])[1])
	if said := s.texts(nightPhone); len(said) != 1 || !strings.Contains(said[0], "has taken case "+v.Reference.Show()) {
		t.Errorf("the code was answered %q", said)
	}
	if err := s.sender.Act(s.Context(), s.councils[0].name, v.Reference, casework.DecideAlert{By: "D", Outcome: casework.SpokeToChild}); err != nil {
		t.Fatal(err)
	}
	s.wait(8 * time.Hour)
	if more := s.texts(nightPhone); len(more) > 0 {
		t.Errorf("it was not over: %q", more)
	}
	v = s.theCase(casework.SMS, zoe)
	if v.Alert.Open() || v.Alert.AcknowledgedBy != "Duty, nights" || v.Alert.Tries != 5 {
		t.Errorf("the alert is %+v", v.Alert)
	}
}
