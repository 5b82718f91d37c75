package sandbox_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"heard/sandbox"
)

// TestAnswersKeepToTwiliosDescription holds requests and answers against the
// description that Twilio publishes, with every property of an answer required:
// a client may count on each of them.
func TestAnswersKeepToTwiliosDescription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.text(child, ours, "hiya")
	picture := sandbox.Message{From: child, To: ours, Media: []sandbox.Media{{ContentType: "image/png"}}}
	if _, err := w.twilio.Inbound(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	seen := w.twilio.Messages()[1]
	form := sms(child, "Zoë")
	form.Set("StatusCallback", w.hook.url("/status"))
	doc := description(t)
	account := map[string]string{"AccountSid": sid}
	message := map[string]string{"AccountSid": sid, "Sid": seen.SID}
	media := map[string]string{"AccountSid": sid, "MessageSid": seen.SID, "Sid": seen.Media[0].SID}
	for _, call := range []call{
		{"POST", "s.json", "", message, form},
		{"GET", "s.json", "?PageSize=1&DateSent%3E=2027-01-01T00:00:00Z", message, nil},
		{"GET", "s/{Sid}.json", "", message, nil},
		{"GET", "s/{MessageSid}/Media.json", "", media, nil},
		{"GET", "s/{MessageSid}/Media/{Sid}.json", "", media, nil},
		{"POST", "s/{Sid}.json", "", message, url.Values{"Body": {""}}},
		{"DELETE", "s/{MessageSid}/Media/{Sid}.json", "", media, nil},
		{"DELETE", "s/{Sid}.json", "", message, nil},
		{"POST", callsPath, "", account, url.Values{
			"To": {child}, "From": {ours}, "Timeout": {"45"}, "Twiml": {"<Response><Say>Hello</Say></Response>"},
			"StatusCallback": {w.hook.url("/voice")}, "StatusCallbackEvent": {"ringing", "completed"},
		}},
		{"GET", callsPath, "?To=%2B447700900123&PageSize=50", account, nil},
	} {
		if err := w.conforms(doc, call); err != nil {
			t.Errorf("%s %s: %v", call.method, call.path, err)
		}
	}
}

const callsPath = "/2010-04-01/Accounts/{AccountSid}/Calls.json"

// A call is one operation of the description; path follows ".../Message", or
// is whole.
type call struct {
	method, path, query string
	params              map[string]string
	form                url.Values
}

func description(t *testing.T) *openapi3.T {
	t.Helper()
	openapi3.DefineStringFormatValidator("date-time-rfc-2822", openapi3.NewCallbackValidator(func(s string) error {
		_, err := time.Parse(time.RFC1123Z, s)
		return err
	}))
	doc, err := openapi3.NewLoader().LoadFromFile("testdata/twilio-messages.openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	calls, err := openapi3.NewLoader().LoadFromFile("testdata/twilio-calls.openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	doc.Paths.Set(callsPath, calls.Paths.Value(callsPath))
	maps.Copy(doc.Components.Schemas, calls.Components.Schemas)
	for name, s := range doc.Components.Schemas {
		if !strings.HasPrefix(name, "api.v2010") {
			continue
		}
		s.Value.AdditionalProperties = openapi3.BoolSchema{Has: new(bool)}
		for property := range s.Value.Properties {
			s.Value.Required = append(s.Value.Required, property)
		}
	}
	return doc
}

func (w *world) conforms(doc *openapi3.T, c call) error {
	w.t.Helper()
	path := "/2010-04-01/Accounts/{AccountSid}/Message" + c.path
	if strings.HasPrefix(c.path, "/2010") {
		path = c.path
	}
	item := doc.Paths.Value(path)
	route := &routers.Route{Spec: doc, Path: path, PathItem: item, Method: c.method, Operation: item.GetOperation(c.method)}
	root, _, _ := strings.Cut(w.api, "/2010")
	to := root + path + c.query
	for name, value := range c.params {
		to = strings.ReplaceAll(to, "{"+name+"}", value)
	}
	res := w.raw(c.method, to, c.form)
	defer res.Body.Close()
	req, _ := http.NewRequestWithContext(w.t.Context(), c.method, to, strings.NewReader(c.form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	in := &openapi3filter.RequestValidationInput{
		Request: req, PathParams: c.params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateRequest(w.t.Context(), in); err != nil {
		return err
	}
	return openapi3filter.ValidateResponse(w.t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: res.StatusCode, Header: res.Header, Body: res.Body, Options: in.Options,
	})
}

// local is twilio-go's own client, turned from api.twilio.com to the sandbox.
type local struct {
	client.Client
	root string
}

func (l *local) AccountSid() string { return sid }

func (l *local) SendRequest(method, to string, data url.Values, headers map[string]any, body ...byte) (*http.Response, error) {
	return l.Client.SendRequest(method, strings.Replace(to, "https://api.twilio.com", l.root, 1), data, headers, body...)
}

func TestTwiliosOwnClientGetsAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	root, _, _ := strings.Cut(w.api, "/2010")
	service := api.NewApiServiceWithClient(&local{client.Client{Credentials: client.NewCredentials(sid, token)}, root})
	for range 3 {
		p := &api.CreateMessageParams{}
		if m, err := service.CreateMessage(p.SetTo(child).SetFrom(ours).SetBody("Zoë’s news")); err != nil || *m.Status != "queued" {
			t.Fatalf("%v, %v", m, err)
		}
	}
	p := &api.ListMessageParams{}
	p.SetTo(child).SetDateSentAfter(w.now.Now().Add(-time.Hour)).SetPageSize(2)
	if all, err := service.ListMessage(p); err != nil || len(all) != 3 || *all[0].Body != "Zoë’s news" {
		t.Errorf("listed %d, %v", len(all), err)
	}
	w.text(child, ours, "STOP")
	_, err := service.CreateMessage((&api.CreateMessageParams{}).SetTo(child).SetFrom(ours).SetBody("x"))
	if rest, ok := err.(*client.TwilioRestError); !ok || rest.Code != 21610 || rest.Status != 400 {
		t.Errorf("after STOP: %v", err)
	}
}
