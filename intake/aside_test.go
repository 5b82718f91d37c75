package intake_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/store"
)

func (h *house) aside() []store.Inbound {
	h.t.Helper()
	got, err := h.store.SetAside(h.t.Context(), town, "", 100)
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

func TestAMessageThatFailsIsSetAsideAndTheRestGoOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		texts    []string
		answered []string
		duty     bool
	}{
		{"alone", []string{"panic"}, nil, false},
		{"the first", []string{"panic", "one", "two"}, []string{"one", "two"}, false},
		{"in the middle", []string{"one", "panic", "two"}, []string{"one", "two"}, false},
		{"the last", []string{"one", "two", "panic"}, []string{"one", "two"}, false},
		{"in danger", []string{"one", "panic, he hit me"}, []string{"one"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, engine(t), nil)
			for _, text := range c.texts {
				h.text(zoe, text, start)
			}
			now := start.Add(time.Minute)
			if r := h.pass(now); r.Aside != 1 {
				t.Errorf("report %+v, want one message set aside", r)
			}
			aside := h.aside()
			if len(aside) != 1 || !strings.Contains(aside[0].Text, "panic") || aside[0].From != zoe {
				t.Errorf("set aside: %+v", aside)
			}
			var answered []string
			if cases := h.cases(); len(cases) > 0 {
				answered = h.said(cases[0].Reference)
			}
			if !slices.Equal(answered, c.answered) {
				t.Errorf("answered %q, want %q", answered, c.answered)
			}
			if e := h.entries(); len(e["officer.set_aside"]) != 1 || len(e["duty.set_aside"]) > 0 != c.duty {
				t.Errorf("told: %v", e)
			}
			h.quiet(now)
		})
	}
}

// A message whose bytes were damaged on disk is kept for a person as well.
func TestADamagedMessageIsSetAside(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.text(zoe, "one", start)
	h.text(zoe, "two", start)
	docs, err := h.engine.List(t.Context(), town+"/in/", "", 10)
	if err != nil || len(docs) != 3 {
		t.Fatal(docs, err)
	}
	docs[1].Body[20] ^= 1
	put := store.Put{Key: docs[1].Key, Body: docs[1].Body}
	if err := h.engine.Write(t.Context(), store.Batch{Deletes: []string{put.Key}}); err != nil {
		t.Fatal(err)
	}
	if err := h.engine.Write(t.Context(), store.Batch{Puts: []store.Put{put}}); err != nil {
		t.Fatal(err)
	}
	h.pass(start.Add(time.Minute))
	if aside := h.aside(); len(aside) != 1 || aside[0].Err == nil {
		t.Errorf("set aside: %+v", aside)
	}
	if got := h.said(h.cases()[0].Reference); !slices.Equal(got, []string{"two"}) {
		t.Errorf("answered %q", got)
	}
	if e := h.entries()["duty.set_aside"]; len(e) != 1 {
		t.Error("nobody was told that a message cannot be read, and it may be danger")
	}
	h.quiet(start.Add(time.Minute))
}

// Praise at noon is read in the morning, a message set aside too.
func TestTheTaskOfASetAsideMessageWaitsForTheOffice(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	night := time.Date(2027, 2, 5, 23, 0, 0, 0, time.UTC) // a Friday
	h.text(zoe, "panic", night)
	h.pass(night.Add(time.Minute))
	e := h.entries()["officer.set_aside"]
	monday := casework.Date{Year: 2027, Month: 2, Day: 8}.At(9, 0)
	if len(e) != 1 || !e[0].NotBefore.Equal(monday) {
		t.Errorf("told %+v, want it on Monday at nine", e)
	}
}

// A contact that was damaged on disk keeps nobody else waiting, and what that
// person writes next is kept for an officer.
func TestADamagedContactHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.openCase(zoe)
	h.openCase(tariq)
	contact, err := h.store.Contact(t.Context(), town, zoe)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := h.engine.Get(t.Context(), contact.Key)
	if err != nil {
		t.Fatal(err)
	}
	docs[0].Body[20] ^= 1
	put := store.Put{Key: contact.Key, Queue: docs[0].Queue, Due: docs[0].Due, Body: docs[0].Body}
	if err := h.engine.Write(t.Context(), store.Batch{Puts: []store.Put{put}}); err != nil {
		t.Fatal(err)
	}
	if r := h.pass(start.Add(48 * time.Hour)); r.Lapsed != 1 {
		t.Errorf("report %+v, want the other's lapse", r)
	}
	h.text(zoe, "are you there", start.Add(50*time.Hour))
	h.pass(start.Add(51 * time.Hour))
	if aside := h.aside(); len(aside) != 1 || aside[0].Text != "are you there" {
		t.Errorf("set aside: %+v", aside)
	}
}
