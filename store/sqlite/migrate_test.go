package sqlite

import (
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"heard/store"
)

// stepFiles are migrations that build on one another.
func stepFiles(texts ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i, text := range texts {
		files["schema/00"+string(rune('1'+i))+"_step.sql"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

const (
	one   = `CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1);`
	two   = `ALTER TABLE a ADD COLUMN m INTEGER; UPDATE a SET m = n + 1;`
	wrong = `UPDATE a SET n = 9; INSERT INTO nowhere VALUES (1);`
)

func TestMigrations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		before, after fstest.MapFS
		want          string // in the error, "" for none
		sum           int64  // over table a
	}{
		{"new", stepFiles(), stepFiles(one, two), "", 3},
		{"older", stepFiles(one), stepFiles(one, two), "", 3},
		{"same", stepFiles(one, two), stepFiles(one, two), "", 3},
		{"newer", stepFiles(one, two), stepFiles(one), "made by a newer version of heard (migration 002_step; this one knows 1)", 3},
		{"edited", stepFiles(one), stepFiles(one+" ", two), "migration 001_step is not the one", 1},
		{"broken", stepFiles(one), stepFiles(one, wrong), "migration 002_step", 1},
		{"gap", stepFiles(one), fstest.MapFS{"schema/001_step.sql": stepFiles(one)["schema/001_step.sql"], "schema/003_x.sql": {}}, "expected number 2", 1},
		{"renamed", stepFiles(one), fstest.MapFS{"schema/001_other.sql": stepFiles(one)["schema/001_step.sql"]}, "is not the one this version of heard knows as 001_other", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			conn, err := dial(dsn(newPath(t)))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.close()
			if err := migrate(conn, c.before); err != nil {
				t.Fatal(err)
			}
			err = migrate(conn, c.after)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			sum := `SELECT sum(n) FROM a`
			if c.sum == 3 {
				sum = `SELECT sum(n) + sum(m) FROM a`
			}
			if got, err := conn.number(sum); err != nil || got != c.sum {
				t.Errorf("table: %d, %v; want %d", got, err, c.sum)
			}
		})
	}
}

func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e := openAt(t, path)
	err := e.submit(t.Context(), "step", func(g *group) error {
		_, err := g.exec(`INSERT INTO migration VALUES (1 + (SELECT max(number) FROM migration), '099_future', '')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if other, err := Open(Options{Path: path}); err == nil || !strings.Contains(err.Error(), "099_future") {
		t.Errorf("opened: %v, %v", other, err)
	}
}

func TestManyMayOpenANewDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Go(func() {
			e, err := Open(Options{Path: path})
			if err != nil {
				t.Error(err)
				return
			}
			defer e.Close()
			if err := e.Receive(t.Context(), letter(n, n)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	docs, err := openAt(t, path).List(t.Context(), "in/", "", 100)
	if err != nil || len(docs) != 12 {
		t.Errorf("%d documents, %v", len(docs), err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	text := newPath(t)
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"":                         "no path given",
		newPath(t) + "/x/heard.db": "no such file or directory",
		text:                       "not a database",
	} {
		if e, err := Open(Options{Path: path}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", path, e, err, want)
		}
	}
}

func TestTheFilesAreTheirOwnersAlone(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	e := openAt(t, path)
	if err := e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: "a"}}}); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + end)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", end, info, err)
		}
	}
}
