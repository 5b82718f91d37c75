package intake_test

import (
	"testing"
	"time"

	"heard/casework"
	"heard/store"
)

// TestAWordThatTheProviderObeyedIsObeyedHere: a council may have set words of
// its own at the provider, which the talk does not know.
func TestAWordThatTheProviderObeyedIsObeyedHere(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.text(zoe, "nobody rings me back", start)
	h.pass(start.Add(time.Minute))
	obeyed := func(word, kind string, n int) store.Contact {
		t.Helper()
		at := start.Add(time.Duration(n) * time.Hour)
		in := store.Inbound{Council: town, From: zoe, To: ours, Account: "AC1", Provider: word, At: at, Text: word, OptOut: kind}
		if err := h.store.Receive(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		h.pass(at.Add(time.Minute))
		c, err := h.store.Contact(t.Context(), town, zoe)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := obeyed("arret", "STOP", 1); !c.OptedOut {
		t.Error("texts were stopped at the provider, and not here")
	}
	k := h.cases()[0]
	if k.Status != casework.Open || !k.Flagged(casework.FlagCannotText) || len(h.entries()["officer.stopped"]) != 1 {
		t.Errorf("the case is %s with %v", k.Status, k.Flags)
	}
	if n := len(h.entries()["receipt"]); n != 1 {
		t.Errorf("%d answers: the provider would refuse the second", n)
	}
	if c := obeyed("encore", "START", 2); c.OptedOut || h.cases()[0].Flagged(casework.FlagCannotText) {
		t.Error("texts were allowed again at the provider, and not here")
	}
}
