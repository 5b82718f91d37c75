package intake_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/intake"
	"heard/store"
	"heard/store/sqlite"
)

const (
	town  = "town"
	ours  = "+447400000001"
	zoe   = casework.Address("sms:+447700900101")
	tariq = casework.Address("whatsapp:+447700900102")
)

var start = time.Date(2027, 2, 1, 10, 0, 0, 0, time.UTC) // a Monday

// rules are those of a town with one limit, and an office that is open.
var rules = casework.Rules{
	Procedure: &casework.Procedure{
		Name: "town", Version: "1", Council: "Town Council", Team: "the complaints team", Prefix: "TWN",
		Office: casework.Hours{From: 9 * 60, To: 17 * 60}, Morning: 9 * 60,
		Steps: []casework.Step{{Name: casework.StepStage1, From: casework.FromReceipt, Due: casework.Span{N: 10, Unit: casework.WorkingDays}}},
		Alert: casework.AlertPolicy{Repeat: 5 * time.Minute},
	},
	Calendar: casework.NewCalendar(nil, casework.Date{}, casework.Date{Year: 2030, Month: 1, Day: 1}, nil),
}

// step is a talk as short as can be: the first words open a case, "hit" raises
// an alert, "panic" panics, and everything is answered.
func step(s conversation.Session, f conversation.Facts, in []conversation.Input, now time.Time) (conversation.Session, []conversation.Act, []casework.Say) {
	var acts []conversation.Act
	var ref casework.Reference
	if len(f.Cases) > 0 {
		ref = f.Cases[0].Reference
	}
	for _, i := range in {
		said, ok := i.(conversation.Said)
		if !ok {
			s.Lapse = time.Time{}
			return s, []conversation.Act{conversation.Do{Case: ref, Action: casework.HandOver{}}}, []casework.Say{{Template: "still.there"}}
		}
		if strings.Contains(said.Text, "panic") {
			panic("the step met " + said.Text)
		}
		if ref == "" && !s.Open {
			s.Open = true
			acts = append(acts, conversation.Open{Action: casework.OpenCase{Kind: casework.Complaint, ReceivedAt: said.At, From: said.From, Statement: said.Text}})
		}
		acts = append(acts, conversation.Do{Case: ref, Action: casework.Said{At: said.At, From: said.From, Text: said.Text, Files: said.Files}})
		if strings.Contains(said.Text, "hit") {
			acts = append(acts, conversation.Do{Case: ref, Action: casework.RaiseAlert{Level: casework.LevelNow, Reasons: []string{"hit"}}})
		}
	}
	s.Asking, s.Lapse = conversation.AskOutcome, now.Add(24*time.Hour)
	f.Contact.Language = "en"
	acts = append(acts, conversation.Set{Contact: f.Contact})
	return s, acts, []casework.Say{{Template: "receipt"}, {Template: "ask.outcome"}}
}

// needs are the blanks of the words that the tests use.
func needs(t casework.Template) []string {
	return map[casework.Template][]string{
		"receipt":    {"reference", "stage1_due"},
		"duty.alert": {"reference", "code"},
	}[t]
}

// sure is a source of chance that starts the same in each test.
func sure() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

// house is a worker over a database.
type house struct {
	t      testing.TB
	engine store.Engine
	store  *store.Store
	worker *intake.Worker
	logs   *logs
	next   int
}

// logs keeps what was logged.
type logs struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func engine(t testing.TB) store.Engine {
	t.Helper()
	e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(t.TempDir(), "heard.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func stored(t testing.TB, e store.Engine) *store.Store {
	t.Helper()
	key := make([]byte, 32)
	binary.BigEndian.PutUint64(key, 7)
	text := base64.StdEncoding.EncodeToString(key)
	seal, err := store.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	lookup, err := store.ParseLookup(text)
	if err != nil {
		t.Fatal(err)
	}
	return store.New(e, map[string]store.Council{town: {Seal: seal, Lookup: lookup}})
}

// open makes a house; change may alter the worker's options.
func open(t testing.TB, e store.Engine, change func(*intake.Options)) *house {
	t.Helper()
	h := &house{t: t, engine: e, store: stored(t, e), logs: &logs{}}
	o := intake.Options{
		Store: h.store, Needs: needs, Settle: 2 * time.Second, Draw: sure(),
		Log: slog.New(slog.NewJSONHandler(h.logs, nil)),
		Councils: map[string]intake.Council{town: {
			Step: step, Rules: rules, Numbers: []string{ours},
			Roster: intake.Roster{{Name: "Dee", Phone: "+447700900001", Email: "dee@town.example", Duty: true}, {Name: "Ola", Email: "ola@town.example"}},
		}},
	}
	if change != nil {
		change(&o)
	}
	w, err := intake.New(o)
	if err != nil {
		t.Fatal(err)
	}
	h.worker = w
	return h
}

// text lets somebody write. "hit" is urgent.
func (h *house) text(from casework.Address, text string, at time.Time) {
	h.t.Helper()
	h.next++
	in := store.Inbound{
		Council: town, From: from, To: ours, Account: "AC1", Provider: fmt.Sprintf("SM%d", h.next),
		At: at, Text: text, Urgent: strings.Contains(text, "hit"),
	}
	if err := h.store.Receive(context.Background(), in); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) pass(now time.Time) intake.Report {
	h.t.Helper()
	r, err := h.worker.Pass(context.Background(), now)
	if err != nil {
		h.t.Fatalf("pass at %s: %v", now, err)
	}
	return r
}

func (h *house) cases() []store.Case {
	h.t.Helper()
	cases, err := h.store.AllCases(context.Background(), town, "", 100)
	if err != nil {
		h.t.Fatal(err)
	}
	return cases
}

// log returns the words in a case's log.
func (h *house) said(ref casework.Reference) []string {
	h.t.Helper()
	events, err := h.store.Log(context.Background(), town, ref)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		if e.What == "said" {
			out = append(out, e.Text)
		}
	}
	return out
}

// entries returns what waits in the outbox, by the first template of each.
func (h *house) entries() map[casework.Template][]store.Entry {
	h.t.Helper()
	all, err := h.store.Outbox(context.Background(), town)
	if err != nil {
		h.t.Fatal(err)
	}
	out := map[casework.Template][]store.Entry{}
	for _, e := range all {
		out[e.Says[0].Template] = append(out[e.Says[0].Template], e)
	}
	return out
}
