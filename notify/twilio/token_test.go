package twilio_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"heard/notify"
	"heard/notify/twilio"
)

func TestATokenIsReplacedWhileTextsAreSent(t *testing.T) {
	t.Parallel()
	right := "old"
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, password, _ := r.BasicAuth()
		asked = append(asked, password)
		if password != right {
			answers(401, `{"code":20003}`)(w, r)
			return
		}
		answers(201, `{"sid":"SM1"}`)(w, r)
	}))
	defer s.Close()
	p, err := twilio.New(twilio.Options{Account: account, Token: "old", Next: "new", APIBase: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	send := func() error { _, err := p.Send(t.Context(), text("x")); return err }
	err = errors.Join(send())
	right = "new" // it was promoted
	err = errors.Join(err, send(), send())
	right = "newest"
	p.Rotate("newest", "")
	err = errors.Join(err, send())
	if want := []string{"old", "old", "new", "new", "newest"}; err != nil || !slices.Equal(asked, want) {
		t.Errorf("asked with %v, want %v; %v", asked, want, err)
	}
	right = "another"
	if no, ok := errors.AsType[*notify.SendError](send()); !ok || no.Code != "20003" || !no.Operator {
		t.Errorf("a wrong token is %v", no)
	}
}
