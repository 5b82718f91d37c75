package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"heard/casework"
	"heard/intake/twilio"
	"heard/store"
)

// list is a provider's list, newest first, that may break off.
type list struct {
	messages []twilio.Listed
	breaks   int // how often it still breaks off after its first message
	asked    []casework.Address
	noFiles  bool
}

func (l *list) read(_ context.Context, to casework.Address, since time.Time) iter.Seq2[twilio.Listed, error] {
	return func(yield func(twilio.Listed, error) bool) {
		l.asked = append(l.asked, to)
		if to != "sms:+447400000001" {
			return
		}
		for i, m := range l.messages {
			if i == 1 && l.breaks > 0 {
				l.breaks--
				yield(twilio.Listed{}, errors.New("cut"))
				return
			}
			if !m.At.Before(since) && !yield(m, nil) {
				return
			}
		}
	}
}

func (l *list) files(_ context.Context, message string) ([]twilio.Attached, error) {
	if l.noFiles {
		return nil, errors.New("away")
	}
	return []twilio.Attached{{URL: "https://api.twilio.com/" + message, Type: "audio/ogg; codecs=opus"}}, nil
}

func reconciler(t *testing.T, s twilio.Receiver, l *list) *twilio.Reconciler {
	t.Helper()
	r, err := twilio.NewReconciler(twilio.Reconciling{
		Store: s, Name: "town", List: l.read, Files: l.files,
		Council: twilio.Council{Account: "AC1", Numbers: []string{"+447400000001"}, WhatsApp: []string{"+447400000002"}},
		Urgent:  func(text string) bool { return text == "he hit me" },
		Now:     func() time.Time { return noon },
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func pass(t *testing.T, r *twilio.Reconciler) int {
	t.Helper()
	n, err := r.Pass(t.Context(), noon)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhatTheWebhooksMissedIsTakenInAsItWasWritten(t *testing.T) {
	t.Parallel()
	var s inbox
	l := &list{}
	for i := range 5 { // newest first
		l.messages = append(l.messages, twilio.Listed{ID: fmt.Sprint("SM", 5-i), From: "+447700900001", Body: fmt.Sprint(5 - i), At: noon.Add(-time.Duration(i+1) * time.Hour)})
	}
	l.messages[0].Body, l.messages[1].Media = "he hit me", 1
	r := reconciler(t, &s, l)
	if n := pass(t, r); n != 5 || len(s.got) != 5 {
		t.Fatalf("%d of 5 were found, %d kept", n, len(s.got))
	}
	for i, in := range s.got {
		want := store.Inbound{Council: "town", From: "sms:+447700900001", To: "+447400000001", Account: "AC1", Provider: fmt.Sprint("SM", i+1)}
		if in.Council != want.Council || in.From != want.From || in.To != want.To || in.Account != want.Account || in.Provider != want.Provider {
			t.Errorf("message %d came as %+v", i+1, in)
		}
		if at := noon.Add(-time.Duration(5-i) * time.Hour); !in.At.Equal(at) {
			t.Errorf("message %d bears %s, and the provider had it at %s", i+1, in.At, at)
		}
	}
	if !s.got[4].Urgent || s.got[0].Urgent {
		t.Error("danger was not marked, or where there is none")
	}
	if f := s.got[3].Files; len(f) != 1 || f[0].Name != "voice note" || f[0].Type != "audio/ogg" || f[0].Source != "https://api.twilio.com/SM4" {
		t.Errorf("its voice note came as %+v", f)
	}
	if n := pass(t, r); n != 0 || len(s.got) != 5 {
		t.Errorf("read again, %d more were found", n)
	}
	if len(l.asked) != 4 || l.asked[1] != "whatsapp:+447400000002" {
		t.Errorf("asked for %v", l.asked)
	}
}

func TestWhatAWebhookBroughtIsNotTakenInAgain(t *testing.T) {
	t.Parallel()
	s := inbox{got: []store.Inbound{{Provider: "SM1"}}}
	l := &list{messages: []twilio.Listed{{ID: "SM1", From: "+447700900001", Body: "hello", At: noon}}}
	if n := pass(t, reconciler(t, &s, l)); n != 0 || len(s.got) != 1 {
		t.Errorf("%d were found, %d kept", n, len(s.got))
	}
}

func TestAListThatBreaksOffWaitsForItsOldestFirst(t *testing.T) {
	t.Parallel()
	var s inbox
	l := &list{breaks: 1, messages: []twilio.Listed{
		{ID: "SM2", From: "+447700900001", Body: "two", At: noon.Add(-time.Hour)},
		{ID: "SM1", From: "+447700900001", Body: "one", At: noon.Add(-2 * time.Hour)},
	}}
	r := reconciler(t, &s, l)
	if _, err := r.Pass(t.Context(), noon); err == nil || len(s.got) != 0 {
		t.Fatalf("half a list was taken in: %d, %v", len(s.got), err)
	}
	if n := pass(t, r); n != 2 || s.got[0].Text != "one" {
		t.Errorf("%d were found: %+v", n, s.got)
	}
}

func TestAListThatAlwaysBreaksOffIsTakenInAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	var s inbox
	l := &list{breaks: 9, messages: []twilio.Listed{
		{ID: "SM2", From: "+447700900001", Body: "two", At: noon.Add(-time.Hour)},
		{ID: "SM1", From: "+447700900001", Body: "one", At: noon.Add(-2 * time.Hour)},
	}}
	r := reconciler(t, &s, l)
	for range 3 {
		if _, err := r.Pass(t.Context(), noon); err == nil {
			t.Fatal("nobody was told")
		}
	}
	if len(s.got) != 1 || s.got[0].Text != "two" {
		t.Errorf("kept: %+v", s.got)
	}
}

// A store that was replaced by its replica may have lost its last moments.
func TestAStoreThatHasGoneBackIsToldAgain(t *testing.T) {
	t.Parallel()
	var s inbox
	l := &list{messages: []twilio.Listed{
		{ID: "SM2", From: "+447700900001", At: noon.Add(-time.Minute)},
		{ID: "SM1", From: "+447700900001", At: noon.Add(-time.Hour)}, // missed an hour ago, found now
	}}
	r := reconciler(t, &s, l)
	pass(t, r)
	pass(t, r)
	s.got = s.got[:1]
	if n := pass(t, r); n != 1 || len(s.got) != 2 {
		t.Errorf("%d of 1 were found again, %d kept", n, len(s.got))
	}
	r = reconciler(t, &s, l)
	s.got = nil
	pass(t, r)
	s.got = nil
	if n := pass(t, r); n != 2 {
		t.Errorf("%d of 2 that were just found were found again", n)
	}
}

func TestAStoreThatIsAwayLosesNothingOfTheList(t *testing.T) {
	t.Parallel()
	s := inbox{fail: errors.New("away")}
	l := &list{noFiles: true, messages: []twilio.Listed{{ID: "SM1", From: "whatsapp:+447700900001", Media: 1, At: noon.Add(time.Hour)}}}
	r := reconciler(t, &s, l)
	if _, err := r.Pass(t.Context(), noon); err == nil {
		t.Fatal("nobody was told that the store is away")
	}
	s.fail = nil
	if n := pass(t, r); n != 1 || s.got[0].From != "whatsapp:+447700900001" || !s.got[0].At.Equal(noon) {
		t.Errorf("%d were found: %+v", n, s.got)
	}
	if f := s.got[0].Files; len(f) != 1 || f[0].Source != "twilio:SM1/0" {
		t.Errorf("files that could not be listed came as %+v", f)
	}
}
