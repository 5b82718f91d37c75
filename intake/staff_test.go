package intake_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/intake"
)

const (
	dee     = casework.Address("sms:+447700900001")
	deeMail = casework.Address("email:dee@town.example")
	ola     = casework.Address("email:Ola@Town.example")
)

func TestStaffAreKnownByTheirAddresses(t *testing.T) {
	t.Parallel()
	roster := intake.Roster{{Name: "Dee", Phone: "+447700900001", Email: "dee@town.example"}, {Name: "Ola", Email: "ola@town.example"}}
	for from, want := range map[casework.Address]string{
		dee: "Dee", deeMail: "Dee", ola: "Ola", "whatsapp:+447700900001": "Dee",
		zoe: "", "email:": "", "sms:": "", "sms:ola@town.example": "", "email:+447700900001": "",
	} {
		if s, ok := roster.Find(from); s.Name != want || ok != (want != "") {
			t.Errorf("%s is %q, want %q", from, s.Name, want)
		}
	}
}

func TestTheCodeAcknowledgesAnAlert(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		from  casework.Address
		text  string // CODE stands for the code
		acked bool
		note  bool
		reply bool
		task  bool
	}{
		{"the code alone", dee, " CODE\n", true, false, false, false},
		{"the code in a sentence", dee, "Got it (CODE), ringing now", true, true, false, false},
		{"after another number", dee, "9999CODE 9998 CODE", true, true, false, false},
		{"by WhatsApp", "whatsapp:+447700900001", "CODE", true, false, false, false},
		{"a wrong code", dee, "0000", false, false, true, true},
		{"within a longer number", dee, "+44CODE1", false, false, true, true},
		{"no code", dee, "ok", false, false, true, true},
		{"our own words, sent back by a machine", dee, "I am away. You wrote: press the button on https://x/ack/1, or text back CODE.", false, false, true, true},
		{"from somebody not on duty", ola, "CODE", false, false, false, true},
		{"from the child", "sms:+447700900101", "CODE", false, false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, engine(t), nil)
			h.text(zoe, "he hit me", start)
			h.pass(start)
			code := h.cases()[0].Alert.Code
			if code == "0000" {
				t.Fatal("the test has a wrong code that is right")
			}
			h.text(c.from, strings.ReplaceAll(c.text, "CODE", code), start.Add(time.Minute))
			h.pass(start.Add(time.Hour))
			h.checkStaff(c.acked, c.note, c.reply, c.task)
		})
	}
}

func (h *house) checkStaff(acked, note, reply, task bool) {
	h.t.Helper()
	cases := h.cases()
	if len(cases) != 1 {
		h.t.Fatalf("%d cases: staff opened one", len(cases))
	}
	if al := cases[0].Alert; al.Open() == acked || acked && (al.AcknowledgedBy != "Dee" || al.AcknowledgedAs != "code") {
		h.t.Errorf("the alert is %+v", al)
	}
	events, err := h.store.Log(h.t.Context(), town, cases[0].Reference)
	if err != nil {
		h.t.Fatal(err)
	}
	noted := false
	for _, e := range events {
		noted = noted || e.What == "noted"
	}
	out := h.entries()
	if noted != note || len(out["duty.unknown_code"]) > 0 != reply || len(out["officer.from_staff"]) > 0 != task || len(h.aside()) > 0 != task {
		h.t.Errorf("noted %v, set aside %v, outbox %v", noted, h.aside(), out)
	}
	if len(out["duty.acknowledged"]) > 0 != acked {
		h.t.Errorf("outbox %v", out)
	}
	h.quiet(start.Add(2 * time.Hour))
}

func TestTwoAlertsHaveTwoCodes(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.text(zoe, "he hit me", start)
	h.text(tariq, "she hit me", start)
	h.pass(start)
	first, second := h.cases()[0], h.cases()[1]
	if first.Alert.Code == second.Alert.Code {
		t.Fatal("two open alerts have the same code")
	}
	h.text(dee, second.Alert.Code+" and "+first.Alert.Code, start.Add(time.Minute))
	h.text(dee, first.Alert.Code, start.Add(time.Minute))
	h.pass(start.Add(time.Hour))
	for _, c := range h.cases() {
		if c.Alert.Open() {
			t.Errorf("the alert of %s is open still", c.Reference)
		}
	}
}

func TestOurOwnNumberIsNotAnswered(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.text(casework.NewAddress(casework.SMS, ours), "your message could not be delivered", start)
	h.pass(start.Add(time.Minute))
	if len(h.cases()) != 0 || len(h.entries()) != 0 || len(h.aside()) != 0 {
		t.Error("two machines would talk for ever")
	}
	if log := h.logs.String(); !strings.Contains(log, "our own numbers") || strings.Contains(log, ours) || strings.Contains(log, "delivered") {
		t.Errorf("logged %s", log)
	}
	h.quiet(start.Add(time.Minute))
}

// What passes through the worker is told to nobody through its logs.
func TestLogsTellNothing(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	marks := []string{"Zanzibar", "+447700900101", "7700900101", ours, "Dee"}
	for _, text := range []string{"Zanzibar is wrong", "Zanzibar hit me", "panic Zanzibar", "panic Zanzibar hit"} {
		h.text(zoe, text, start)
		h.text(casework.NewAddress(casework.SMS, ours), text, start)
		h.text(dee, text, start)
	}
	h.pass(start.Add(time.Minute))
	h.pass(start.Add(48 * time.Hour))
	log := h.logs.String()
	if !strings.Contains(log, "panicked") {
		t.Errorf("nothing was logged: %s", log)
	}
	if i := slices.IndexFunc(marks, func(m string) bool { return strings.Contains(log, m) }); i >= 0 {
		t.Errorf("the logs have %q: %s", marks[i], log)
	}
}
