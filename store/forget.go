package store

import (
	"context"
	"errors"
	"time"
)

// remember is how long the id of a text is known, and how one that we sent
// fared: a provider repeats a webhook within minutes and lists a message for
// thirteen months.
const remember = 400 * 24 * time.Hour

// Forget drops the ids of texts that are too old to come again, and how those
// fared that nobody will ask about. What was said stays in the cases' logs.
func (s *Store) Forget(ctx context.Context, now time.Time) error {
	errs := []error{s.engine.Forget(ctx, millis(now.Add(-remember)))}
	for council := range s.councils {
		errs = append(errs, s.forgetParts(ctx, council, now))
	}
	return errors.Join(errs...)
}

func (s *Store) forgetParts(ctx context.Context, council string, now time.Time) error {
	const step = 500 // one write of a few milliseconds
	for {
		docs, err := s.engine.Due(ctx, partQueue(council), millis(now), step)
		if err != nil || len(docs) == 0 {
			return err
		}
		var b Batch
		for _, doc := range docs {
			b.Deletes = append(b.Deletes, doc.Key)
			var d Delivery
			if s.open(council, doc, &d) == nil && d.Provider != "" {
				b.Deletes = append(b.Deletes, providerKey(council, s.councils[council].Lookup, d.Provider))
			}
		}
		if err := s.engine.Write(ctx, b); err != nil {
			return err
		}
	}
}
