package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Blobs keeps what is too large for a record, sealed, each in a file of its
// own: pictures, whole emails. A record names a blob only when it is on disk.
//
// A blob's name is a keyed hash of its bytes. So bytes that are put again,
// because the record that was to name them could not be written, take no more
// room; and two records may name one blob, which who deletes must ask first.
type Blobs struct {
	dir      string
	councils map[string]Council
}

// NewBlobs keeps blobs below a folder, which is made if it is missing, for
// some councils.
func NewBlobs(dir string, councils map[string]Council) (*Blobs, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Blobs{dir: dir, councils: councils}, nil
}

// Put keeps bytes and returns their name and their SHA-256 in hex. When it
// returns nil they are on disk.
func (b *Blobs) Put(ctx context.Context, council string, data []byte) (name, sum string, err error) {
	c, ok := b.councils[council]
	if !ok {
		return "", "", fmt.Errorf("council %q has no keys for its files", council)
	}
	digest := sha256.Sum256(data)
	sum = hex.EncodeToString(digest[:])
	name = council + "/" + hash(c.Lookup, "blob", sum)
	if _, err := b.Get(ctx, council, name); err == nil {
		return name, sum, nil
	}
	if err := ctx.Err(); err != nil {
		return "", "", err
	}
	if err := b.write(b.path(name), Seal(c.Seal, name, data)); err != nil {
		return "", "", fmt.Errorf("keep a blob: %w", err)
	}
	return name, sum, nil
}

// blobName is what Put makes; anything else could be a path to elsewhere.
var blobName = regexp.MustCompile(`^[a-z0-9-]+/[0-9a-f]{32}$`)

// Get returns the bytes of a blob. ErrNotFound means that there is none of
// this name.
func (b *Blobs) Get(ctx context.Context, council, name string) ([]byte, error) {
	c, ok := b.councils[council]
	if !ok || !blobName.MatchString(name) || filepath.Dir(name) != council {
		return nil, fmt.Errorf("blob %q of council %q: %w", name, council, ErrNotFound)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sealed, err := os.ReadFile(b.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("blob %s: %w", name, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return Open(c.Seal, name, sealed)
}

// path spreads the files of a council over 256 folders.
func (b *Blobs) path(name string) string {
	council, hash := filepath.Split(name)
	return filepath.Join(b.dir, council, hash[:2], hash)
}

// write puts a whole file in its place or none: a crash leaves at most a file
// whose name begins with a dot, which nothing reads.
func (b *Blobs) write(path string, sealed []byte) (err error) {
	folder := filepath.Dir(path)
	if err := b.folder(folder); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".new-*") // readable by its owner alone
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(sealed); err != nil {
		return err
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// folder makes a folder and the council's above it, durably: a folder is on
// disk when the one that lists it is.
func (b *Blobs) folder(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	above := filepath.Dir(path)
	return errors.Join(syncFolder(above), syncFolder(filepath.Dir(above)), syncFolder(filepath.Dir(b.dir)))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
