package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"heard/store"
	"heard/store/storetest"
)

// What the first version of the tables held is found, remembered and gone on
// with in today's.
func TestADatabaseOfTheFirstVersionIsCarriedOver(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	makeFirst(t, path)
	e := openAt(t, path)
	want := []store.Doc{
		{Key: "case/1", Version: 3, Queue: "wake", Due: 9, Body: []byte("a case")},
		{Key: "in/7", Version: 2, Queue: "worker", Due: 5},
		{Key: "in/7/0000000000000001", Version: 1, Body: []byte("first")},
		{Key: "in/7/0000000000000002", Version: 1, Body: []byte("second")},
	}
	if diff := cmp.Diff(want, storetest.Dump(t, e)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	old := letter(7, 1)
	if err := e.Receive(t.Context(), old); !errors.Is(err, store.ErrSeen) {
		t.Errorf("an old message again: %v", err)
	}
	for n := range 2 {
		if err := e.Receive(t.Context(), letter(7+n, 3)); err != nil {
			t.Fatal(err)
		}
	}
	keys := []string{"case/1", "in/7", "in/7/0000000000000001", "in/7/0000000000000002", "in/7/0000000000000003",
		"in/8", "in/8/0000000000000004"}
	docs := storetest.Dump(t, e)
	if diff := cmp.Diff(keys, storetest.Keys(docs)); diff != "" || docs[1].Version != 3 || docs[1].Due != 5 {
		t.Errorf("%+v (-want +got):\n%s", docs[1], diff)
	}
	if err := e.Write(t.Context(), store.Batch{Deletes: keys}); err != nil || len(storetest.Dump(t, e)) != 0 {
		t.Errorf("all handled: %v", err)
	}
}

// makeFirst makes a database as it was when there was only one migration.
func makeFirst(t *testing.T, path string) {
	t.Helper()
	conn, err := dial(dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.close()
	const name = "schema/001_documents.sql"
	text, err := fs.ReadFile(schema, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate(conn, fstest.MapFS{name: &fstest.MapFile{Data: text}}); err != nil {
		t.Fatal(err)
	}
	id := letter(7, 1).ID
	err = conn.script(fmt.Sprintf(`
		INSERT INTO seen (id, at) VALUES (x'%x', 4);
		INSERT INTO body (id, bytes) VALUES (1, CAST('a case' AS BLOB)), (2, CAST('first' AS BLOB)), (3, CAST('second' AS BLOB));
		INSERT INTO doc (key, version, queue, due, body) VALUES ('case/1', 3, 'wake', 9, 1), ('in/7', 2, 'worker', 5, NULL),
			('in/7/0000000000000001', 1, '', 0, 2), ('in/7/0000000000000002', 1, '', 0, 3);
		UPDATE sequence SET last = 2`, id))
	if err != nil {
		t.Fatal(err)
	}
}

// An id is asked for in memory, in recent and in seen, and is in one of them
// whatever happens to its item.
func TestAnIDIsKnownWhereverItIs(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e := file{openAt(t, path), path}
	again := func(what string, n int) {
		t.Helper()
		if err := e.Receive(t.Context(), letter(1, n)); !errors.Is(err, store.ErrSeen) {
			t.Errorf("%s: %v", what, err)
		}
	}
	reopen := func() { e.Engine = e.Reopen(t).(*Engine) }
	for n := range 3 {
		if err := e.Receive(t.Context(), letter(1, n)); err != nil {
			t.Fatal(err)
		}
		again("it waits", n)
		reopen()
		again("it waits, reopened", n)
		if n == 1 { // it becomes a document first
			if err := e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: "in/1"}}}); err != nil {
				t.Fatal(err)
			}
			again("filed", n)
		}
		if err := e.Write(t.Context(), store.Batch{Deletes: storetest.Keys(storetest.Dump(t, e))}); err != nil {
			t.Fatal(err)
		}
		again("handled", n)
		reopen()
		again("handled, reopened", n)
	}
	if err := e.submit(t.Context(), "move", (*group).moveRecent); err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		again("moved to seen", n)
	}
	if got := ask(t, e.Engine, `SELECT (SELECT count(*) FROM seen) || (SELECT count(*) FROM recent)`); got != "30" {
		t.Errorf("ids in seen and recent: %s", got)
	}
}

func TestIDsMoveToSeenByThemselves(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e := file{openAt(t, path), path}
	err := e.submit(t.Context(), "fill", func(g *group) error {
		_, err := g.exec(`WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < ?)
			INSERT INTO recent (id, at) SELECT randomblob(16), n FROM count`, int64(maxRecent))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e.Engine = e.Reopen(t).(*Engine)
	if err := e.Receive(t.Context(), letter(1, 1)); err != nil {
		t.Fatal(err)
	}
	if got, want := ask(t, e.Engine, `SELECT count(*) FROM seen`), fmt.Sprint(maxRecent); got != want {
		t.Errorf("%s ids in seen, want %s", got, want)
	}
}

// When too much waits, messages are kept as documents, in order and with what
// had waited.
func TestWhatIsTooMuchToWaitIsFiled(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e := file{openAt(t, path), path}
	for n := range 4 {
		err := e.submit(t.Context(), "receive", func(g *group) error {
			if n == 2 {
				g.items += maxWaiting
			}
			i := letter(1, n)
			return g.receive(&i)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := ask(t, e.Engine, `SELECT count(*) FROM doc`); got != "5" {
		t.Errorf("%s documents", got)
	}
	before := storetest.Dump(t, e)
	if diff := cmp.Diff(before, storetest.Dump(t, e.Reopen(t))); diff != "" || before[0].Version != 4 {
		t.Errorf("%+v (-want +got):\n%s", before[0], diff)
	}
}

// A short command reads and handles what a service received, and the service
// notices.
func TestAnotherEngineSeesWhatWaits(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	one, two := openAt(t, path), openAt(t, path)
	for n := range 3 {
		if err := one.Receive(t.Context(), letter(1, n)); err != nil {
			t.Fatal(err)
		}
		docs := storetest.Dump(t, two)
		if len(docs) != 2 {
			t.Fatalf("the other sees %v", storetest.Keys(docs))
		}
		if items, err := one.List(t.Context(), "in/1/", "", 9); err != nil || len(items) != 1 {
			t.Errorf("%v, %v", items, err)
		}
		if err := two.Write(t.Context(), store.Batch{Deletes: storetest.Keys(docs)}); err != nil {
			t.Fatal(err)
		}
		if items, err := one.List(t.Context(), "in/1/", "", 9); err != nil || len(items) != 0 {
			t.Errorf("after it was handled: %v, %v", items, err)
		}
		if err := two.Receive(t.Context(), letter(1, n)); !errors.Is(err, store.ErrSeen) {
			t.Errorf("received by the other: %v", err)
		}
	}
}
