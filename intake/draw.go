package intake

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"heard/casework"
	"heard/store"
)

// drawReference draws a case's reference. Whether it is taken shows when it is
// written.
func (w *Worker) drawReference(prefix string) (casework.Reference, error) {
	var random [4]byte
	if err := w.random(random[:]); err != nil {
		return "", err
	}
	return casework.NewReference(prefix, random), nil
}

// drawCode draws the four digits that acknowledge an alert: none that another
// open alert of the council has.
func (w *Worker) drawCode(ctx context.Context, council string) (string, error) {
	open, err := w.o.Store.Alerts(ctx, council)
	if err != nil {
		return "", err
	}
	for {
		var random [4]byte
		if err := w.random(random[:]); err != nil {
			return "", err
		}
		code := fmt.Sprintf("%04d", binary.BigEndian.Uint32(random[:])%10_000)
		if len(open) >= 5_000 || !slices.ContainsFunc(open, func(c store.Case) bool { return c.Alert.Code == code }) {
			return code, nil
		}
	}
}

// random reads from the source of chance, which tests replace by one that
// allows one reader at a time.
func (w *Worker) random(b []byte) error {
	w.draw.Lock()
	defer w.draw.Unlock()
	if _, err := io.ReadFull(w.o.Draw, b); err != nil {
		return fmt.Errorf("draw at random: %w", err)
	}
	return nil
}
