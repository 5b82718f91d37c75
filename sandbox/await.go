package sandbox

import "context"

// await gives the first of what watch shows that matches, and waits for it if
// need be: watch gives what there is, and a channel that is closed when that
// changes.
func await[T any](ctx context.Context, watch func() ([]T, <-chan struct{}), match func(T) bool) (found T, err error) {
	for {
		all, changed := watch()
		for _, one := range all {
			if match(one) {
				return one, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return found, ctx.Err()
		}
	}
}
