package notify_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
	"heard/store/sqlite"
)

const (
	town    = "town"
	village = "village"
	ours    = "+447400000001"
	child   = casework.Address("sms:+447700900123")
	adult   = casework.Address("sms:+447700900456")
)

// noon is in office hours, a Wednesday.
var noon = time.Date(2027, 2, 3, 12, 0, 0, 0, time.UTC)

var rules = casework.Rules{
	Procedure: &casework.Procedure{
		Name: "town", Version: "1", Council: "Town Council", Team: "the team", Prefix: "TWN",
		Office:  casework.Hours{From: 9 * 60, To: 17 * 60},
		Quiet:   casework.Hours{From: 21 * 60, To: 8 * 60},
		Morning: 9 * 60,
		Alert:   casework.AlertPolicy{Repeat: 5 * time.Minute},
	},
	Calendar: casework.NewCalendar(nil, casework.Date{Year: 2027, Month: 1, Day: 1}, casework.Date{Year: 2027, Month: 12, Day: 31}, nil),
}

// world is a store, a provider that remembers, and a clock that stands still.
type world struct {
	t      testing.TB
	engine store.Engine
	store  *store.Store
	phone  *phone
	clock  *clock
	o      notify.Options
	sender *notify.Sender
}

// newWorld is a world on disk.
func newWorld(t testing.TB) *world {
	t.Helper()
	e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(t.TempDir(), "heard.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return newWorldOver(t, e)
}

func newWorldOver(t testing.TB, e store.Engine) *world {
	t.Helper()
	w := &world{t: t, engine: e, clock: &clock{at: noon}}
	w.phone = &phone{now: w.clock.Now}
	w.store = w.open(e)
	w.o = notify.Options{
		Store: w.store, Now: w.clock.Now, Log: slog.New(slog.DiscardHandler),
		Needs: func(casework.Template) []string { return []string{"reference", "code"} },
		Render: func(says []casework.Say, _ casework.Lang, _ string, ch casework.Channel, _ casework.Date) ([]string, error) {
			return render(says, ch)
		},
		Councils: map[string]notify.Council{town: {
			Rules: rules,
			Duty: []notify.OnDuty{
				{Name: "Day", When: "office", Phone: "+447700900001"},
				{Name: "Dusk", When: "office", Phone: "+447700900002"},
				{Name: "Night", When: "out-of-office", Phone: "+447700900003"},
			},
			Officers: []notify.Official{{Name: "O", Role: casework.Officer, Email: "o@town.example"}},
			Numbers:  map[casework.Channel][]string{casework.SMS: {ours}, casework.WhatsApp: {ours}},
			Doors:    map[casework.Channel]notify.Provider{casework.SMS: w.phone, casework.WhatsApp: w.phone},
		}},
	}
	w.start()
	return w
}

func (w *world) open(e store.Engine) *store.Store {
	w.t.Helper()
	key := base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))
	seal, err := store.ParseKeys(key)
	if err != nil {
		w.t.Fatal(err)
	}
	lookup, err := store.ParseLookup(key)
	if err != nil {
		w.t.Fatal(err)
	}
	keys := store.Council{Seal: seal, Lookup: lookup}
	return store.New(e, map[string]store.Council{town: keys, village: keys})
}

// addCouncil adds a council like the town, with the same provider.
func (w *world) addCouncil(name string) { w.o.Councils[name] = w.o.Councils[town] }

// start makes a sender anew, as after a restart.
func (w *world) start() {
	w.t.Helper()
	var err error
	if w.sender, err = notify.New(w.o); err != nil {
		w.t.Fatal(err)
	}
}

// render makes one text of each run of says, at every Break a new one.
func render(says []casework.Say, _ casework.Channel) (texts []string, err error) {
	for i, s := range says {
		text := string(s.Template) + " " + s.Blanks["code"].Name
		if s.Template == "unspeakable" {
			return nil, errors.New("no words")
		}
		if i == 0 || s.Break {
			texts = append(texts, strings.TrimSpace(text))
		} else {
			texts[len(texts)-1] += " + " + strings.TrimSpace(text)
		}
	}
	return texts, nil
}

// reply is an answer to an address, a text for each template.
func reply(to casework.Address, about string, templates ...casework.Template) store.Entry {
	e := store.Entry{About: about, Audience: "child", From: ours}
	e.Key, e.To = about, casework.Recipient{Address: to}
	for _, t := range templates {
		e.Says = append(e.Says, casework.Say{Template: t, Break: true})
	}
	return e
}

func urgent(e store.Entry) store.Entry {
	e.Urgent = true
	return e
}

// say puts entries into the outbox, each in a change of its own.
func (w *world) say(entries ...store.Entry) {
	w.t.Helper()
	for _, e := range entries {
		c := w.store.Change(town, w.clock.Now())
		c.Say(e)
		w.write(c)
		w.clock.add(time.Millisecond)
	}
}

func (w *world) write(c *store.Change) {
	w.t.Helper()
	if err := w.store.Write(w.t.Context(), c); err != nil {
		w.t.Fatal(err)
	}
}

// openCase opens a case, with the officers' task that goes with it.
func (w *world) openCase(ref casework.Reference, actions ...casework.Action) store.Case {
	w.t.Helper()
	open := casework.OpenCase{Reference: ref, Council: town, Kind: casework.Complaint, ReceivedAt: w.clock.Now(), From: child, Statement: "my words"}
	var now store.Case
	for _, a := range append([]casework.Action{open}, actions...) {
		next, events, messages, err := now.Apply(a, rules, w.clock.Now())
		if err != nil {
			w.t.Fatal(err)
		}
		c := w.store.Change(town, w.clock.Now())
		c.Case(store.Case{Case: next, Version: now.Version}, events)
		for _, m := range messages {
			m.Says = casework.Fill(m.Says, next, rules, w.o.Needs)
			c.Say(store.NewEntry(next, m))
		}
		w.write(c)
		now = store.Case{Case: next, Version: now.Version + 1}
		w.clock.add(time.Millisecond)
	}
	return now
}

// pass sends until nothing is ready at this moment.
func (w *world) pass() notify.Report {
	w.t.Helper()
	did, err := w.sender.Pass(w.t.Context(), w.clock.Now())
	if err != nil && !errors.Is(err, errFate) {
		w.t.Fatal(err)
	}
	return did
}

// advance walks the clock from one entry's due time to the next for a while.
func (w *world) advance(d time.Duration) {
	w.t.Helper()
	for until := w.clock.Now().Add(d); ; {
		w.pass()
		now := w.clock.Now()
		if !now.Before(until) {
			return
		}
		at := until
		for _, e := range w.outbox() {
			if !e.Due.IsZero() && e.Due.Before(at) {
				at = e.Due
			}
		}
		w.clock.set(later(at, now.Add(time.Second)))
	}
}

func (w *world) outbox() []store.Entry {
	w.t.Helper()
	all, err := w.store.Outbox(w.t.Context(), town)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// log returns what was sent of a case, by its log.
func (w *world) log(ref casework.Reference) (sent []string) {
	w.t.Helper()
	events, err := w.store.Log(w.t.Context(), town, ref)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range events {
		sent = append(sent, strings.TrimSpace(e.What+" "+e.Text))
	}
	return sent
}

func (w *world) check(what string, got, want any) {
	w.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func count(all []string, one string) (n int) {
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

func containing(all []string, part string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !strings.Contains(s, part) })
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) { c.set(c.Now().Add(d)) }

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}
