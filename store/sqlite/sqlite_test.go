package sqlite

import (
	"path/filepath"
	"testing"

	"heard/store"
	"heard/store/storetest"
)

func TestEngine(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Engine {
		path := newPath(t)
		return file{openAt(t, path), path}
	})
}

// file is an engine that storetest can close and open again.
type file struct {
	*Engine
	path string
}

func (f file) Reopen(t *testing.T) store.Engine {
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	return openAt(t, f.path)
}

// newPath has all that a path may contain and a URL may not.
func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "a b?c=%d#.db") }

func openAt(t testing.TB, path string) *Engine {
	t.Helper()
	e, err := Open(Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}
