package storetest

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"heard/store"
)

var receiveChecks = []check{
	{"makes the inbox and the item", func(t *testing.T, e store.Engine) {
		receive(t, e, item("ann", 1))
		docs := Dump(t, e)
		if len(docs) != 2 {
			t.Fatalf("%d documents, want the inbox and its item", len(docs))
		}
		same(t, "inbox", docs[0], store.Doc{Key: "in/ann", Version: 1, Queue: "worker", Due: 1001})
		if !regexp.MustCompile(`^in/ann/[0-9a-f]{16}$`).MatchString(docs[1].Key) {
			t.Errorf("key of the item %q", docs[1].Key)
		}
		docs[1].Key = ""
		same(t, "item", docs[1], store.Doc{Version: 1, Body: []byte("ann 1")})
		same(t, "due", due(t, e, "worker", 1001), []string{"in/ann"})
	}},
	{"keeps the order of arrival in each inbox", func(t *testing.T, e store.Engine) {
		want := map[string][]string{}
		for n := range 20 {
			for _, who := range []string{"ann", "bob", "ann/x"} {
				receive(t, e, item(who, n))
				want[who] = append(want[who], fmt.Sprintf("%s %d", who, n))
			}
		}
		same(t, "bob's", bodies(list(t, e, "in/bob/")), want["bob"])
		same(t, "ann's other's", bodies(list(t, e, "in/ann/x/")), want["ann/x"])
	}},
	{"raises the inbox's version and lets its due time and body stay", func(t *testing.T, e store.Engine) {
		for n := range 5 {
			receive(t, e, item("ann", n))
		}
		same(t, "made by Receive", get(t, e, "in/ann"),
			store.Doc{Key: "in/ann", Version: 5, Queue: "worker", Due: 1000})
		put(t, e, store.Put{Key: "in/bob", Queue: "other", Due: 7, Body: []byte("a lease")})
		receive(t, e, item("bob", 1))
		same(t, "made by Write", get(t, e, "in/bob"),
			store.Doc{Key: "in/bob", Version: 2, Queue: "other", Due: 7, Body: []byte("a lease")})
	}},
	{"sets the due time when urgent, be it earlier or later", func(t *testing.T, e store.Engine) {
		receive(t, e, item("ann", 1))
		for n, at := range []int64{3, 500_000} {
			urgent := item("ann", 2+n)
			urgent.Urgent, urgent.Due = true, at
			receive(t, e, urgent)
			same(t, "inbox", get(t, e, "in/ann"),
				store.Doc{Key: "in/ann", Version: int64(2 + n), Queue: "worker", Due: at})
			same(t, "just before", due(t, e, "worker", at-1), nil)
			same(t, "on time", due(t, e, "worker", at), []string{"in/ann"})
		}
	}},
	{"refuses an id it has seen and writes nothing", func(t *testing.T, e store.Engine) {
		receive(t, e, item("ann", 1), item("ann", 2))
		before := Dump(t, e)
		again := item("bob", 9) // elsewhere, urgent, with other words: the id decides
		again.ID, again.Urgent = item("ann", 1).ID, true
		refused(t, e.Receive(t.Context(), again), store.ErrSeen)
		refused(t, e.Receive(t.Context(), item("ann", 2)), store.ErrSeen)
		same(t, "documents", Dump(t, e), before)
	}},
	{"tells ids apart by every byte", func(t *testing.T, e store.Engine) {
		for n := range 16 {
			i := item("ann", 1)
			i.ID = [16]byte{}
			i.ID[n] = 1
			receive(t, e, i)
		}
		same(t, "items", len(list(t, e, "in/ann/")), 16)
	}},
	{"remembers the id of a message that was handled", func(t *testing.T, e store.Engine) {
		receive(t, e, item("ann", 1))
		remove(t, e, Keys(Dump(t, e))...)
		refused(t, e.Receive(t.Context(), item("ann", 1)), store.ErrSeen)
		same(t, "documents", Dump(t, e), nil)
	}},
	{"never gives a sequence number twice", func(t *testing.T, e store.Engine) {
		// A worker that was slow must not take a new message for one it read.
		var keys []string
		for n := range 5 {
			receive(t, e, item("ann", n))
			items := Keys(list(t, e, "in/ann/"))
			keys = append(keys, items...)
			remove(t, e, append(items, "in/ann")...)
		}
		same(t, "keys in order and each once", keys, slices.Compact(sorted(keys)))
	}},
	{"carries any bytes", func(t *testing.T, e store.Engine) {
		every := make([]byte, 256)
		for i := range every {
			every[i] = byte(i)
		}
		for n, body := range [][]byte{every, nil, bytes.Repeat([]byte("long "), 20_000), []byte(strings.Repeat("\x00", 9))} {
			i := item("ann", n)
			i.Body = body
			receive(t, e, i)
			if got := list(t, e, "in/ann/")[n].Body; !bytes.Equal(got, body) {
				t.Errorf("body %d came back as %d bytes, want %d", n, len(got), len(body))
			}
		}
	}},
}

var forgetChecks = []check{
	{"drops ids from before the time only", func(t *testing.T, e store.Engine) {
		const n = 700 // at 1000 to 1699
		crowd(35, func(c int) {
			for i := range n / 35 {
				if err := e.Receive(t.Context(), item("ann", c*n/35+i)); err != nil {
					t.Error(err)
				}
			}
		})
		documents := len(Dump(t, e))
		ok(t, e.Forget(t.Context(), 1000+n-3))
		same(t, "documents", len(Dump(t, e)), documents)
		var anew atomic.Int64
		crowd(35, func(c int) {
			for i := range n / 35 {
				if err := e.Receive(t.Context(), item("ann", c*n/35+i)); err == nil {
					anew.Add(1)
				}
			}
		})
		same(t, "received anew", anew.Load(), int64(n-3))
		for i := n - 3; i < n; i++ {
			refused(t, e.Receive(t.Context(), item("ann", i)), store.ErrSeen)
		}
	}},
	{"has nothing to do in an empty store", func(t *testing.T, e store.Engine) {
		ok(t, e.Forget(t.Context(), 1<<60))
	}},
}
