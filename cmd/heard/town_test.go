package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"heard/sandbox"
)

// The numbers of a town, from the ranges that Ofcom keeps for drama, and what
// the world calls its service. No name server is asked: the provider's client
// knows where the service listens.
const (
	townSMS      = "+447700900601"
	townWhatsApp = "+447700900602"
	townDay      = "+447700900801"
	townNight    = "+447700900802"
	townAccount  = "AC00000000000000000000000000000001"
	townToken    = "0123456789abcdef0123456789abcdef"
	townURL      = "http://heard.test"
)

// town is what a service of one council needs around it: a configuration with
// its secrets, and a provider.
type town struct {
	dir      string
	command  string   // what runs the service
	config   string   // the path of heard.yaml
	env      []string // the secrets
	provider *sandbox.Server
	door     atomic.Pointer[string] // where the service listens; nil while there is none
}

// openTown makes a town in a folder. alter may change its provider, and the
// lines of its configuration that come before the councils.
func openTown(dir string, alter func(*sandbox.Options), lines ...string) (*town, error) {
	w := &town{dir: dir, command: "heard", config: filepath.Join(dir, "heard.yaml")}
	o := sandbox.Options{
		Strict:  true,
		Lines:   []sandbox.Line{{Council: "hampshire", Title: "Hampshire", Account: townAccount, Token: townToken, SMS: townSMS, WhatsApp: townWhatsApp}},
		Webhook: func(string) string { return townURL + "/twilio/hampshire/message" },
		Client:  &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 16, DialContext: w.dial}},
	}
	if alter != nil {
		alter(&o)
	}
	var err error
	if w.provider, err = sandbox.Start(o); err != nil {
		return nil, err
	}
	key := base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))
	w.env = append(os.Environ(), "HEARD_KEY_HAMPSHIRE=1:"+key, "HEARD_LOOKUP_KEY_HAMPSHIRE="+key, "HEARD_TWILIO_TOKEN_HAMPSHIRE="+townToken)
	return w, os.WriteFile(w.config, []byte(w.yaml(lines)), 0o600)
}

// newTown is openTown for a test, which closes it.
func newTown(t *testing.T, alter func(*sandbox.Options), lines ...string) *town {
	t.Helper()
	w, err := openTown(t.TempDir(), alter, lines...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.provider.Close() })
	return w
}

func (w *town) yaml(lines []string) string {
	return fmt.Sprintf(`listen: 127.0.0.1:0
public_url: %s
data: %s
twilio_api: %s
%s
councils:
  hampshire:
    procedure: hampshire
    twilio: {account: %s, numbers: [%q], whatsapp: [%q]}
    officers: [{name: Olu, role: officer, email: olu@example.org}, {name: Mo, role: manager, email: mo@example.org}]
    duty:
      - {name: Dee, when: office, phone: %q, email: dee@example.org}
      - {name: Nia, when: out-of-office, phone: %q, email: nia@example.org}
`, townURL, w.data(), w.provider.URL, strings.Join(lines, "\n"), townAccount, townSMS, townWhatsApp, townDay, townNight)
}

func (w *town) data() string { return filepath.Join(w.dir, "data") }

// dial reaches the service wherever it listens at the moment.
func (w *town) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	at := w.door.Load()
	if at == nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: fmt.Errorf("no service listens")}
	}
	return (&net.Dialer{Timeout: time.Second}).DialContext(ctx, network, *at)
}

// house opens what the town's service has on disk, beside it or after it.
func (w *town) house(t *testing.T) *house {
	t.Helper()
	env := func(name string) string {
		for _, pair := range slices.Backward(w.env) {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	}
	_, h, err := configured{Config: w.config}.open(&world{out: io.Discard, err: io.Discard, env: env})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.engine.Close() })
	return h
}
