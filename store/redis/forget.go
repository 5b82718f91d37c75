package redis

import (
	"context"
	"slices"
	"sync"

	"github.com/redis/go-redis/v9"
)

// forgetStep is how many ids one script forgets, so that nobody waits for it
// longer than for a full pipeline.
const forgetStep = 1000

// Forget implements store.Engine. The ids do not expire by themselves: Redis
// would go by its own clock, and the time is the caller's to tell.
func (e *Engine) Forget(ctx context.Context, before int64) error {
	all, err := e.councils(ctx, "forget", council.seen)
	if err != nil {
		return err
	}
	for _, c := range all {
		for gone := int64(forgetStep); gone == forgetStep; {
			answer, err := e.run(ctx, "forget", forgetScript, []string{c.seen()}, before, forgetStep)
			if err != nil {
				return err
			}
			gone = answer.(int64)
		}
	}
	return nil
}

// councils finds those who have a certain key. A council has five keys, so
// that a scan of all of them is short, unless Redis is shared with others.
func (e *Engine) councils(ctx context.Context, act string, key func(council) string) ([]council, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var all []council
	err := eachMaster(ctx, e.client, func(ctx context.Context, c *redis.Client) error {
		keys := c.Scan(ctx, 0, scanPattern(key), 1000).Iterator()
		for keys.Next(ctx) {
			mu.Lock()
			all = append(all, scanned(keys.Val()))
			mu.Unlock()
		}
		return keys.Err()
	})
	slices.Sort(all)
	return slices.Compact(all), explain(ctx, act, err)
}
