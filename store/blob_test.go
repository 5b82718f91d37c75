package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"heard/store"
)

func blobs(t *testing.T, dir, seal string) *store.Blobs {
	t.Helper()
	lookup, err := store.ParseLookup(secret(9))
	if err != nil {
		t.Fatal(err)
	}
	c := store.Council{Seal: keys(t, seal), Lookup: lookup}
	b, err := store.NewBlobs(dir, map[string]store.Council{"hampshire": c, "sefton": c})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// files lists what stands on disk.
func files(t *testing.T, dir string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestABlobComesBackAndIsSealedOnDisk(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "data", "blobs")
	b := blobs(t, dir, secret(1))
	data := bytes.Repeat([]byte("they moved me again "), 10_000)
	name, sum, err := b.Put(ctx, "hampshire", data)
	if err != nil || len(sum) != 64 || !strings.HasPrefix(name, "hampshire/") {
		t.Fatalf("%q, %q, %v", name, sum, err)
	}
	if got, err := b.Get(ctx, "hampshire", name); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	paths := files(t, dir)
	if len(paths) != 1 {
		t.Fatalf("on disk: %q", paths)
	}
	sealed, err := os.ReadFile(paths[0])
	if err != nil || bytes.Contains(sealed, []byte("moved me")) {
		t.Errorf("not sealed, %v", err)
	}
	if info, _ := os.Stat(paths[0]); info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
}

func TestABlobPutAgainTakesNoMoreRoom(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	b := blobs(t, dir, secret(1))
	var names sync.Map
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() {
			name, _, err := b.Put(ctx, "hampshire", []byte("one picture"))
			if err != nil {
				t.Error(err)
			}
			names.Store(name, true)
		})
	}
	together.Wait()
	n := 0
	names.Range(func(any, any) bool { n++; return true })
	if paths := files(t, dir); n != 1 || len(paths) != 1 {
		t.Errorf("%d names, on disk %q", n, paths)
	}
}

func TestABlobThatIsDamagedIsNoticedAndPutAnew(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	b := blobs(t, dir, secret(1))
	name, _, err := b.Put(ctx, "hampshire", []byte("one picture"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(files(t, dir)[0], 20); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Get(ctx, "hampshire", name); !errors.Is(err, store.ErrSealed) {
		t.Errorf("a damaged blob: %v", err)
	}
	if _, _, err := b.Put(ctx, "hampshire", []byte("one picture")); err != nil {
		t.Fatal(err)
	}
	if got, err := b.Get(ctx, "hampshire", name); err != nil || string(got) != "one picture" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestBlobsOpenUnderAnOlderKey(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	name, _, err := blobs(t, dir, "a:"+secret(1)).Put(ctx, "hampshire", []byte("one picture"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := blobs(t, dir, "b:"+secret(2)+",a:"+secret(1)).Get(ctx, "hampshire", name); err != nil || string(got) != "one picture" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestABlobIsOneCouncilsAndNothingElseIsRead(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	b := blobs(t, dir, secret(1))
	name, _, err := b.Put(ctx, "hampshire", []byte("one picture"))
	if err != nil {
		t.Fatal(err)
	}
	hash := strings.TrimPrefix(name, "hampshire/")
	for _, c := range []struct{ council, name string }{
		{"sefton", name}, {"sefton", "sefton/" + hash}, {"nowhere", "nowhere/" + hash},
		{"hampshire", ""}, {"hampshire", "hampshire/../" + hash}, {"hampshire", "../" + hash}, {"hampshire", hash},
	} {
		if got, err := b.Get(ctx, c.council, c.name); !errors.Is(err, store.ErrNotFound) || got != nil {
			t.Errorf("%s, %s: %q, %v", c.council, c.name, got, err)
		}
	}
	if _, _, err := b.Put(ctx, "nowhere", nil); err == nil {
		t.Error("a council without keys has a blob")
	}
}

func TestABlobThatCannotBeWrittenIsNotNamed(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	b := blobs(t, dir, secret(1))
	if err := os.WriteFile(filepath.Join(dir, "hampshire"), nil, 0o600); err != nil { // in the folder's place
		t.Fatal(err)
	}
	if _, _, err := b.Put(ctx, "hampshire", []byte("one picture")); err == nil {
		t.Error("nothing could be written and nothing was said")
	}
}
