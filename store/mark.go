package store

import (
	"context"
	"time"
)

// Mark returns a note that was set under a name at a council, "" if none was.
func (s *Store) Mark(ctx context.Context, council, name string) (string, error) {
	docs, err := s.engine.Get(ctx, markKey(council, name))
	if err != nil || docs[0].Version == 0 {
		return "", err
	}
	var note string
	return note, s.open(council, docs[0], &note)
}

// SetMark sets a note under a name, whatever stood there.
func (s *Store) SetMark(ctx context.Context, council, name, note string) error {
	k, err := s.council(council)
	if err != nil {
		return err
	}
	key := markKey(council, name)
	body, err := k.seal(key, note)
	if err != nil {
		return err
	}
	return s.engine.Write(ctx, Batch{Puts: []Put{{Key: key, Body: body}}})
}

// MakeDue makes a case due at a moment, so that the next pass wakes it. Nothing
// is changed on one that is closed, or that is due by then anyhow. ErrConflict
// means that it changed meanwhile.
func (s *Store) MakeDue(ctx context.Context, council string, c Case, at time.Time) error {
	if c.Due.IsZero() || !c.Due.After(at) {
		return nil
	}
	c.Due = at
	change := s.Change(council, at)
	change.Case(c, nil)
	return s.Write(ctx, change)
}
