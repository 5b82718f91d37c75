package storetest_test

import (
	"testing"

	"heard/store"
	"heard/store/storetest"
)

func TestMemoryIsAnEngine(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(*testing.T) store.Engine { return storetest.NewMemory() })
}
