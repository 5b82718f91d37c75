package sqlite

import (
	"slices"
	"testing"
	"time"
)

func reportSlow(b *testing.B, took [][]time.Duration) {
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-us")
}
