package storetest

import (
	"fmt"
	"testing"

	"heard/store"
)

var writeChecks = []check{
	{"raises a document's version by one with each put", func(t *testing.T, e store.Engine) {
		for n := range 4 {
			body := fmt.Appendf(nil, "text %d", n)
			put(t, e, store.Put{Key: "case/1", Queue: "wake", Due: int64(n), Body: body})
			same(t, "document", get(t, e, "case/1"),
				store.Doc{Key: "case/1", Version: int64(n + 1), Queue: "wake", Due: int64(n), Body: body})
		}
	}},
	{"puts the whole document", func(t *testing.T, e store.Engine) {
		put(t, e, store.Put{Key: "case/1", Queue: "wake", Due: 5, Body: []byte("text")})
		put(t, e, store.Put{Key: "case/1"})
		same(t, "document", get(t, e, "case/1"), store.Doc{Key: "case/1", Version: 2})
		same(t, "due", due(t, e, "wake", 100), nil)
	}},
	{"starts again at version 1 after a delete", func(t *testing.T, e store.Engine) {
		put(t, e, plain("a", "b")...)
		put(t, e, plain("a")...)
		remove(t, e, "a", "never there")
		same(t, "deleted", get(t, e, "a"), store.Doc{Key: "a"})
		put(t, e, plain("a")...)
		same(t, "made anew", get(t, e, "a").Version, int64(1))
		same(t, "neighbour", get(t, e, "b").Version, int64(1))
	}},
	{"puts and deletes in one batch", func(t *testing.T, e store.Engine) {
		put(t, e, plain("a", "b")...)
		ok(t, e.Write(t.Context(), store.Batch{
			Checks:  []store.Check{{Key: "a", Version: 1}, {Key: "b", Version: 1}, {Key: "c", Taken: true}},
			Puts:    plain("b", "c"),
			Deletes: []string{"a"},
		}))
		same(t, "keys", Keys(Dump(t, e)), []string{"b", "c"})
	}},
	{"does nothing for an empty batch", func(t *testing.T, e store.Engine) {
		ok(t, e.Write(t.Context(), store.Batch{}))
	}},
	{"checks versions", checkVersions},
	{"treats items and inboxes like all documents", func(t *testing.T, e store.Engine) {
		receive(t, e, item("ann", 1), item("ann", 2))
		items := list(t, e, "in/ann/")
		ok(t, e.Write(t.Context(), store.Batch{
			Checks: []store.Check{{Key: "in/ann", Version: 2}, {Key: items[0].Key, Version: 1}},
			Puts: []store.Put{
				{Key: items[1].Key, Queue: "aside", Due: 3, Body: []byte("set aside")},
				{Key: "in/ann", Queue: "worker", Due: 9_000},
			},
			Deletes: []string{items[0].Key},
		}))
		same(t, "items", list(t, e, "in/ann/"), []store.Doc{
			{Key: items[1].Key, Version: 2, Queue: "aside", Due: 3, Body: []byte("set aside")},
		})
		same(t, "set aside", due(t, e, "aside", 3), []string{items[1].Key})
		receive(t, e, item("ann", 3))
		same(t, "inbox", get(t, e, "in/ann"), store.Doc{Key: "in/ann", Version: 4, Queue: "worker", Due: 9_000})
		same(t, "bodies", bodies(list(t, e, "in/ann/")), []string{"set aside", "ann 3"})
	}},
	{"gives an inbox that Receive made a body", func(t *testing.T, e store.Engine) {
		receive(t, e, item("ann", 1))
		put(t, e, store.Put{Key: "in/ann", Queue: "worker", Due: 1001, Body: []byte("a lease")})
		same(t, "inbox", get(t, e, "in/ann"),
			store.Doc{Key: "in/ann", Version: 2, Queue: "worker", Due: 1001, Body: []byte("a lease")})
	}},
	{"takes a thousand documents at once", func(t *testing.T, e store.Engine) {
		var keys []string
		for n := range 1000 {
			keys = append(keys, fmt.Sprintf("walk/%04d", n))
		}
		put(t, e, plain(keys...)...)
		same(t, "written", bodies(list(t, e, "walk/")), keys)
		remove(t, e, keys[1:]...)
		same(t, "left", Keys(Dump(t, e)), keys[:1])
	}},
}

// checkVersions tries each kind of check alone, and as the last of several
// beside writes that would show if they were done.
func checkVersions(t *testing.T, e store.Engine) {
	put(t, e, plain("one", "two", "other")...)
	put(t, e, plain("two")...)
	for _, c := range []struct {
		check store.Check
		want  error
	}{
		{store.Check{Key: "one", Version: 1}, nil},
		{store.Check{Key: "two", Version: 2}, nil},
		{store.Check{Key: "absent", Version: 0}, nil},
		{store.Check{Key: "absent", Version: 0, Taken: true}, nil},
		{store.Check{Key: "two", Version: 1}, store.ErrConflict},
		{store.Check{Key: "one", Version: 2}, store.ErrConflict},
		{store.Check{Key: "absent", Version: 1}, store.ErrConflict},
		{store.Check{Key: "one", Version: 0}, store.ErrConflict},
		{store.Check{Key: "one", Version: 0, Taken: true}, store.ErrTaken},
	} {
		alone := e.Write(t.Context(), store.Batch{Checks: []store.Check{c.check}})
		if c.want == nil {
			if alone != nil {
				t.Errorf("%+v: %v", c.check, alone)
			}
			continue
		}
		refused(t, alone, c.want)
		before := Dump(t, e)
		refused(t, e.Write(t.Context(), store.Batch{
			Checks:  []store.Check{{Key: "other", Version: 1}, c.check},
			Puts:    plain("new", "one", "other"),
			Deletes: []string{"two"},
		}), c.want)
		same(t, fmt.Sprintf("after %+v", c.check), Dump(t, e), before)
	}
}
