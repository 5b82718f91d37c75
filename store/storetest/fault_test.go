package storetest_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"heard/store"
	"heard/store/sqlite"
	"heard/store/storetest"
)

func open(t *testing.T) store.Engine {
	e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(t.TempDir(), "heard.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// move is a careful script: one read, one write that holds only once.
func move(ctx context.Context, e store.Engine) error {
	docs, err := e.Get(ctx, "from")
	if err != nil || docs[0].Version == 0 {
		return err
	}
	return e.Write(ctx, store.Batch{
		Checks:  []store.Check{{Key: "from", Version: docs[0].Version}},
		Puts:    []store.Put{{Key: "to"}},
		Deletes: []string{"from"},
	})
}

func setup(ctx context.Context, e store.Engine) error {
	return e.Write(ctx, store.Batch{Puts: []store.Put{{Key: "from"}}})
}

func TestEachFailureTriesEveryCallInEveryManner(t *testing.T) {
	type outcome struct {
		fault storetest.Fault
		state string
		away  bool
	}
	var got []outcome
	storetest.EachFailure(t, open, storetest.Script{
		Setup: setup,
		Run:   move,
		Check: func(t *testing.T, e store.Engine, f storetest.Fault, err error) {
			got = append(got, outcome{f, storetest.Dump(t, e)[0].Key, errors.Is(err, storetest.ErrInjected)})
			if err := move(t.Context(), e); err != nil {
				t.Errorf("again: %v", err)
			}
			if keys := storetest.Keys(storetest.Dump(t, e)); !slices.Equal(keys, []string{"to"}) {
				t.Errorf("again: %v", keys)
			}
		},
	})
	want := []outcome{}
	for _, f := range []storetest.Fault{{}, {After: true}, {Stop: true}, {After: true, Stop: true}} {
		second := "from"
		if f.After {
			second = "to"
		}
		for n, state := range []string{"from", second, "to"} {
			f.N = n + 1
			want = append(want, outcome{f, state, n < 2})
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("outcomes\n got %v\nwant %v", got, want)
	}
}

func TestAFaultHitsOneCallOrAllThatFollow(t *testing.T) {
	for _, c := range []struct {
		fault storetest.Fault
		fail  []bool // put, put, get, put
		keys  []string
	}{
		{storetest.Fault{}, []bool{false, false, false, false}, []string{"0", "1", "3"}},
		{storetest.Fault{N: 2}, []bool{false, true, false, false}, []string{"0", "3"}},
		{storetest.Fault{N: 2, After: true}, []bool{false, true, false, false}, []string{"0", "1", "3"}},
		{storetest.Fault{N: 2, Stop: true}, []bool{false, true, true, true}, []string{"0"}},
		{storetest.Fault{N: 2, After: true, Stop: true}, []bool{false, true, true, true}, []string{"0", "1"}},
		{storetest.Fault{N: 3, After: true}, []bool{false, false, true, false}, []string{"0", "1", "3"}},
	} {
		t.Run(c.fault.String(), func(t *testing.T) {
			t.Parallel()
			sound := open(t)
			e := storetest.WithFault(sound, c.fault)
			for n, fail := range c.fail {
				var docs []store.Doc
				var err error
				if n == 2 {
					docs, err = e.Get(t.Context(), "0")
				} else {
					err = e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: string(rune('0' + n))}}})
				}
				if errors.Is(err, store.ErrAway) != fail || err != nil && len(docs) > 0 {
					t.Errorf("call %d: %v, %d documents", n+1, err, len(docs))
				}
			}
			if keys := storetest.Keys(storetest.Dump(t, sound)); !slices.Equal(keys, c.keys) {
				t.Errorf("keys %v, want %v", keys, c.keys)
			}
			if e.Hit() != (c.fault.N > 0) || e.Calls() != 4 {
				t.Errorf("hit %t, calls %d", e.Hit(), e.Calls())
			}
		})
	}
}
