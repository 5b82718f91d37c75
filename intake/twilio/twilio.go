// Package twilio is the door for text messages: the webhooks by which Twilio
// hands over what people wrote by SMS and WhatsApp, and tells what became of
// the texts that Heard sent.
//
// Twilio asks once. It tries again only if it could not connect, so an answer
// of 2xx must mean that the message is on disk, and nothing may stand between
// the two that can fail: no lookup, no limit on how often somebody may write,
// no answer worked out on the spot. What is to be said goes out later, through
// Twilio's API. The door also hears danger, so that such a message waits for
// nobody.
//
// Anybody can post to a public address, so every request must bear Twilio's
// signature; the address that was signed is taken from the configuration, for
// what a request says of itself can be forged. The package answers nobody,
// fetches nothing and knows no case.
package twilio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"heard/store"
)

// Council is what the door must know of one council.
type Council struct {
	Account  string   // Twilio's AccountSid
	Token    string   // the account's auth token
	Next     string   // the token that is to replace it; may be empty
	Numbers  []string // for SMS: +44..., or a short code
	WhatsApp []string // for WhatsApp: +44...
}

// Options make a Handler. Store, PublicURL and Councils are required.
type Options struct {
	Store     Receiver
	PublicURL string // what Twilio calls, up to the path
	Councils  map[string]Council
	// Urgent tells whether there is danger in a text; nil hears none.
	Urgent func(text string) bool
	// Received is called after a message was stored; it must not wait.
	Received func()
	// Missed is called after a message could not be kept: Twilio has it, and
	// will not bring it again. It must not wait.
	Missed func(council string)
	// Settle is told what became of a text that was sent: the hash of the
	// part, the provider's id, its status and error code. store.ErrNotFound
	// means that it is none of ours. Without it there is no status webhook.
	Settle func(ctx context.Context, council, part, sid, status, code string, at time.Time) error
	// Voice answers a call with TwiML. An error is logged; without TwiML the
	// provider is told that we are away. Without it there is no voice webhook.
	Voice func(ctx context.Context, council string, call Call, at time.Time) (twiml []byte, err error)
	Now   func() time.Time // nil means time.Now
	Log   *slog.Logger     // nil means none
}

// Receiver is what the door needs of the store.
type Receiver interface {
	// Receive keeps a message and returns nil when it is on disk, or
	// store.ErrSeen if it already was.
	Receive(context.Context, store.Inbound) error
}

// patience is how long a request may wait for the store. Twilio waits 15
// seconds, but a store that takes one is stuck, and the fallback address is
// waiting for its turn.
const patience = 900 * time.Millisecond

// Handler serves the webhooks POST /twilio/{council}/message, /status and
// /voice.
type Handler struct {
	o        Options
	councils map[string]*council
	hooks    map[string]*hook
	counts   counts
}

type council struct {
	name    string
	account string
	signers atomic.Pointer[[]signer] // of the council's tokens; replaced while we run
	own     map[string]bool          // our numbers, as they stand in To
}

// New makes a Handler.
func New(o Options) (*Handler, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("twilio: Store is missing")
	case !strings.HasPrefix(o.PublicURL, "http://") && !strings.HasPrefix(o.PublicURL, "https://"):
		return nil, fmt.Errorf("twilio: PublicURL %q must start with https:// or http://", o.PublicURL)
	}
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{o: o, councils: make(map[string]*council, len(o.Councils))}
	for name, c := range o.Councils {
		if c.Token == "" {
			return nil, fmt.Errorf("twilio: council %s has no auth token, so anybody could write in its name", name)
		}
		h.councils[name] = newCouncil(name, c)
	}
	h.hooks = map[string]*hook{"message": {[]string{"MessageSid", "From", "To"}, h.message}}
	if o.Settle != nil {
		h.hooks["status"] = &hook{[]string{"MessageSid", "MessageStatus"}, h.status}
	}
	if o.Voice != nil {
		h.hooks["voice"] = &hook{[]string{"CallSid", "To"}, h.voice}
	}
	return h, nil
}

func newCouncil(name string, c Council) *council {
	out := &council{name: name, account: c.Account, own: map[string]bool{}}
	out.rotate(c.Token, c.Next)
	for _, n := range c.Numbers {
		out.own[n] = true
	}
	for _, n := range c.WhatsApp {
		out.own[whatsApp+n] = true
	}
	return out
}

func (c *council) rotate(tokens ...string) {
	var all []signer
	for _, token := range tokens {
		if token != "" {
			all = append(all, newSigner(token))
		}
	}
	c.signers.Store(&all)
}

// Rotate replaces a council's tokens while webhooks are served.
func (h *Handler) Rotate(name, token, next string) {
	if c, ok := h.councils[name]; ok && token != "" {
		c.rotate(token, next)
	}
}

// ServeHTTP serves a webhook.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, hook := split(r.URL.Path)
	serve, ok := h.hooks[hook]
	switch {
	case !ok:
		http.NotFound(w, r)
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "a webhook is posted", http.StatusMethodNotAllowed)
	default:
		got, twiml := h.receive(r, name, serve)
		h.answer(w, r, name, got, twiml)
	}
}

// split takes /twilio/{council}/{hook} apart.
func split(path string) (council, hook string) {
	rest, _ := strings.CutPrefix(path, "/twilio/")
	council, hook, _ = strings.Cut(rest, "/")
	return council, hook
}

// A hook handles one kind of webhook whose form is well-formed and signed.
type hook struct {
	required []string // what its form must have
	handle   func(context.Context, *council, *form, *http.Request) (result, []byte)
}

// receive goes through what can be wrong with any webhook, in the order that
// the outside relies on.
func (h *Handler) receive(r *http.Request, name string, k *hook) (result, []byte) {
	f := forms.Get().(*form)
	defer f.release()
	if err := f.read(r); err == errTooLarge {
		return tooLarge, nil
	} else if err != nil {
		return malformed, nil
	}
	c, ok := h.councils[name]
	switch {
	case !ok:
		return unknownCouncil, nil
	case !f.parse() || !f.has(k.required):
		return malformed, nil
	case !c.signed(h.o.PublicURL, r, f):
		return badSignature, nil
	}
	// The message is kept even if Twilio hangs up meanwhile.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), patience)
	defer cancel()
	return k.handle(ctx, c, f, r)
}
