package store

import (
	"context"
	"time"

	"heard/casework"
)

// Fetch is the files of one message whose bytes are still at the provider.
type Fetch struct {
	From  casework.Address `json:"from"`
	To    string           `json:"to"` // our number
	About string           `json:"about"`
	Files []casework.File  `json:"files,omitempty"` // still to be fetched
	// Gone are what the provider may delete: it is kept here.
	Gone  []string `json:"gone,omitempty"`
	Tries int      `json:"tries,omitempty"`

	Council string    `json:"-"`
	Key     string    `json:"-"`
	Version int64     `json:"-"`
	Due     time.Time `json:"-"`
}

func fetchQueue(council string) string { return council + "/fetch" }

// ToFetch notes the files of a message, to be fetched at once. The same
// message is noted once.
func (c *Change) ToFetch(f Fetch) {
	key := c.Council + "/fetch/" + hash(c.keys().Lookup, "fetch", f.About)
	c.putUnchecked(key, fetchQueue(c.Council), millis(c.Now), f)
}

// Fetching writes back what is still to be fetched, due when it says.
func (c *Change) Fetching(f Fetch) {
	c.put(f.Key, f.Version, fetchQueue(c.Council), millis(f.Due), f)
}

// Fetched removes what is fetched, or given up.
func (c *Change) Fetched(f Fetch) {
	c.batch.Checks = append(c.batch.Checks, Check{Key: f.Key, Version: f.Version})
	c.batch.Deletes = append(c.batch.Deletes, f.Key)
}

// Fetches returns messages whose files are to be fetched by a moment, the
// oldest first.
func (s *Store) Fetches(ctx context.Context, council string, until time.Time, limit int) ([]Fetch, error) {
	docs, err := s.engine.Due(ctx, fetchQueue(council), millis(until), limit)
	return readAll(s, council, docs, err, func(f *Fetch, d Doc) {
		f.Council, f.Key, f.Version, f.Due = council, d.Key, d.Version, instant(d.Due)
	})
}
