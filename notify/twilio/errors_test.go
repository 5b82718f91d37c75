package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"heard/notify"
	"heard/notify/twilio"
)

func TestWhatARefusalMeans(t *testing.T) {
	t.Parallel()
	const person, words = "+447700900123", "XMARKX"
	said := func(code int) string {
		return fmt.Sprintf(`{"code":%d,"message":"To %s: %s","status":400}`, code, person, words)
	}
	for _, c := range []struct {
		name  string
		serve http.HandlerFunc
		want  notify.SendError
	}{
		{"opted out", answers(400, said(21610)), notify.SendError{Code: "21610", OptedOut: true}},
		{"no number", answers(400, said(21211)), notify.SendError{Code: "21211"}},
		{"no mobile", answers(400, said(21614)), notify.SendError{Code: "21614"}},
		{"a landline", answers(400, said(21635)), notify.SendError{Code: "21635"}},
		{"WhatsApp's window", answers(400, said(63016)), notify.SendError{Code: "63016", Elsewhere: true}},
		{"a code that nobody knows", answers(400, said(99999)), notify.SendError{Code: "99999"}},
		{"too many", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "7")
			answers(429, said(20429))(w, r)
		}, notify.SendError{Temporary: true, Code: "20429", RetryAfter: 7 * time.Second}},
		{"too many, by something on the way", answers(429, "<html>slow down</html>"), notify.SendError{Temporary: true, Code: "429"}},
		{"a wrong token", answers(401, said(20003)), notify.SendError{Temporary: true, Operator: true, Code: "20003"}},
		{"a number that is not ours", answers(400, said(21659)), notify.SendError{Temporary: true, Operator: true, Code: "21659"}},
		{"a page of a proxy", answers(400, "<html>"+words+"</html>"), notify.SendError{Temporary: true, Operator: true, Code: "400"}},
		{"a fault of the server", answers(500, said(20500)), notify.SendError{Unknown: true, Code: "500"}},
		{"a gateway", answers(502, "<html>bad gateway</html>"), notify.SendError{Unknown: true, Code: "502"}},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/else", http.StatusFound) }, notify.SendError{Unknown: true, Code: "302"}},
		{"no JSON", answers(201, words), notify.SendError{Unknown: true, Code: "bad_answer"}},
		{"no sid", answers(201, `{}`), notify.SendError{Unknown: true, Code: "no_sid"}},
		{"half an answer", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.Write([]byte(`{"sid":"SM1"`))
		}, notify.SendError{Unknown: true, Code: "no_answer"}},
		{"a cut line", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, notify.SendError{Unknown: true, Code: "no_answer"}},
		{"silence", func(_ http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body) // or the server would not notice that the caller has gone
			<-r.Context().Done()
		}, notify.SendError{Unknown: true, Code: "no_answer"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(c.serve)
			defer server.Close()
			a := &api{Server: server, t: t}
			p := a.provider(func(o *twilio.Options) { o.Timeout = 300 * time.Millisecond })
			id, err := p.Send(t.Context(), text(words))
			checkError(t, err, c.want)
			if id != "" {
				t.Errorf("an id: %s", id)
			}
			if _, err := p.Find(t.Context(), text(words), time.Now()); c.want.Code != "no_sid" {
				checkError(t, err, c.want)
			}
		})
	}
}

// checkError also sees that nothing of a person stands in an error.
func checkError(t *testing.T, err error, want notify.SendError) {
	t.Helper()
	got, ok := errors.AsType[*notify.SendError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	if got.Hint == "" {
		t.Error("no hint")
	}
	for _, mark := range []string{"447700900123", "XMARKX", "token", "http://"} {
		if strings.Contains(err.Error(), mark) {
			t.Errorf("the error tells %q: %v", mark, err)
		}
	}
	plain := *got
	plain.Hint, plain.Err = "", nil
	if plain != want {
		t.Errorf("got %+v, want %+v", plain, want)
	}
}

func TestNobodyAtTheOtherEndIsNoUnknownOutcome(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	p, err := twilio.New(twilio.Options{Account: account, Token: token, APIBase: "http://" + l.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Send(t.Context(), text("hello"))
	checkError(t, err, notify.SendError{Temporary: true, Code: "unreachable"})
}

func TestTheCallersTimeIsKept(t *testing.T) {
	t.Parallel()
	begun := make(chan bool, 1)
	a := newAPI(t, func(_ http.ResponseWriter, r *http.Request) {
		begun <- true
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-begun; cancel() }()
	_, err := a.provider(nil).Send(ctx, text("hello"))
	checkError(t, err, notify.SendError{Unknown: true, Code: "no_answer"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestBodiesAreClosed sends against errors that come in chunks, which the stock
// client leaves open, a goroutine or two for each.
func TestBodiesAreClosed(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answers(400, `{"code":21610}`)(w, r)
		w.(http.Flusher).Flush()
		w.Write([]byte(strings.Repeat(" ", 4096)))
	})
	p := a.provider(nil)
	before := 0
	for i := range 50 {
		if _, err := p.Send(t.Context(), text("x")); err == nil {
			t.Fatal("taken")
		}
		if i == 5 {
			before = runtime.NumGoroutine()
		}
	}
	if after := runtime.NumGoroutine(); after > before+5 {
		t.Errorf("%d goroutines more", after-before)
	}
}

func TestEveryCodeHasAMeaning(t *testing.T) {
	t.Parallel()
	p, err := twilio.New(twilio.Options{Account: account, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	// The codes that the trade knows best, and what is to follow.
	for code, temporary := range map[string]bool{
		"21610": false, "21211": false, "21614": false, "21635": false, "30003": false, "30004": false, "30005": false,
		"30006": false, "30007": false, "30008": false, "63003": false, "63016": false, "63021": false, "63024": false,
		"14107": true, "20003": true, "20429": true, "21408": true, "63018": true,
	} {
		why := p.Explain(code)
		if why == nil || why.Temporary != temporary || why.Code != code || why.Hint == "" || strings.Contains(why.Hint, "was refused") {
			t.Errorf("%s: %+v", code, why)
		}
	}
	if p.Explain("") != nil {
		t.Error("no code has a meaning")
	}
}
