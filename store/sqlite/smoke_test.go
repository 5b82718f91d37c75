package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"heard/store"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	p := filepath.Join(t.TempDir(), "a b?c%d.db")
	e, err := Open(Options{Path: p})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := e.Receive(ctx, store.Item{ID: [16]byte{1, byte(i)}, Inbox: "in/a", Queue: "w", At: 5, Due: 7, Body: []byte("x")}); err != nil {
			t.Fatal(err)
		}
	}
	t.Log(e.Receive(ctx, store.Item{ID: [16]byte{1}, Inbox: "in/a"}))
	t.Log(e.List(ctx, "", "", 100))
	t.Log(e.Due(ctx, "w", 7, 100))
	t.Log(e.Write(ctx, store.Batch{Checks: []store.Check{{Key: "in/a", Version: 3}}, Puts: []store.Put{{Key: "in/a"}, {Key: "c", Body: []byte("u")}}}))
	t.Log(e.Write(ctx, store.Batch{Checks: []store.Check{{Key: "in/a", Version: 3}}, Puts: []store.Put{{Key: "in/a"}, {Key: "c", Body: []byte("u")}}}))
	t.Log(e.Get(ctx, "c", "in/a", "zz"))
	t.Log(e.Forget(ctx, 6), e.Receive(ctx, store.Item{ID: [16]byte{1}, Inbox: "in/a"}))
	t.Log(e.Close(), e.Close())
	e, err = Open(Options{Path: p})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(e.List(ctx, "in/a/", "in/a/0000000000000002", 100))
	t.Log(e.Close())
	m, _ := filepath.Glob(filepath.Dir(p) + "/*")
	t.Log(m)
}
