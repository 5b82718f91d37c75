package twilio_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"heard/notify"
	"heard/notify/twilio"
)

const (
	account = "AC00000000000000000000000000000001"
	token   = "t0ken"
	service = "MG00000000000000000000000000000001"
	content = "HX00000000000000000000000000000001"
	path    = "/2010-04-01/Accounts/" + account + "/Messages.json"
)

// api is a server that answers as it is told, keeps what it was asked, and
// holds every request to Twilio's own description.
type api struct {
	*httptest.Server
	t      *testing.T
	answer http.HandlerFunc

	mu    sync.Mutex
	asked []*http.Request // with their forms parsed
}

func newAPI(t *testing.T, answer http.HandlerFunc) *api {
	t.Helper()
	a := &api{t: t, answer: answer}
	doc := description(t)
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		if err := conforms(doc, r); err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		a.mu.Lock()
		a.asked = append(a.asked, r)
		a.mu.Unlock()
		a.answer(w, r)
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *api) provider(spoil func(*twilio.Options)) *twilio.Provider {
	a.t.Helper()
	o := twilio.Options{Account: account, Token: token, APIBase: a.URL, CallbackBase: "https://heard.example/twilio/town/status"}
	if spoil != nil {
		spoil(&o)
	}
	p, err := twilio.New(o)
	if err != nil {
		a.t.Fatal(err)
	}
	return p
}

// description is Twilio's, made strict: parameters that it does not know are
// refused. Twilio itself would ignore a misspelt one.
func description(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("testdata/twilio-messages.openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	calls, err := openapi3.NewLoader().LoadFromFile("testdata/twilio-calls.openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range calls.Paths.Map() {
		doc.Paths.Set(path, item)
	}
	for _, item := range doc.Paths.Map() {
		if item.Post == nil {
			continue
		}
		form := item.Post.RequestBody.Value.Content["application/x-www-form-urlencoded"].Schema.Value
		form.AdditionalProperties = openapi3.BoolSchema{Has: new(bool)}
	}
	return doc
}

func conforms(doc *openapi3.T, r *http.Request) error {
	template, params := "", map[string]string(nil)
	for t := range doc.Paths.Map() {
		if got, ok := follows(t, r.URL.Path); ok {
			template, params = t, got
		}
	}
	if template == "" || params["AccountSid"] != account {
		return fmt.Errorf("no such path")
	}
	if user, password, _ := r.BasicAuth(); user != account || password != token {
		return fmt.Errorf("not authenticated")
	}
	item := doc.Paths.Value(template)
	op := item.GetOperation(r.Method)
	if op == nil {
		return fmt.Errorf("no such operation")
	}
	for name := range r.URL.Query() {
		if op.Parameters.GetByInAndName("query", name) == nil {
			return fmt.Errorf("no parameter %q", name)
		}
	}
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params,
		Route:   &routers.Route{Spec: doc, Path: template, PathItem: item, Method: r.Method, Operation: op},
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	})
}

// follows takes a path apart as its template says.
func follows(template, path string) (params map[string]string, ok bool) {
	parts, have := strings.Split(template, "/"), strings.Split(path, "/")
	if len(parts) != len(have) {
		return nil, false
	}
	params = map[string]string{}
	for i, part := range parts {
		before, rest, blank := strings.Cut(part, "{")
		name, after, _ := strings.Cut(rest, "}")
		value, ok := strings.CutSuffix(strings.TrimPrefix(have[i], before), after)
		if !blank && part != have[i] || blank && !ok {
			return nil, false
		}
		if blank {
			params[name] = value
		}
	}
	return params, true
}

func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func text(body string) notify.Text {
	return notify.Text{Council: "town", From: "sms:+447400000001", To: "sms:+447700900123", Body: body, Part: "0a1b"}
}

