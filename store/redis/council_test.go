package redis

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

func TestACallOfTwoCouncilsIsRefused(t *testing.T) {
	t.Parallel()
	e := start(t, always...).open(t)
	a, b, none := store.Put{Key: "a/1"}, store.Put{Key: "b/1"}, store.Put{Key: "/1"}
	_, two := e.Get(t.Context(), "a/1", "b/1")
	_, nameless := e.List(t.Context(), "/", "", 1)
	_, nowhere := e.Due(t.Context(), "", 1, 1)
	for name, err := range map[string]error{
		"two puts":           e.Write(t.Context(), store.Batch{Puts: []store.Put{a, b}}),
		"a check of another": e.Write(t.Context(), store.Batch{Checks: []store.Check{{Key: "b/1"}}, Puts: []store.Put{a}}),
		"a delete":           e.Write(t.Context(), store.Batch{Puts: []store.Put{a}, Deletes: []string{"b/1"}}),
		"a queue":            e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: "a/1", Queue: "b/in", Due: 1}}}),
		"an inbox's queue":   e.Receive(t.Context(), store.Item{Inbox: "a/in/x", Queue: "b/in"}),
		"no council":         e.Write(t.Context(), store.Batch{Puts: []store.Put{none}}),
		"no council's inbox": e.Receive(t.Context(), store.Item{Inbox: "/in"}),
		"a get":              two,
		"a nameless list":    nameless,
		"a nameless queue":   nowhere,
	} {
		if err == nil || errors.Is(err, store.ErrAway) {
			t.Errorf("%s: error %v, want a refusal", name, err)
		}
	}
	if left := storetest.Keys(storetest.Dump(t, e)); len(left) > 0 {
		t.Errorf("written nevertheless: %v", left)
	}
}

func TestCouncilsShareNothingButAListOfAll(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"server": always, "cluster": cluster} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := start(t, args...).open(t)
			want := []string{"a", "a-b", "a-b/1", "a/1", "a/2", "b/1", "c"}
			for _, key := range want {
				c, _, _ := split(key)
				err := e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: key, Queue: string(c) + "/q", Due: 7}}})
				if err != nil {
					t.Fatal(err)
				}
			}
			if got := storetest.Keys(storetest.Dump(t, e)); !slices.Equal(got, want) {
				t.Errorf("all %v, want %v", got, want)
			}
			for i, after := range want {
				got, err := e.List(t.Context(), "", after, 2)
				if rest := want[i+1 : min(i+3, len(want))]; err != nil || !slices.Equal(storetest.Keys(got), rest) {
					t.Errorf("after %s: %v, want %v, error %v", after, storetest.Keys(got), rest, err)
				}
			}
			got, err := e.List(t.Context(), "a", "", 10)
			if err != nil || !slices.Equal(storetest.Keys(got), want[:5]) {
				t.Errorf("prefix a: %v, error %v", storetest.Keys(got), err)
			}
			got, err = e.Due(t.Context(), "a/q", 7, 10)
			if err != nil || !slices.Equal(storetest.Keys(got), []string{"a", "a/1", "a/2"}) {
				t.Errorf("due for a: %v, error %v", storetest.Keys(got), err)
			}
			for _, c := range []string{"a", "b"} { // one id, two councils
				if err := e.Receive(t.Context(), store.Item{Inbox: c + "/in/x", Queue: c + "/in", At: 5}); err != nil {
					t.Error(err)
				}
			}
			if err := e.Forget(t.Context(), 6); err != nil {
				t.Error(err)
			}
			for _, c := range []string{"a", "b"} {
				if err := e.Receive(t.Context(), store.Item{Inbox: c + "/in/x", Queue: c + "/in", At: 6}); err != nil {
					t.Errorf("%s forgot nothing: %v", c, err)
				}
			}
		})
	}
}

func TestAllKeysOfACouncilShareASlot(t *testing.T) {
	t.Parallel()
	s := start(t, cluster...)
	e := s.open(t)
	councils := []string{"hampshire", "bcp", "sefton"}
	for _, c := range councils {
		if err := e.Receive(t.Context(), store.Item{Inbox: c + "/in/x", Queue: c + "/in", At: 1, Due: 1}); err != nil {
			t.Fatal(err)
		}
	}
	slots := map[string]string{} // of a slot, the council in it
	keys := strings.Fields(strings.Trim(s.ask(t, "keys", "*"), "[]"))
	for _, key := range keys {
		slot, of := s.ask(t, "cluster", "keyslot", key), string(scanned(key))
		if slots[slot] == "" {
			slots[slot] = of
		}
		if slots[slot] != of {
			t.Errorf("%s lies with the keys of %s", key, slots[slot])
		}
	}
	if len(slots) != len(councils) || len(keys) != 5*len(councils) {
		t.Errorf("%d slots of %d councils, keys %v", len(slots), len(councils), keys)
	}
}

// A council whose slot no node serves is away, and no other is; the service
// as a whole says that it is not ready.
func TestANodeThatIsGoneTakesItsCouncilsOnly(t *testing.T) {
	t.Parallel()
	s := start(t, append(cluster, "--cluster-require-full-coverage", "no")...)
	e := s.open(t)
	service := store.New(e, map[string]store.Council{"hampshire": {}, "bcp": {}})
	receive := func(c string, n byte) error {
		return e.Receive(t.Context(), store.Item{ID: [16]byte{n}, Inbox: c + "/in/x", Queue: c + "/in", At: 1, Due: 1})
	}
	if err := errors.Join(receive("hampshire", 1), receive("bcp", 1), service.Ready(t.Context())); err != nil {
		t.Fatal(err)
	}
	slot := s.ask(t, "cluster", "keyslot", council("bcp").seen())
	s.ask(t, "cluster", "delslots", slot)
	eventually(t, "its council is away", func() bool { return errors.Is(receive("bcp", 2), store.ErrAway) })
	if err := receive("hampshire", 2); err != nil {
		t.Errorf("the other council: %v", err)
	}
	if err := service.Ready(t.Context()); !errors.Is(err, store.ErrAway) {
		t.Errorf("ready: %v", err)
	}
	s.ask(t, "cluster", "addslots", slot)
	eventually(t, "its council is back", func() bool { return receive("bcp", 2) == nil })
	if err := service.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}
