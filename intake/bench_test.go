package intake_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"heard/casework"
	"heard/intake"
	"heard/store"
)

// BenchmarkTurn reports how many first messages a second are received (sealed
// and on disk), how many of them are then answered (a case opened, the contact,
// the log, the reply and the officers' task written), and the ratio. Both use
// SQLite with synchronous FULL, in the same run.
func BenchmarkTurn(b *testing.B) {
	for _, parallel := range []int{1, 4, 16, 64} {
		b.Run(fmt.Sprint("parallel=", parallel), func(b *testing.B) {
			h := open(b, engine(b), func(o *intake.Options) { o.Settle, o.Parallel, o.Draw = 0, parallel, nil })
			began := time.Now()
			h.receive(b.N, 64)
			received := time.Since(began)
			b.ResetTimer()
			began = time.Now()
			if r := h.pass(start.Add(time.Minute)); r.Turns != b.N {
				b.Fatalf("%d turns of %d", r.Turns, b.N)
			}
			took := time.Since(began)
			b.ReportMetric(float64(b.N)/received.Seconds(), "receive/s")
			b.ReportMetric(float64(b.N)/took.Seconds(), "turn/s")
			b.ReportMetric(received.Seconds()/took.Seconds(), "turn/receive")
		})
	}
}

// receive takes in n messages of n people, from several goroutines.
func (h *house) receive(n, writers int) {
	h.t.Helper()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := w; i < n; i += writers {
				err := h.store.Receive(context.Background(), store.Inbound{
					Council: town, From: casework.NewAddress(casework.SMS, fmt.Sprintf("+4477%08d", i)),
					To: ours, Account: "AC1", Provider: fmt.Sprint("SM", i), At: start,
					Text: "They changed my placement and nobody told me. I want to stay at my school.",
				})
				if err != nil {
					h.t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
