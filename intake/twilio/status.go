package twilio

import (
	"context"
	"errors"
	"net/http"

	"heard/store"
)

// status takes in what became of a text. Which text it was stands in the
// address that it was sent with, so that it is known even if the answer to the
// sending, and with it the provider's id, was lost.
func (h *Handler) status(ctx context.Context, c *council, f *form, r *http.Request) (result, []byte) {
	part := r.URL.Query().Get("part")
	err := h.o.Settle(ctx, c.name, part, f.value("MessageSid"), f.value("MessageStatus"), f.value("ErrorCode"), h.o.Now().UTC())
	switch {
	case err == nil:
		return settled, nil
	case errors.Is(err, store.ErrNotFound):
		return notOurs, nil
	}
	h.o.Log.ErrorContext(ctx, "a status could not be kept", "council", c.name, "error", err)
	return storeAway, nil
}
