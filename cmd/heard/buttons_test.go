package main

import (
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/configs"
	"heard/sandbox"
)

// press presses a button under the last WhatsApp message that has some, by its
// place, and returns what is answered.
func (s *street) press(from string, n int) []string {
	s.Helper()
	all := s.sandbox.Messages()
	at := -1
	for i, m := range all {
		if m.To == "whatsapp:"+from && len(m.Buttons) > 0 {
			at = i
		}
	}
	if at < 0 || n > len(all[at].Buttons) {
		s.Fatalf("there is no button %d", n)
	}
	return s.pressed(from, all[at].Buttons[n-1])
}

func (s *street) pressed(from string, b sandbox.Button) []string {
	s.Helper()
	s.seen = len(s.sandbox.Messages())
	s.clock.Set(s.clock.Now().Add(5 * time.Second))
	m := sandbox.Message{From: "whatsapp:" + from, To: "whatsapp:" + s.councils[0].numbers[0], Body: b.Text, ButtonText: b.Text, ButtonPayload: b.Payload}
	if status, err := s.sandbox.Inbound(s.Context(), m); err != nil || status != 200 {
		s.Fatalf("%q: answered %d, %v", b.Text, status, err)
	}
	if err := s.quiesce(s.Context()); err != nil {
		s.Fatal(err)
	}
	return s.texts("whatsapp:" + from)
}

// TestATalkOnWhatsAppByButtons is a whole talk in which every answer that has a
// button is pressed.
func TestATalkOnWhatsAppByButtons(t *testing.T) {
	t.Parallel()
	s := newStreetWith(t, true, "2027-01-11T16:00:00Z", "hampshire")
	s.write(tariq, "whatsapp", "my pa never rings me back")
	s.write(tariq, "whatsapp", "i want a new one")
	for _, n := range []int{1, 2, 3} { // an advocate, keep my number, at some times
		s.press(tariq, n)
	}
	s.write(tariq, "whatsapp", "not after 8")
	s.write(tariq, "whatsapp", "skip")
	said := s.press(tariq, 1)
	for _, m := range s.sandbox.Messages() {
		if len(m.Buttons) > 0 && (strings.Contains(m.Body, "1 ") || strings.Contains(m.Body, "\n")) {
			t.Errorf("beside its buttons it numbers its answers: %q", m.Body)
		}
	}
	v := s.theCase(casework.WhatsApp, tariq)
	if v.Advocate.Wanted != casework.Yes || v.SafeContact.Safe != casework.Sometimes || v.SafeContact.NotAfter != "20:00" {
		t.Errorf("advocate %+v, safe %+v", v.Advocate, v.SafeContact)
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, "Your number is "+v.Reference.Show()) {
		t.Errorf("the talk ends with %q", all)
	}
	// Pressed once more, long after: that it is not safe is heard at any time.
	said = s.pressed(tariq, sandbox.Button{Text: configs.Buttons["safe"][1], Payload: "safe2"})
	if v = s.theCase(casework.WhatsApp, tariq); v.SafeContact.Safe != casework.No {
		t.Errorf("%q, pressed late, is answered %q and leaves it %s", configs.Buttons["safe"][1], said, v.SafeContact.Safe)
	}
}

// TestEachButtonIsItsNumber has one talk press a button where another types the
// number of the same answer: both go on alike.
func TestEachButtonIsItsNumber(t *testing.T) {
	t.Parallel()
	before := map[string][]string{ // what brings a talk to the question
		"advocate": {"my pa never rings me back", "i want a new one"},
		"share":    {"my pa never rings me back", "i want a new one", "1"},
		"safe":     {"my pa never rings me back", "i want a new one", "2"},
		"readback": {"my pa never rings me back", "i want a new one", "2", "1", "skip"},
	}
	for question, texts := range before {
		t.Run(question, func(t *testing.T) {
			t.Parallel()
			for n, words := range configs.Buttons[question] {
				s := newStreetWith(t, true, "2027-01-11T16:00:00Z", "hampshire")
				for _, who := range []string{zoe, tariq} {
					for _, text := range texts {
						s.write(who, "whatsapp", text)
					}
				}
				pressed := s.press(zoe, n+1)
				s.seen = len(s.sandbox.Messages())
				s.write(tariq, "whatsapp", string(rune('1'+n)))
				typed := s.texts("whatsapp:" + tariq)
				mask := func(all []string) string { return references.ReplaceAllString(strings.Join(all, "\n"), "REF") }
				if mask(pressed) != mask(typed) || len(typed) == 0 {
					t.Errorf("%q is answered %q, and %d is answered %q", words, pressed, n+1, typed)
				}
				a, b := s.theCase(casework.WhatsApp, zoe), s.theCase(casework.WhatsApp, tariq)
				if a.Advocate != b.Advocate || a.SafeContact != b.SafeContact {
					t.Errorf("%q leaves %+v, %+v; %d leaves %+v, %+v", words, a.Advocate, a.SafeContact, n+1, b.Advocate, b.SafeContact)
				}
			}
		})
	}
}