func TestWhatIsAskedOfTwilio(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		text   notify.Text
		change func(*twilio.Options)
		want   url.Values
	}{
		{"a text", text("Zoë, £5 & more: 1.25"), nil, url.Values{
			"To": {"+447700900123"}, "From": {"+447400000001"}, "Body": {"Zoë, £5 & more: 1.25"},
			"StatusCallback": {"https://heard.example/twilio/town/status?part=0a1b"}}},
		{"through a Messaging Service", text("hello"), func(o *twilio.Options) { o.MessagingService = service }, url.Values{
			"To": {"+447700900123"}, "MessagingServiceSid": {service}, "Body": {"hello"},
			"StatusCallback": {"https://heard.example/twilio/town/status?part=0a1b"}}},
		{"on WhatsApp, nobody to be told", notify.Text{From: "whatsapp:+447400000002", To: "whatsapp:+447700900123", Body: "hi"},
			func(o *twilio.Options) { o.CallbackBase = "" }, url.Values{
				"To": {"whatsapp:+447700900123"}, "From": {"whatsapp:+447400000002"}, "Body": {"hi"}}},
		{"in approved words", notify.Text{From: "whatsapp:+447400000002", To: "whatsapp:+447700900123", Body: "hi Zoë", Content: content, Variables: map[string]string{"1": `Zoë "Z"`}},
			func(o *twilio.Options) { o.CallbackBase = "" }, url.Values{
				"To": {"whatsapp:+447700900123"}, "From": {"whatsapp:+447400000002"},
				"ContentSid": {content}, "ContentVariables": {`{"1":"Zoë \"Z\""}`}}},
		{"in approved words without blanks", notify.Text{From: "whatsapp:+447400000002", To: "whatsapp:+447700900123", Body: "hi", Content: content},
			func(o *twilio.Options) { o.CallbackBase = "" }, url.Values{
				"To": {"whatsapp:+447700900123"}, "From": {"whatsapp:+447400000002"}, "ContentSid": {content}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, answers(201, `{"sid":"SM1","status":"queued"}`))
			id, err := a.provider(c.change).Send(t.Context(), c.text)
			if id != "SM1" || err != nil {
				t.Errorf("got %q, %v", id, err)
			}
			if got := a.asked[0].PostForm; got.Encode() != c.want.Encode() {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
		})
	}
}

// TestEveryOtherRequestKeepsToTwiliosDescription makes each kind of request that
// there is beside texts; newAPI holds it to the description.
func TestEveryOtherRequestKeepsToTwiliosDescription(t *testing.T) {
	t.Parallel()
	const at = "/2010-04-01/Accounts/" + account
	const message, picture = "MM00000000000000000000000000000001", "ME00000000000000000000000000000001"
	ring := text("Somebody needs help.")
	ring.To, ring.From = "call:+447700900001", "call:+447400000001"
	hooked := func(o *twilio.Options) { o.VoiceBase = "https://heard.example/twilio/town/voice" }
	for _, c := range []struct {
		name   string
		do     func(context.Context, *twilio.Provider) error
		answer string
		want   string
	}{
		{"a number is looked up", func(ctx context.Context, p *twilio.Provider) error {
			_, _, err := p.WiringOf(ctx, "+447400000001")
			return err
		},
			`{"incoming_phone_numbers":[]}`, "GET " + at + "/IncomingPhoneNumbers.json"},
		{"a phone is rung", func(ctx context.Context, p *twilio.Provider) error { _, err := p.Send(ctx, ring); return err },
			`{"sid":"CA1"}`, "POST " + at + "/Calls.json"},
		{"a call is looked for", func(ctx context.Context, p *twilio.Provider) error {
			_, err := p.Find(ctx, ring, time.Now())
			return err
		},
			`{"calls":[]}`, "GET " + at + "/Calls.json"},
		{"what was received is listed", func(ctx context.Context, p *twilio.Provider) error {
			for _, err := range p.Received(ctx, "whatsapp:+447400000002", time.Now()) {
				return err
			}
			return nil
		}, `{"messages":[]}`, "GET " + at + "/Messages.json"},
		{"files are listed", func(ctx context.Context, p *twilio.Provider) error { _, err := p.FilesOf(ctx, message); return err },
			`{"media_list":[]}`, "GET " + at + "/Messages/" + message + "/Media.json"},
		{"a file is deleted", func(ctx context.Context, p *twilio.Provider) error {
			return p.Discard(ctx, "https://api.twilio.com"+at+"/Messages/"+message+"/Media/"+picture)
		}, ``, "DELETE " + at + "/Messages/" + message + "/Media/" + picture + ".json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			status := http.StatusOK
			if c.answer == "" {
				status = http.StatusNoContent
			}
			a := newAPI(t, answers(status, c.answer))
			if err := c.do(t.Context(), a.provider(hooked)); err != nil {
				t.Error(err)
			}
			if len(a.asked) != 1 || a.asked[0].Method+" "+a.asked[0].URL.Path != c.want {
				t.Errorf("asked %v", a.asked)
			}
		})
	}
}

// TestTheAddressIsOurs: twilio-go takes a part of the host from the
// environment, which must not send a child's words elsewhere.
func TestTheAddressIsOurs(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "sydney")
	t.Setenv("TWILIO_REGION", "au1")
	a := newAPI(t, answers(201, `{"sid":"SM1"}`))
	if _, err := a.provider(func(o *twilio.Options) { o.APIBase += "/" }).Send(t.Context(), text("x")); err != nil {
		t.Error(err)
	}
}

