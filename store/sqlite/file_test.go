package sqlite

import (
	"database/sql/driver"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

// ask puts a question to the writer's connection.
func ask(t *testing.T, e *Engine, query string) (answer string) {
	t.Helper()
	err := e.submit(t.Context(), "ask", func(g *group) error {
		return g.rows(func(row []driver.Value) error {
			answer = fmt.Sprint(row[0])
			return nil
		}, query)
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// No test can cut the power, so the promise of Receive hangs on these two.
func TestEveryCommitIsSynced(t *testing.T) {
	t.Parallel()
	e := openAt(t, newPath(t))
	for query, want := range map[string]string{
		"PRAGMA synchronous":  "2", // FULL
		"PRAGMA journal_mode": "wal",
	} {
		if got := ask(t, e, query); got != want {
			t.Errorf("%s is %s, want %s", query, got, want)
		}
	}
}

func TestADeletedDocumentLeavesNoBody(t *testing.T) {
	t.Parallel()
	e := openAt(t, newPath(t))
	for n := range 20 {
		if err := e.Receive(t.Context(), letter(n%3, n)); err != nil {
			t.Fatal(err)
		}
	}
	lease := store.Put{Key: "in/1", Queue: "worker", Due: 1, Body: []byte("a lease")}
	for range 2 {
		if err := e.Write(t.Context(), store.Batch{Puts: []store.Put{lease}}); err != nil {
			t.Fatal(err)
		}
	}
	const bodies = `SELECT (SELECT count(*) FROM body) + (SELECT count(*) FROM arrival)`
	if got := ask(t, e, bodies); got != "21" {
		t.Errorf("%s bodies, want 21", got)
	}
	err := e.Write(t.Context(), store.Batch{Deletes: storetest.Keys(storetest.Dump(t, e))})
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(t, e, bodies); got != "0" {
		t.Errorf("%s bodies are left", got)
	}
}

func TestAClosedDatabaseIsOneFile(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e := openAt(t, path)
	if err := e.Receive(t.Context(), letter(1, 1)); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
}

// A restored backup brings items with it; their numbers are not given again,
// and a message that meets one of them is kept beside it.
func TestANumberThatIsOccupiedIsPassedOver(t *testing.T) {
	t.Parallel()
	e := openAt(t, newPath(t))
	var restored []store.Put
	for n := range 3 {
		restored = append(restored, store.Put{Key: fmt.Sprintf("in/1/%016x", n+1), Body: []byte("restored")})
	}
	if err := e.Write(t.Context(), store.Batch{Puts: restored}); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		if err := e.Receive(t.Context(), letter(1, n)); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := e.List(t.Context(), "in/1/", "", 10)
	if err != nil || len(docs) != 5 {
		t.Fatalf("%v, %v", storetest.Keys(docs), err)
	}
	for n, d := range docs {
		if (string(d.Body) == "restored") != (n < 3) {
			t.Errorf("%s is %d bytes", d.Key, len(d.Body))
		}
	}
}
