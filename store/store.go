package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"heard/casework"
)

// Council is what one council's records are sealed and found with.
type Council struct {
	Seal   Keys
	Lookup Lookup
}

// Store is what the doers work with: typed records over an Engine. It never
// asks the time.
type Store struct {
	engine   Engine
	councils map[string]Council
}

// New makes a store over an engine for some councils.
func New(engine Engine, councils map[string]Council) *Store {
	return &Store{engine: engine, councils: councils}
}

// Ready tells whether the engine answers for every council: they may lie on
// several servers.
func (s *Store) Ready(ctx context.Context) error {
	answers := make(chan error)
	for name := range s.councils {
		go func() {
			_, err := s.engine.Get(ctx, testedKey(name))
			answers <- err
		}()
	}
	var errs []error
	for range s.councils {
		errs = append(errs, <-answers)
	}
	return errors.Join(errs...)
}

func (s *Store) council(name string) (Council, error) {
	c, ok := s.councils[name]
	if !ok {
		return c, fmt.Errorf("council %q has no keys in this store", name)
	}
	return c, nil
}

func (s *Store) open(council string, d Doc, record any) error {
	c, err := s.council(council)
	if err != nil {
		return err
	}
	return c.open(d.Key, d.Body, record)
}

// Contact reads what is known of an address; of one never seen, its address
// alone, with Version 0.
func (s *Store) Contact(ctx context.Context, council string, a casework.Address) (Contact, error) {
	out := Contact{Contact: casework.Contact{Address: a, Safe: casework.SafeContact{Safe: casework.Unasked}}}
	c, err := s.council(council)
	if err != nil {
		return out, err
	}
	out.Key = contactKey(council, c.Lookup, a)
	docs, err := s.engine.Get(ctx, out.Key)
	if err != nil || docs[0].Version == 0 {
		return out, err
	}
	err = s.open(council, docs[0], &out)
	out.Version = docs[0].Version
	return out, err
}

// Lapsed returns contacts whose silence is to be looked at by a moment. One
// that cannot be read is passed over, or nobody else's silence would be heard;
// when its person writes again, that fails and is told to an officer.
func (s *Store) Lapsed(ctx context.Context, council string, until time.Time, limit int) ([]Contact, error) {
	docs, err := s.engine.Due(ctx, lapseQueue(council), millis(until), limit)
	if err != nil {
		return nil, err
	}
	var out []Contact
	for _, d := range docs {
		var r Contact
		if s.open(council, d, &r) == nil {
			r.Key, r.Version = d.Key, d.Version
			out = append(out, r)
		}
	}
	return out, nil
}

// Cases reads cases by their references. One that does not exist is an error.
func (s *Store) Cases(ctx context.Context, council string, refs ...casework.Reference) ([]Case, error) {
	keys := make([]string, len(refs))
	for i, r := range refs {
		keys[i] = caseKey(council, r)
	}
	docs, err := s.engine.Get(ctx, keys...)
	for i, d := range docs {
		if d.Version == 0 {
			return nil, fmt.Errorf("case %s: %w", refs[i], ErrNotFound)
		}
	}
	return readAll(s, council, docs, err, setCaseVersion)
}

// AllCases returns cases in the order of their references, after one.
func (s *Store) AllCases(ctx context.Context, council string, after casework.Reference, limit int) ([]Case, error) {
	prefix := caseKey(council, "")
	docs, err := s.engine.List(ctx, prefix, prefix+string(after), limit)
	return readAll(s, council, docs, err, setCaseVersion)
}

// DueCases returns cases on which something is due by a moment.
func (s *Store) DueCases(ctx context.Context, council string, until time.Time, limit int) ([]Case, error) {
	docs, err := s.engine.Due(ctx, wakeQueue(council), millis(until), limit)
	return readAll(s, council, docs, err, setCaseVersion)
}

// Alerts returns the cases whose alert has no outcome yet.
func (s *Store) Alerts(ctx context.Context, council string) ([]Case, error) {
	prefix := alertKey(council, "")
	docs, err := s.engine.List(ctx, prefix, "", 1000)
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	refs := make([]casework.Reference, len(docs))
	for i, d := range docs {
		refs[i] = casework.Reference(strings.TrimPrefix(d.Key, prefix))
	}
	return s.Cases(ctx, council, refs...)
}

func setCaseVersion(r *Case, d Doc) { r.Version = d.Version }

// Log returns the log of a case, the oldest line first.
func (s *Store) Log(ctx context.Context, council string, ref casework.Reference) ([]casework.Event, error) {
	prefix := logPrefix(council, ref)
	var out []casework.Event
	for after := ""; ; {
		docs, err := s.engine.List(ctx, prefix, after, 500)
		pages, err := readAll(s, council, docs, err, func(*[]casework.Event, Doc) {})
		if err != nil {
			return nil, err
		}
		out = append(out, slices.Concat(pages...)...)
		if len(docs) < 500 {
			return out, nil
		}
		after = docs[len(docs)-1].Key
	}
}

func readAll[R any](s *Store, council string, docs []Doc, err error, fix func(*R, Doc)) ([]R, error) {
	if err != nil {
		return nil, err
	}
	out := make([]R, len(docs))
	for i, d := range docs {
		if err := s.open(council, d, &out[i]); err != nil {
			return nil, err
		}
		fix(&out[i], d)
	}
	return out, nil
}
