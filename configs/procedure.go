package configs

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"heard/casework"
)

//go:embed procedures/*.yaml
var procedureFiles embed.FS

// Procedures lists the names of the procedures shipped, in order.
func Procedures() []string {
	entries, err := fs.ReadDir(procedureFiles, "procedures")
	if err != nil {
		panic(err) // the folder is embedded
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(out)
	return out
}

// Procedure loads a procedure by the name under which it is shipped, or from a
// file: anything with a slash or a dot is a path. The error has one line for
// each thing wrong. A fact without its source is wrong too.
func Procedure(nameOrPath string) (casework.Procedure, error) {
	file, data, err := procedureFile(nameOrPath)
	if err != nil {
		return casework.Procedure{}, err
	}
	d := &doc{file: file}
	p, _ := d.procedure(data, nil)
	return p, d.err()
}

func procedureFile(nameOrPath string) (file string, data []byte, err error) {
	if strings.ContainsAny(nameOrPath, `/\.`) {
		data, err = os.ReadFile(nameOrPath)
		if err != nil {
			return "", nil, fmt.Errorf("procedure %s: %w", nameOrPath, cause(err))
		}
		return nameOrPath, data, nil
	}
	data, err = procedureFiles.ReadFile("procedures/" + nameOrPath + ".yaml")
	if err != nil {
		return "", nil, fmt.Errorf("no procedure %q is shipped: %s Or give a file's path", nameOrPath, meant(nameOrPath, Procedures()))
	}
	return nameOrPath + ".yaml", data, nil
}

// cause is why a file could not be opened, without its path.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// procedure reads a file over the one it extends. The version covers both, so
// that it changes when either does. heirs are the files that extend this one.
func (d *doc) procedure(data []byte, heirs []string) (p casework.Procedure, version []byte) {
	top := d.parseTree(data)
	if top == nil || !d.is(top, mapping) {
		return p, nil
	}
	p, version = d.base(top, heirs)
	sum := sha256.Sum256(append(version, data...))
	d.fields(top, procedureFields(&p)...)
	p.Version = hex.EncodeToString(sum[:6])
	if len(d.wrong) == 0 {
		d.whole(top, p)
	}
	return p, sum[:]
}

// base loads the procedure named by extends, or starts an empty one.
func (d *doc) base(top *node, heirs []string) (casework.Procedure, []byte) {
	empty := casework.Procedure{
		Contacts: map[string]casework.ContactPoint{},
		Notes:    map[string]string{},
	}
	n := top.value("extends")
	if n == nil {
		return empty, nil
	}
	data, err := procedureFiles.ReadFile("procedures/" + n.text + ".yaml")
	if err != nil || slices.Contains(heirs, n.text) {
		d.fail(n, "%q cannot be extended: %s", n.text, meant(n.text, Procedures()))
		return empty, nil
	}
	inner := &doc{file: n.text + ".yaml"}
	p, version := inner.procedure(data, append(heirs, n.text))
	d.wrong = append(d.wrong, inner.wrong...)
	p.Contacts, p.Notes, p.Signs = maps.Clone(p.Contacts), maps.Clone(p.Notes), maps.Clone(p.Signs)
	return p, version
}

// value finds the value of a key, or nil.
func (n *node) value(key string) *node {
	for _, p := range n.pairs {
		if p.key.text == key {
			return p.value
		}
	}
	return nil
}

// law: what a child in danger or a parent in doubt is told stands in these
// contacts; no procedure is without them.
var neededContacts = []string{"childline", "shout", "nspcc", "ombudsman"}

// whole checks what only the finished procedure shows.
func (d *doc) whole(top *node, p casework.Procedure) {
	for _, fact := range []struct {
		name  string
		there bool
	}{
		{"council", p.Council != ""}, {"team", p.Team != ""}, {"prefix", p.Prefix != ""},
		{"office", p.Office != casework.Hours{}}, {"quiet", p.Quiet != casework.Hours{}},
		{"morning", p.Morning != 0}, {"steps", len(p.Steps) > 0}, {"alert", p.Alert.Repeat > 0},
	} {
		if !fact.there {
			d.fail(top, "%q is missing: add it, or begin with extends: england-statutory", fact.name)
		}
	}
	for _, r := range p.Routes {
		if _, ok := p.Contacts[r.Contact]; r.Contact != "" && !ok {
			d.fail(top, "route %q names the contact %q, which is missing: add it", r.Name, r.Contact)
		}
	}
	for _, name := range neededContacts {
		if p.Contacts[name].Phone == "" {
			d.fail(top, "contact %q with its phone is missing: people in danger are told of it", name)
		}
	}
}
