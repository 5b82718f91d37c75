package store

import (
	"context"
	"time"
)

// Tested is when a council's rota was last rung to see that it rings.
type Tested struct {
	At      time.Time `json:"at"`
	Version int64     `json:"-"` // 0: never
}

func testedKey(council string) string { return council + "/tested" }

// Tested returns when a council's rota was last tested.
func (s *Store) Tested(ctx context.Context, council string) (Tested, error) {
	var t Tested
	docs, err := s.engine.Get(ctx, testedKey(council))
	if err != nil || docs[0].Version == 0 {
		return t, err
	}
	err = s.open(council, docs[0], &t)
	t.Version = docs[0].Version
	return t, err
}

// Test notes in a change that the rota is tested; was is what Tested returned.
func (c *Change) Test(was Tested) {
	c.put(testedKey(c.Council), was.Version, "", 0, Tested{At: c.Now})
}
