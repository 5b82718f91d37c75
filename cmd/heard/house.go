package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"heard/casework"
	"heard/configs"
	"heard/conversation"
	"heard/intake"
	intaketwilio "heard/intake/twilio"
	"heard/notify"
	notifymail "heard/notify/mail"
	notifytwilio "heard/notify/twilio"
	"heard/store"
	"heard/wording"
)

// plan is what a house is built from: an engine, and the councils as plain
// values, from wherever they came.
type plan struct {
	engine       store.Engine
	councils     []setup
	publicURL    string
	twilioAPI    string
	settle       time.Duration
	unknownAfter time.Duration
	smtpTLS      notifymail.TLS
	now          func() time.Time
	draw         io.Reader // chance; nil means the machine's
	log          *slog.Logger
	// secrets reads a council's secrets again; nil where they cannot change.
	secrets func(council string) (configs.Secret, error)
	shared  bool   // other processes may work on the same store
	data    string // the folder of everything that is kept
	// tellReceived is called after a mail was stored; may be nil.
	tellReceived func()
	// rendered is told of every text that is put into words; may be nil.
	rendered func(says []casework.Say, text string)
}

// setup is one council.
type setup struct {
	name                 string
	rules                casework.Rules
	seal, lookup         string // keys, as they stand in the environment
	account, token, next string
	service              string
	numbers, whatsapp    []string
	deleteMedia          bool    // at the provider, once it is kept here
	perSecond            float64 // parts of texts that each number sends
	twilio               *configs.Twilio
	mail                 *postbox // nil: no mail
	officers             []notify.Official
	duty                 []notify.OnDuty
}

// house is the service, wired. serve, chat and demo live in the same one.
type house struct {
	plan
	words  *wording.Catalogue
	store  *store.Store
	worker *intake.Worker
	sender *notify.Sender
	wakes  *notify.Wakes
	door   *intaketwilio.Handler

	mailboxes   []watched
	providers   map[string]*notifytwilio.Provider // of the councils that have texts
	reconcilers []reconciled
	media       intake.Media
	id          string // of this process, for leases
}

func build(p plan) (*house, error) {
	h := &house{plan: p, id: randomHex(8), providers: map[string]*notifytwilio.Provider{}}
	var err error
	if h.words, err = configs.Words(); err != nil {
		return nil, err
	}
	lexicons, err := conversation.LoadLexicons()
	if err != nil {
		return nil, err
	}
	keys, err := h.keys()
	if err != nil {
		return nil, err
	}
	h.store = store.New(h.engine, keys)
	if err := h.hire(lexicons); err != nil {
		return nil, err
	}
	if err := h.openDoor(lexicons); err != nil {
		return nil, err
	}
	if err := h.openMedia(keys); err != nil {
		return nil, err
	}
	if err := h.openReconcilers(lexicons); err != nil {
		return nil, err
	}
	return h, h.openMailboxes(lexicons, keys)
}

// keys are what each council's records are sealed and found with.
func (h *house) keys() (map[string]store.Council, error) {
	councils := map[string]store.Council{}
	for _, c := range h.councils {
		seal, err := store.ParseKeys(c.seal)
		if err != nil {
			return nil, fmt.Errorf("the seal key of %s: %w", c.name, err)
		}
		lookup, err := store.ParseLookup(c.lookup)
		if err != nil {
			return nil, fmt.Errorf("the lookup key of %s: %w", c.name, err)
		}
		councils[c.name] = store.Council{Seal: seal, Lookup: lookup}
	}
	return councils, nil
}

// hire makes the doers: who takes in, who reminds, who sends.
func (h *house) hire(lexicons conversation.Lexicons) (err error) {
	in := intake.Options{
		Store: h.store, Councils: map[string]intake.Council{}, Needs: h.words.Needs,
		Settle: h.settle, Now: h.now, Draw: h.draw, Log: h.log, Shared: h.shared,
	}
	out := notify.Options{
		Store: h.store, Councils: map[string]notify.Council{}, Needs: h.words.Needs, Render: h.render,
		Blank: h.blank, Now: h.now, UnknownAfter: h.unknownAfter, Log: h.log, Link: h.ackLink,
	}
	for _, c := range h.councils {
		guide := conversation.Guide{Lexicons: lexicons, Rules: c.rules}
		in.Councils[c.name] = intake.Council{Step: guide.Step, Rules: c.rules, Roster: c.roster(), Numbers: append(c.numbers[:len(c.numbers):len(c.numbers)], c.whatsapp...)}
		if out.Councils[c.name], err = h.outbound(c); err != nil {
			return err
		}
	}
	if h.worker, err = intake.New(in); err != nil {
		return err
	}
	if h.sender, err = notify.New(out); err != nil {
		return err
	}
	h.wakes, err = notify.NewWakes(out)
	return err
}

