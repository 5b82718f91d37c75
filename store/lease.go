package store

import (
	"context"
	"errors"
	"time"
)

// lease is who may do something alone, and until when.
type lease struct {
	Who   string    `json:"who"`
	Until time.Time `json:"until"`
}

// Hold asks for the sole right to something of a council's, or keeps it, until
// so long after now. It returns false while another holds it. A lease saves
// double work; versions and ids keep the truth without it.
func (s *Store) Hold(ctx context.Context, council, what, who string, now time.Time, span time.Duration) (bool, error) {
	k, err := s.council(council)
	if err != nil {
		return false, err
	}
	key := council + "/lease/" + hash(k.Lookup, "lease", what)
	docs, err := s.engine.Get(ctx, key)
	if err != nil {
		return false, err
	}
	var have lease
	if docs[0].Version > 0 {
		if err := s.open(council, docs[0], &have); err != nil {
			return false, err
		}
	}
	if have.Who != who && have.Until.After(now) {
		return false, nil
	}
	c := s.Change(council, now)
	c.put(key, docs[0].Version, "", 0, lease{who, now.Add(span)})
	if err := s.Write(ctx, c); errors.Is(err, ErrConflict) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return true, nil
}
