package redis

import (
	"context"
	"fmt"

	"heard/store"
)

// Receive implements store.Engine. An id is remembered within the council of
// its inbox.
func (e *Engine) Receive(ctx context.Context, item store.Item) error {
	c, inbox, err := split(item.Inbox)
	if err != nil {
		return err
	}
	p, err := place(c, item.Queue, item.Due)
	if err != nil {
		return err
	}
	urgent := 0
	if item.Urgent {
		urgent = 1
	}
	isNew, err := e.run(ctx, "receive", receiveScript,
		[]string{c.documents(), c.names(), c.due(), c.seen(), c.sequence()},
		item.ID[:], item.At, inbox, p, urgent, item.Body)
	if err != nil {
		return err
	}
	if isNew == int64(0) {
		return fmt.Errorf("receive: %w", store.ErrSeen)
	}
	return nil
}