func (h *house) outbound(c setup) (notify.Council, error) {
	n := notify.Council{
		Rules: c.rules, Duty: c.duty, Officers: c.officers,
		Numbers: map[casework.Channel][]string{casework.SMS: c.numbers, casework.WhatsApp: c.whatsapp, casework.Call: c.numbers},
		Doors:   map[casework.Channel]notify.Provider{},
	}
	if c.mail != nil {
		p, err := h.mailDoor(c)
		if err != nil {
			return n, err
		}
		n.Doors[casework.Email] = p
	}
	if c.account == "" {
		return n, nil
	}
	p, err := notifytwilio.New(notifytwilio.Options{
		Account: c.account, Token: c.token, Next: c.next, Now: h.now, APIBase: h.twilioAPI, MessagingService: c.service,
		PerSecond:    c.perSecond,
		CallbackBase: h.publicURL + "/twilio/" + c.name + "/status",
		VoiceBase:    h.publicURL + "/twilio/" + c.name + "/voice",
	})
	if err != nil {
		return n, err
	}
	n.Doors[casework.SMS], n.Doors[casework.WhatsApp] = p, p
	h.approved(&n, c.twilio)
	if len(c.numbers) > 0 { // WhatsApp alone cannot ring anybody
		n.Doors[casework.Call] = p
	}
	h.providers[c.name] = p
	return n, nil
}

func (c setup) roster() (r intake.Roster) {
	for _, d := range c.duty {
		r = append(r, intake.Staff{Name: d.Name, Phone: d.Phone, Email: d.Email, Duty: true})
	}
	for _, o := range c.officers {
		r = append(r, intake.Staff{Name: o.Name, Email: o.Email})
	}
	return r
}

func (h *house) openDoor(lexicons conversation.Lexicons) (err error) {
	councils := map[string]intaketwilio.Council{}
	for _, c := range h.councils {
		if c.account != "" {
			councils[c.name] = intaketwilio.Council{Account: c.account, Token: c.token, Next: c.next, Numbers: c.numbers, WhatsApp: c.whatsapp}
		}
	}
	h.door, err = intaketwilio.New(intaketwilio.Options{
		Store: h.store, PublicURL: h.publicURL, Councils: councils, Now: h.now, Log: h.log,
		Urgent:   urgent(lexicons),
		Received: h.worker.Wake,
		Missed:   h.missed,
		Voice:    h.voice,
		Settle:   h.sender.Settle,
	})
	return err
}

// urgent is how the doors hear danger, which waits for nobody.
func urgent(lexicons conversation.Lexicons) func(string) bool {
	return func(text string) bool {
		level, _ := lexicons.Danger(text)
		return level == casework.LevelNow
	}
}

func (h *house) render(says []casework.Say, lang casework.Lang, audience string, ch casework.Channel, today casework.Date) ([]string, error) {
	texts, err := h.words.Render(says, wording.Reader{Language: lang, Audience: wording.Audience(audience), Channel: ch, Today: today})
	if h.rendered != nil {
		for _, text := range texts {
			h.rendered(says, text)
		}
	}
	return texts, err
}

// handler serves what the outside reaches: how we are, and the doors of whoever
// is there for the web.
func (h *house) handler(web bool) http.Handler {
	mux := http.NewServeMux()
	if web {
		mux.Handle("/twilio/", h.door)
		mux.Handle("GET /ack/{token}", h.alerts())
		mux.Handle("POST /ack/{token}", h.alerts())
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.HandleFunc("GET /metrics", h.metrics)
	return mux
}

// readyLimit is how long the store may take to answer before we say that it
// is away.
const readyLimit = 900 * time.Millisecond

func (h *house) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyLimit)
	defer cancel()
	if err := h.store.Ready(ctx); err != nil {
		http.Error(w, "the store is away", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// metrics counts webhooks by how they ended. No number, name or text of a
// person is in it.
func (h *house) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	fmt.Fprintln(w, "# TYPE heard_webhooks_total counter")
	for _, name := range sortedKeys(h.door.Counts()) {
		fmt.Fprintf(w, "heard_webhooks_total{result=%q} %d\n", name, h.door.Counts()[name])
	}
}
