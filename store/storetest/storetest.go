// Package storetest holds every engine to its word: Run is the one place where
// the promises of store.Engine are tested, and an engine that passes may carry
// the service. It also lends faults to the tests of the rooms above, which have
// to come through a database that fails before, or after, it did what it was
// asked.
//
// What only one engine has (its files, its lock, its migrations) is tested
// beside that engine.
package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"heard/store"
)

// Reopener is an Engine that can be closed and opened again over what it kept.
// The checks of durability are for engines that implement it.
type Reopener interface {
	store.Engine
	Reopen(t *testing.T) store.Engine
}

// Run checks the whole contract of store.Engine. open returns an empty engine
// and arranges its end with t.Cleanup; it is called once for each check, and
// the checks run in parallel.
func Run(t *testing.T, open func(t *testing.T) store.Engine) {
	for _, group := range []struct {
		name   string
		checks []check
	}{
		{"Receive", receiveChecks},
		{"Write", writeChecks},
		{"Get", getChecks},
		{"Due", dueChecks},
		{"List", listChecks},
		{"Many", manyChecks},
		{"Forget", forgetChecks},
		{"Together", togetherChecks},
		{"Leave", leaveChecks},
	} {
		t.Run(group.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range group.checks {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					c.run(t, open(t))
				})
			}
		})
	}
}

// A check is named by the promise that it holds an engine to.
type check struct {
	name string
	run  func(t *testing.T, e store.Engine)
}

// Dump returns all documents by key, for comparing what stood before with what
// stands after.
func Dump(t testing.TB, e store.Engine) []store.Doc {
	t.Helper()
	docs, err := e.List(t.Context(), "", "", 1<<30)
	if err != nil {
		t.Fatalf("list everything: %v", err)
	}
	return docs
}

// Keys returns the keys of documents, in their order.
func Keys(docs []store.Doc) []string {
	keys := make([]string, len(docs))
	for i, d := range docs {
		keys[i] = d.Key
	}
	return keys
}

func same[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused demands exactly one of the sentinels.
func refused(t testing.TB, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("error %v, want %v", got, want)
	}
	for _, other := range []error{store.ErrSeen, store.ErrConflict, store.ErrTaken, store.ErrAway} {
		if other != want && errors.Is(got, other) {
			t.Errorf("error %v is also %v", got, other)
		}
	}
}

// item is the n-th message of somebody, in the inbox in/<who>.
func item(who string, n int) store.Item {
	i := store.Item{
		Inbox: "in/" + who,
		Queue: "worker",
		At:    int64(1000 + n),
		Due:   int64(1000 + n),
		Body:  fmt.Appendf(nil, "%s %d", who, n),
	}
	copy(i.ID[:], i.Body)
	return i
}

func receive(t testing.TB, e store.Engine, items ...store.Item) {
	t.Helper()
	for _, i := range items {
		ok(t, e.Receive(t.Context(), i))
	}
}

func put(t testing.TB, e store.Engine, puts ...store.Put) {
	t.Helper()
	ok(t, e.Write(t.Context(), store.Batch{Puts: puts}))
}

// plain are puts of the keys, each its own body.
func plain(keys ...string) []store.Put {
	puts := make([]store.Put, len(keys))
	for i, k := range keys {
		puts[i] = store.Put{Key: k, Body: []byte(k)}
	}
	return puts
}

func remove(t testing.TB, e store.Engine, keys ...string) {
	t.Helper()
	ok(t, e.Write(t.Context(), store.Batch{Deletes: keys}))
}

func get(t testing.TB, e store.Engine, key string) store.Doc {
	t.Helper()
	docs, err := e.Get(t.Context(), key)
	ok(t, err)
	if len(docs) != 1 {
		t.Fatalf("get one key: %d documents", len(docs))
	}
	return docs[0]
}

func list(t testing.TB, e store.Engine, prefix string) []store.Doc {
	t.Helper()
	docs, err := e.List(t.Context(), prefix, "", 1<<30)
	ok(t, err)
	return docs
}

func due(t testing.TB, e store.Engine, queue string, until int64) []string {
	t.Helper()
	docs, err := e.Due(t.Context(), queue, until, 1<<30)
	ok(t, err)
	return Keys(docs)
}

// bodies are the bodies of documents, as text, in their order.
func bodies(docs []store.Doc) []string {
	var texts []string
	for _, d := range docs {
		texts = append(texts, string(d.Body))
	}
	return texts
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }
