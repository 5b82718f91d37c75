package console_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/console"
)

const token = "0123456789abcdef0123456789abcdef"

// board is an alert, and the page on which it is taken.
type board struct {
	*testing.T
	url   string
	alert console.Alert
	over  bool // it has an outcome
	away  error
	acts  []casework.Action
}

func newBoard(t *testing.T, change func(*board)) *board {
	t.Helper()
	b := &board{T: t, alert: console.Alert{Council: "Hampshire County Council", Reference: "HAM-4K7Q2", Alert: casework.Alert{
		RaisedAt: time.Date(2027, 7, 12, 1, 5, 0, 0, time.UTC), Level: casework.LevelNow, Reasons: []string{"he hit me"}, Code: "4711",
	}}}
	if change != nil {
		change(b)
	}
	mux := http.NewServeMux()
	page := console.Alerts{Find: b.find, Act: b.act, Log: slog.New(slog.DiscardHandler)}
	mux.Handle("GET /ack/{token}", page)
	mux.Handle("POST /ack/{token}", page)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b.url = server.URL + "/ack/"
	return b
}

func (b *board) find(_ context.Context, got string) (console.Alert, error) {
	if b.away != nil {
		return console.Alert{}, b.away
	}
	if got != token || b.over {
		return console.Alert{}, console.ErrNoAlert
	}
	return b.alert, nil
}

func (b *board) act(_ context.Context, got string, a casework.Action) error {
	if _, err := b.find(b.Context(), got); err != nil {
		return err
	}
	b.acts = append(b.acts, a)
	switch a := a.(type) {
	case casework.AcknowledgeAlert:
		if !b.alert.Open() {
			return casework.ErrWrongTime
		}
		b.alert.AcknowledgedAt, b.alert.AcknowledgedBy = b.alert.RaisedAt.Add(time.Minute), a.By
	case casework.DecideAlert:
		if a.Outcome == casework.Referred && a.Whom == "" {
			return errors.New("say to whom")
		}
		b.over = true
	}
	return nil
}

// ask makes a request and returns the page.
func (b *board) ask(method, token string, form url.Values) (int, http.Header, string) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), method, b.url+token, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return res.StatusCode, res.Header, string(body)
}

// Machines open links: mail filters, previews, browsers that think ahead.
func TestToLookIsNoAct(t *testing.T) {
	t.Parallel()
	b := newBoard(t, nil)
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodGet} {
		status, head, page := b.ask(method, token, nil)
		if status != 200 || method == http.MethodGet && (!strings.Contains(page, "A person may be in danger") || !strings.Contains(page, "HAM 4K7 Q2")) {
			t.Errorf("%s: %d\n%s", method, status, page)
		}
		for _, mine := range []string{"he hit me", "4711"} {
			if strings.Contains(page, mine) {
				t.Errorf("the page has %q", mine)
			}
		}
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff",
		} {
			if head.Get(name) != want {
				t.Errorf("%s is %q", name, head.Get(name))
			}
		}
		if csp := head.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("the policy is %q", csp)
		}
	}
	if status, _, _ := b.ask(http.MethodPut, token, nil); status != http.StatusMethodNotAllowed {
		t.Errorf("PUT: %d", status)
	}
	if len(b.acts) > 0 || !b.alert.Open() {
		t.Errorf("to look has done %v", b.acts)
	}
}

func TestTheButtonTakesItAndTheFormEndsIt(t *testing.T) {
	t.Parallel()
	b := newBoard(t, nil)
	step := func(form url.Values, want int, says string) {
		t.Helper()
		if status, _, page := b.ask(http.MethodPost, token, form); status != want || !strings.Contains(page, says) {
			t.Errorf("%v: %d, want %d and %q:\n%s", form, status, want, says, page)
		}
	}
	step(url.Values{"by": {"  "}}, 422, "Write your name")
	step(url.Values{}, 422, "Write your name")
	if !b.alert.Open() {
		t.Fatal("nobody has taken it")
	}
	step(url.Values{"by": {` Nia <b> `}}, 200, "Nia &lt;b&gt;</b> took it at 02:06") // London, in July
	if got := b.acts[len(b.acts)-1]; got != (casework.AcknowledgeAlert{By: "Nia <b>", How: "page"}) {
		t.Errorf("did %+v", got)
	}
	step(url.Values{"by": {"Ola"}}, 200, "took it at 02:06") // somebody was faster
	step(url.Values{"by": {"Nia"}, "outcome": {"referred"}}, 422, "Say to whom")
	step(url.Values{"by": {"Nia"}, "outcome": {"nonsense"}}, 422, "Choose what came of it")
	step(url.Values{"by": {"Nia"}, "outcome": {"referred"}, "whom": {"the night team"}}, 200, "It is written down")
	if got := b.acts[len(b.acts)-1]; got != (casework.DecideAlert{By: "Nia", Outcome: casework.Referred, Whom: "the night team"}) {
		t.Errorf("did %+v", got)
	}
	step(url.Values{"by": {"Nia"}, "outcome": {"police"}}, 404, "No alert waits here") // pressed twice
	if status, _, page := b.ask(http.MethodGet, token, nil); status != 404 || !strings.Contains(page, "No alert waits here") {
		t.Errorf("afterwards: %d\n%s", status, page)
	}
}

func TestLinksThatLeadNowhere(t *testing.T) {
	t.Parallel()
	b := newBoard(t, nil)
	for _, made := range []string{"x", token + "x", token[1:], strings.Repeat("a", 5000)} {
		status, _, page := b.ask(http.MethodGet, made, nil)
		if status != 404 || strings.Contains(page, "HAM") || strings.Contains(page, "Hampshire") {
			t.Errorf("%.40s: %d\n%s", made, status, page)
		}
		if status, _, _ := b.ask(http.MethodPost, made, url.Values{"by": {"Nia"}}); status != 404 {
			t.Errorf("%.40s, posted: %d", made, status)
		}
	}
	if !b.alert.Open() {
		t.Error("a made-up link has taken it")
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	t.Parallel()
	b := newBoard(t, nil)
	long := url.Values{"by": {strings.Repeat("n", 5<<10)}}
	if status, _, _ := b.ask(http.MethodPost, token, long); status != 422 || !b.alert.Open() {
		t.Errorf("a name of 5 kB: %d", status)
	}
	if b.ask(http.MethodPost, token, url.Values{"by": {strings.Repeat("n", 200)}}); len([]rune(b.alert.AcknowledgedBy)) > 80 {
		t.Errorf("a name of %d letters goes into a text", len(b.alert.AcknowledgedBy))
	}
	b.away = errors.New("the store is away")
	if status, _, page := b.ask(http.MethodGet, token, nil); status != 503 || !strings.Contains(page, "Text the code back") {
		t.Errorf("%d %s", status, page)
	}
}

// A matter of today, not of danger now, is called so.
func TestTheWordsFollowTheLevel(t *testing.T) {
	t.Parallel()
	b := newBoard(t, func(b *board) { b.alert.Level = casework.LevelToday })
	if _, _, page := b.ask(http.MethodGet, token, nil); !strings.Contains(page, "A person needs help today") || strings.Contains(page, "danger") {
		t.Errorf("the page is\n%s", page)
	}
}
