package store_test

import (
	"testing"
	"time"
)

func TestALeaseIsOnesUntilItRunsOut(t *testing.T) {
	t.Parallel()
	s := mailStore(t)
	now := time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)
	for i, c := range []struct {
		who   string
		after time.Duration
		want  bool
	}{
		{"a", 0, true}, {"b", time.Second, false}, {"a", 10 * time.Second, true},
		{"b", 34 * time.Second, false}, {"b", 35 * time.Second, true}, {"a", 36 * time.Second, false},
	} {
		got, err := s.Hold(t.Context(), "hampshire", "mailbox", c.who, now.Add(c.after), 25*time.Second)
		if err != nil || got != c.want {
			t.Errorf("%d: %s after %s: %v, %v", i, c.who, c.after, got, err)
		}
	}
}