func TestAnAccountAndItsTokenAreNeeded(t *testing.T) {
	t.Parallel()
	for _, o := range []twilio.Options{{Account: account}, {Token: token}, {Account: account, Token: token, APIBase: "api"}} {
		if _, err := twilio.New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

// message is one line of a list.
func message(sid, direction, to, body string, at time.Time) string {
	return fmt.Sprintf(`{"sid":%q,"direction":%q,"to":%q,"body":%q,"date_created":%q,"date_sent":null}`,
		sid, direction, to, body, at.Format(time.RFC1123Z))
}

func TestFind(t *testing.T) {
	t.Parallel()
	const to, body = "+447700900123", "Thanks. a.123 @x"
	since := time.Date(2027, 2, 3, 12, 0, 0, 700_000_000, time.UTC)
	at := func(s int) time.Time { return since.Truncate(time.Second).Add(time.Duration(s) * time.Second) }
	pages := map[string][]string{
		"": {
			message("SMother", "outbound-api", to, "other words", at(3)),
			message("SMtrim", "outbound-api", to, body+"  ", at(2)),
			message("SMin", "inbound", to, body, at(1)),
		},
		"PAone": {
			message("SMfirst", "outbound-reply", to, body, at(0)),
			message("SMsomeone", "outbound-api", "+447700900999", body, at(0)),
			message("SMskew", "outbound-api", to, body, at(-59)),
		},
		"PAtwo":   {message("SMold", "outbound-api", to, body, at(-61))},
		"PAthree": {message("SMmisplaced", "outbound-api", to, body, at(0))},
	}
	follows := map[string]string{"": "PAone", "PAone": "PAtwo", "PAtwo": "PAthree"}
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		next := "null"
		if token := follows[r.Form.Get("PageToken")]; token != "" {
			next = `"/2010-04-01/Accounts/elsewhere/Messages.json?Page=1&PageToken=` + token + `"`
		}
		answers(200, `{"messages":[`+strings.Join(pages[r.Form.Get("PageToken")], ",")+`],"next_page_uri":`+next+`}`)(w, r)
	})
	ids, err := a.provider(nil).Find(t.Context(), text(body), since)
	if got := strings.Join(ids, " "); got != "SMskew SMfirst SMtrim" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	if len(a.asked) != 3 {
		t.Errorf("%d pages were read, want 3: behind older ones is nothing", len(a.asked))
	}
	if got := a.asked[0].Form.Get("To"); got != to {
		t.Errorf("asked for %q", got)
	}
}

func TestAnEmptyListHasNothing(t *testing.T) {
	t.Parallel()
	a := newAPI(t, answers(200, `{"messages":[],"next_page_uri":null}`))
	ids, err := a.provider(nil).Find(t.Context(), text("x"), time.Now())
	if len(ids) > 0 || err != nil || len(a.asked) != 1 {
		t.Errorf("got %v, %v after %d pages", ids, err, len(a.asked))
	}
}

// TestWhatIsReadOfTwilio holds the reading of lists and files to Twilio's own
// description.
func TestWhatIsReadOfTwilio(t *testing.T) {
	t.Parallel()
	const message, file = "MM00000000000000000000000000000001", "ME00000000000000000000000000000001"
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
		case strings.HasSuffix(r.URL.Path, "/Media.json"):
			answers(200, `{"media_list":[{"sid":"`+file+`","content_type":"image/png","uri":"/2010-04-01/Accounts/`+account+`/Messages/`+message+`/Media/`+file+`.json"}]}`)(w, r)
		default:
			answers(200, `{"messages":[{"sid":"`+message+`","direction":"inbound","from":"+447700900123","to":"+447400000001","body":"hi","num_media":"1",
				"date_created":"Wed, 03 Feb 2027 12:00:01 +0000","date_sent":"Wed, 03 Feb 2027 12:00:02 +0000"}],"next_page_uri":null}`)(w, r)
		}
	})
	p := a.provider(nil)
	since := time.Date(2027, 2, 3, 11, 0, 0, 0, time.UTC)
	for m, err := range p.Received(t.Context(), "whatsapp:+447400000001", since) {
		want := twilio.Inbound{ID: message, From: "+447700900123", Body: "hi", Media: 1, At: since.Add(time.Hour + time.Second)}
		if err != nil || m != want {
			t.Errorf("got %+v, %v", m, err)
		}
	}
	if q := a.asked[0].URL.Query(); q.Get("To") != "whatsapp:+447400000001" || q.Get("DateSent>") != "2027-02-03T11:00:00Z" || q.Get("PageSize") != "200" {
		t.Errorf("asked for %v", q)
	}
	files, err := p.FilesOf(t.Context(), message)
	if err != nil || len(files) != 1 {
		t.Fatalf("got %v, %v", files, err)
	}
	if err := p.Discard(t.Context(), files[0].URL); err != nil || len(a.asked) != 3 {
		t.Errorf("%v after %d requests", err, len(a.asked))
	}
}
