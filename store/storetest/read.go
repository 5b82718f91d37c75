package storetest

import (
	"fmt"
	"testing"

	"heard/store"
)

var getChecks = []check{
	{"answers in the order of the keys, the absent and the doubled too", func(t *testing.T, e store.Engine) {
		put(t, e, plain("a", "b")...)
		got, err := e.Get(t.Context(), "b", "none", "a", "b")
		ok(t, err)
		b := store.Doc{Key: "b", Version: 1, Body: []byte("b")}
		same(t, "documents", got, []store.Doc{b, {Key: "none"}, {Key: "a", Version: 1, Body: []byte("a")}, b})
	}},
	{"answers no keys with nothing", func(t *testing.T, e store.Engine) {
		got, err := e.Get(t.Context())
		ok(t, err)
		same(t, "documents", got, nil)
	}},
	{"takes a key for itself and for no pattern", func(t *testing.T, e store.Engine) {
		put(t, e, plain("a_c", "abc", "a%", "A_C")...)
		for _, key := range []string{"a_c", "a%", "A_C"} {
			same(t, key, string(get(t, e, key).Body), key)
		}
		same(t, "a*", get(t, e, "a*").Version, int64(0))
	}},
}

var dueChecks = []check{
	{"gives the earliest first, by key where equal, up to the limit", func(t *testing.T, e store.Engine) {
		for n, key := range []string{"d", "c", "b", "a", "e"} {
			put(t, e, store.Put{Key: key, Queue: "wake", Due: int64(10 + n/2)}) // d,c 10; b,a 11; e 12
		}
		want := []string{"c", "d", "a", "b", "e"}
		for limit := range 7 {
			got, err := e.Due(t.Context(), "wake", 100, limit)
			ok(t, err)
			same(t, fmt.Sprintf("limit %d", limit), Keys(got), want[:min(limit, 5)])
		}
	}},
	{"gives what is due by now, in its own queue, and nothing that is never due", func(t *testing.T, e store.Engine) {
		put(t, e, store.Put{Key: "never", Queue: "wake"},
			store.Put{Key: "now", Queue: "wake", Due: 10},
			store.Put{Key: "later", Queue: "wake", Due: 11},
			store.Put{Key: "longer name", Queue: "wakeful", Due: 1},
			store.Put{Key: "shorter name", Queue: "wak", Due: 1},
			store.Put{Key: "no queue", Due: 1})
		same(t, "at 9", due(t, e, "wake", 9), nil)
		same(t, "at 10", due(t, e, "wake", 10), []string{"now"})
		same(t, "at 11", due(t, e, "wake", 11), []string{"now", "later"})
		same(t, "no such queue", due(t, e, "none", 100), nil)
	}},
	{"gives whole documents", func(t *testing.T, e store.Engine) {
		put(t, e, store.Put{Key: "a", Queue: "wake", Due: 7, Body: []byte("text")})
		got, err := e.Due(t.Context(), "wake", 7, 1)
		ok(t, err)
		same(t, "documents", got, []store.Doc{{Key: "a", Version: 1, Queue: "wake", Due: 7, Body: []byte("text")}})
	}},
	{"holds real times in milliseconds", func(t *testing.T, e store.Engine) {
		const at = 1_790_000_000_123
		put(t, e, store.Put{Key: "a", Queue: "wake", Due: at}, store.Put{Key: "b", Queue: "wake", Due: at + 1})
		same(t, "one early", due(t, e, "wake", at-1), nil)
		same(t, "on time", due(t, e, "wake", at), []string{"a"})
		same(t, "document", get(t, e, "b").Due, int64(at+1))
	}},
	{"follows a document that moves, rests or goes", func(t *testing.T, e store.Engine) {
		put(t, e, store.Put{Key: "a", Queue: "wake", Due: 5}, store.Put{Key: "b", Queue: "wake", Due: 6})
		put(t, e, store.Put{Key: "a", Queue: "wake", Due: 8})
		same(t, "later", due(t, e, "wake", 100), []string{"b", "a"})
		put(t, e, store.Put{Key: "a", Queue: "send", Due: 8})
		same(t, "left the one queue", due(t, e, "wake", 100), []string{"b"})
		same(t, "came into the other", due(t, e, "send", 100), []string{"a"})
		put(t, e, store.Put{Key: "a", Queue: "send"})
		same(t, "at rest", due(t, e, "send", 100), nil)
		remove(t, e, "b")
		same(t, "gone", due(t, e, "wake", 100), nil)
	}},
}

var listChecks = []check{
	{"gives the keys with a prefix, compared as bytes", func(t *testing.T, e store.Engine) {
		put(t, e, plain("b/é", "a/b", "a/B", "a/b/c", "a", "a0", "a/", "A/b", "a/%", "ab", "b/z")...)
		for prefix, want := range map[string][]string{
			"":       {"A/b", "a", "a/", "a/%", "a/B", "a/b", "a/b/c", "a0", "ab", "b/z", "b/é"},
			"a/":     {"a/", "a/%", "a/B", "a/b", "a/b/c"},
			"a/b":    {"a/b", "a/b/c"},
			"a/%":    {"a/%"},
			"a/_":    nil,
			"b/\xc3": {"b/é"},
			"c":      nil,
		} {
			same(t, "prefix "+prefix, Keys(list(t, e, prefix)), want)
		}
	}},
	{"starts after a key, be it there or not", func(t *testing.T, e store.Engine) {
		put(t, e, plain("Z", "a", "a/1", "a/2", "a/3", "b/1")...)
		for after, want := range map[string][]string{
			"":      {"a/1", "a/2", "a/3"},
			"A":     {"a/1", "a/2", "a/3"},
			"a/1":   {"a/2", "a/3"},
			"a/1/x": {"a/2", "a/3"},
			"a/3":   nil,
			"b":     nil,
			"z":     nil,
		} {
			got, err := e.List(t.Context(), "a/", after, 10)
			ok(t, err)
			same(t, "after "+after, Keys(got), want)
		}
	}},
	{"walks everything once, page by page", func(t *testing.T, e store.Engine) {
		var want, got []string
		for n := range 53 {
			want = append(want, fmt.Sprintf("case/%02d", n))
		}
		put(t, e, plain(append(want, "a", "case", "case0", "z")...)...)
		for after := ""; ; after = got[len(got)-1] {
			page, err := e.List(t.Context(), "case/", after, 10)
			ok(t, err)
			if len(page) > 10 {
				t.Fatalf("a page of %d", len(page))
			}
			if len(page) == 0 {
				break
			}
			got = append(got, Keys(page)...)
		}
		same(t, "walk", got, want)
	}},
	{"gives whole documents", func(t *testing.T, e store.Engine) {
		put(t, e, store.Put{Key: "a", Queue: "wake", Due: 7, Body: []byte("text")})
		same(t, "documents", list(t, e, "a"),
			[]store.Doc{{Key: "a", Version: 1, Queue: "wake", Due: 7, Body: []byte("text")}})
	}},
	{"gives none at limit 0", func(t *testing.T, e store.Engine) {
		put(t, e, plain("a")...)
		got, err := e.List(t.Context(), "", "", 0)
		ok(t, err)
		same(t, "documents", got, nil)
	}},
}
