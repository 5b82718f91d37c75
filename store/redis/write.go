package redis

import (
	"context"
	"fmt"

	"heard/store"
)

// Write implements store.Engine. A batch that touches two councils is refused:
// they may lie on two servers, and no write spans those.
func (e *Engine) Write(ctx context.Context, batch store.Batch) error {
	if len(batch.Checks)+len(batch.Puts)+len(batch.Deletes) == 0 {
		return ctx.Err()
	}
	c, args, err := pack(batch)
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	failed, err := e.run(ctx, "write", writeScript, []string{c.documents(), c.names(), c.due()}, args...)
	if err != nil || failed == int64(0) {
		return err
	}
	check := batch.Checks[failed.(int64)-1]
	if check.Taken && check.Version == 0 {
		return fmt.Errorf("write: %s: %w", check.Key, store.ErrTaken)
	}
	return fmt.Errorf("write: %s: %w", check.Key, store.ErrConflict)
}

// pack makes the arguments of scripts/write.lua.
func pack(batch store.Batch) (council, []any, error) {
	args := []any{len(batch.Checks), len(batch.Puts)}
	var one sameCouncil
	for _, check := range batch.Checks {
		args = append(args, one.rest(check.Key), check.Version)
	}
	for _, put := range batch.Puts {
		rest := one.rest(put.Key)
		p, err := place(one.council, put.Queue, put.Due)
		if err != nil && one.err == nil {
			one.err = err
		}
		args = append(args, rest, p, put.Body)
	}
	for _, key := range batch.Deletes {
		args = append(args, one.rest(key))
	}
	return one.council, args, one.err
}

// sameCouncil sees to it that some keys are of one council. It keeps the first
// error.
type sameCouncil struct {
	council council
	err     error
}

// rest is what a document goes by within its council.
func (s *sameCouncil) rest(key string) string {
	c, rest, err := split(key)
	switch {
	case s.err != nil:
	case err != nil:
		s.err = err
	case s.council == "":
		s.council = c
	case s.council != c:
		s.err = fmt.Errorf("redis: one call of two councils, %s and %s", s.council, c)
	}
	return rest
}
