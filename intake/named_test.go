package intake_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/configs"
)

// Somebody goes on from another phone with the safe word. The first phone is
// never written to for it, and a wrong word joins nothing.
func TestTheSafeWordJoinsAnotherPhone(t *testing.T) {
	t.Parallel()
	words, err := configs.Words()
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, engine(t), shipped(t, words))
	at := start
	say := func(from casework.Address, text string) {
		at = at.Add(time.Minute)
		h.text(from, text, at)
		h.pass(at.Add(2 * time.Second))
	}
	const other = casework.Address("sms:+447700900199")
	for _, text := range []string{"my key worker never calls me", "skip", "skip", "my safe word is purple frog"} {
		say(zoe, text)
	}
	ref := h.cases()[0].Reference
	say(other, "what is up with "+ref.Show())
	say(other, "green frog")
	if c, _ := h.store.Contact(context.Background(), town, other); len(c.Cases) != 1 || c.Cases[0] == ref {
		t.Fatalf("a wrong word joined %v", c.Cases)
	}
	told := len(h.to(zoe))
	say(other, "purple frog")
	say(other, "yes")
	say(other, "she still never calls")
	if c, _ := h.store.Contact(context.Background(), town, other); len(c.Cases) != 2 || c.Cases[0] != ref {
		t.Errorf("the right word joined %v", c.Cases)
	}
	if n := len(h.to(zoe)); n != told {
		t.Errorf("the first phone was written to %d times for it", n-told)
	}
	if said := strings.Join(h.said(ref), "|"); !strings.HasSuffix(said, "purple frog|yes|she still never calls") {
		t.Errorf("the log of the case has %s", said)
	}
	h.rendered(words)
}

// to counts what goes to an address.
func (h *house) to(a casework.Address) (all []string) {
	h.t.Helper()
	for template, entries := range h.entries() {
		for _, e := range entries {
			if e.To.Address == a {
				all = append(all, string(template))
			}
		}
	}
	return all
}
