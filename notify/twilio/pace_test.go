package twilio_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/notify/twilio"
)

// TestANumberHasSoManySlotsInASecond asks for one slot after another at one
// moment. Two parts a second, and five seconds' worth at once.
func TestANumberHasSoManySlotsInASecond(t *testing.T) {
	t.Parallel()
	p, err := twilio.New(twilio.Options{Account: account, Token: token, PerSecond: 2})
	if err != nil {
		t.Fatal(err)
	}
	other, whatsApp, danger := text("hi"), text("hi"), text("hi")
	other.From = "sms:+447400000002"
	whatsApp.From, whatsApp.To = "whatsapp:+447400000001", "whatsapp:+447700900123"
	danger.Urgent = true
	now := time.Date(2027, 2, 3, 12, 0, 0, 0, time.UTC)
	slot := func(texts ...notify.Text) time.Duration { return p.Slot(texts, time.Time{}, now).Sub(now) }
	for n := range 11 {
		if got := slot(text("hi")); got != 0 {
			t.Fatalf("text %d waits %s", n+1, got)
		}
	}
	long := text(strings.Repeat("a", 400)) // three parts
	for _, c := range []struct {
		name  string
		texts []notify.Text
		want  time.Duration
	}{
		{"the next waits", []notify.Text{text("hi")}, 500 * time.Millisecond},
		{"and each after it longer", []notify.Text{long}, time.Second},
		{"a long one by its parts", []notify.Text{text("hi"), text("ho")}, 2500 * time.Millisecond},
		{"two texts are two", []notify.Text{text("hi")}, 3500 * time.Millisecond},
		{"danger does not wait", []notify.Text{danger}, 0},
		{"but it counts", []notify.Text{text("hi")}, 4500 * time.Millisecond},
		{"another number does not wait", []notify.Text{other}, 0},
		{"nor does WhatsApp", []notify.Text{whatsApp}, 0},
	} {
		if got := slot(c.texts...); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	held := now.Add(500 * time.Millisecond)
	if got := p.Slot([]notify.Text{text("hi")}, held, held); !got.Equal(held) {
		t.Errorf("whose slot has come waits until %s", got)
	}
	if got := p.Slot([]notify.Text{text("hi")}, time.Time{}, now.Add(time.Hour)); !got.Equal(now.Add(time.Hour)) {
		t.Errorf("an hour later, it waits until %s", got)
	}
}

// TestAPauseIsForTheWholeAccount has one text refused for haste.
func TestAPauseIsForTheWholeAccount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header, code string
		want         time.Duration
	}{
		{"60", "20429", time.Minute}, {"", "20429", time.Second}, {"soon", "14107", time.Second},
		{"86400", "20429", 5 * time.Minute}, {"30", "63018", 30 * time.Second}, {"", "21610", 0},
	} {
		a := newAPI(t, answersWith(c.header, `{"code":`+c.code+`}`))
		now := time.Date(2027, 2, 3, 12, 0, 0, 0, time.UTC)
		p := a.provider(func(o *twilio.Options) { o.Now = func() time.Time { return now } })
		if _, err := p.Send(t.Context(), text("a")); err == nil {
			t.Fatal("it was sent")
		}
		other, danger := text("b"), text("c")
		other.From = casework.NewAddress(casework.WhatsApp, "+447400000009")
		danger.Urgent = true
		for _, x := range []notify.Text{text("b"), other} {
			if got := p.Slot([]notify.Text{x}, time.Time{}, now).Sub(now); got != c.want {
				t.Errorf("%s %q: the next waits %s, want %s", c.code, c.header, got, c.want)
			}
		}
		if got := p.Slot([]notify.Text{danger}, time.Time{}, now); !got.Equal(now) {
			t.Errorf("%s: danger waits until %s", c.code, got)
		}
	}
}

// answersWith refuses for haste, and says how long to wait.
func answersWith(after, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		answers(http.StatusTooManyRequests, body)(w, r)
	}
}
