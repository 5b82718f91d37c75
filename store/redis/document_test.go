package redis

import (
	"errors"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

// A script does not roll back: what cannot be done whole is not begun. A
// document that somebody else has broken hinders what touches it, and nothing
// is half written for it.
func TestABrokenDocumentIsMetBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]string{"empty": "", "short": "\x00\x00\x00\x00\x00\x00\x00\x01\x07home"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, always...)
			e := s.open(t)
			good := store.Put{Key: "home/a", Queue: "home/q", Due: 5}
			if err := e.Write(t.Context(), store.Batch{Puts: []store.Put{good, {Key: "home/in/x"}}}); err != nil {
				t.Fatal(err)
			}
			s.ask(t, "hset", council("home").documents(), "/in/x", broken)
			bad := store.Put{Key: "home/in/x"}
			for what, err := range map[string]error{
				"put":     e.Write(t.Context(), store.Batch{Puts: []store.Put{good, {Key: "home/new"}, bad}}),
				"delete":  e.Write(t.Context(), store.Batch{Puts: []store.Put{good, {Key: "home/new"}}, Deletes: []string{bad.Key}}),
				"receive": e.Receive(t.Context(), store.Item{ID: [16]byte{1}, Inbox: bad.Key, Queue: "home/in", At: 1, Due: 1}),
			} {
				if err == nil || errors.Is(err, store.ErrSeen) {
					t.Errorf("%s: error %v", what, err)
				}
			}
			if docs, err := e.Get(t.Context(), "home/a", "home/new"); err != nil || docs[0].Version != 1 || docs[1].Version != 0 {
				t.Errorf("half was written: %+v, %v", docs, err)
			}
			if n := s.ask(t, "zcard", council("home").names()); n != "2" {
				t.Errorf("%s names of two documents", n)
			}
			s.ask(t, "hdel", council("home").documents(), "/in/x") // as a person mends it
			s.ask(t, "zrem", council("home").names(), "/in/x")
			if err := e.Receive(t.Context(), store.Item{ID: [16]byte{1}, Inbox: bad.Key, Queue: "home/in", At: 1, Due: 1}); err != nil {
				t.Errorf("the message that was refused is not taken: %v", err)
			}
			if got := len(storetest.Dump(t, e)); got != 3 {
				t.Errorf("%d documents, want 3", got)
			}
		})
	}
}
