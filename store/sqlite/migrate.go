package sqlite

import (
	"crypto/sha256"
	"database/sql/driver"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// schema holds the steps from an empty file to today's tables, one file each,
// named number_what.sql and numbered from 1 without a gap. A step that was
// released is never edited; its checksum is kept in the database.
//
//go:embed schema/*.sql
var schema embed.FS

// A step is one migration. Step n stands at index n-1.
type step struct {
	name     string
	text     string
	checksum string
}

// migrate applies the steps that the database does not have yet.
func migrate(c *conn, files fs.FS) error {
	steps, err := load(files)
	if err != nil {
		return err
	}
	err = c.script(`CREATE TABLE IF NOT EXISTS migration (
		number   INTEGER PRIMARY KEY,
		name     TEXT NOT NULL,
		checksum TEXT NOT NULL -- SHA-256 of the file
	)`)
	if err != nil {
		return err
	}
	for {
		if more, err := advance(c, steps); err != nil || !more {
			return err
		}
	}
}

// advance applies the first missing step. What is there is read again inside
// the transaction, because another process may be migrating too.
func advance(c *conn, steps []step) (more bool, err error) {
	n, err := applied(c, steps)
	if err != nil || n == len(steps) {
		return false, err
	}
	if err := c.script(`BEGIN IMMEDIATE`); err != nil {
		return false, err
	}
	defer func() {
		if err != nil {
			c.script(`ROLLBACK`)
		}
	}()
	if n, err = applied(c, steps); err != nil {
		return false, err
	}
	if n < len(steps) {
		if err := apply(c, n, steps[n]); err != nil {
			return false, err
		}
	}
	return true, c.script(`COMMIT`)
}

func apply(c *conn, n int, s step) error {
	if err := c.script(s.text); err != nil {
		return fmt.Errorf("migration %s: %w", s.name, err)
	}
	_, err := c.exec(`INSERT INTO migration (number, name, checksum) VALUES (?, ?, ?)`,
		int64(n+1), s.name, s.checksum)
	return err
}

// applied returns how many steps the database has, and an error when they are
// not the first ones of ours.
func applied(c *conn, steps []step) (n int, err error) {
	err = c.rows(func(row []driver.Value) error {
		number, name, checksum := row[0].(int64), row[1].(string), row[2].(string)
		switch {
		case number != int64(n+1):
			return fmt.Errorf("migration %d is missing, though %s is there", n+1, name)
		case n == len(steps):
			return fmt.Errorf("made by a newer version of heard (migration %s; this one knows %d): install that version",
				name, len(steps))
		case name != steps[n].name || checksum != steps[n].checksum:
			return fmt.Errorf("migration %s is not the one this version of heard knows as %s", name, steps[n].name)
		}
		n++
		return nil
	}, `SELECT number, name, checksum FROM migration ORDER BY number`)
	return n, err
}

// load reads the steps in their order.
func load(files fs.FS) ([]step, error) {
	names, err := fs.Glob(files, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	var steps []step
	for i, file := range names { // Glob sorts
		name := strings.TrimSuffix(path.Base(file), ".sql")
		number, _, _ := strings.Cut(name, "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s: expected number %d", name, i+1)
		}
		text, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		steps = append(steps, step{name, string(text), hex.EncodeToString(sum[:])})
	}
	return steps, nil
}
