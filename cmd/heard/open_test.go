package main

import (
	"context"
	"net/http"
	"testing"
	"time"

	"heard/sandbox"
	"heard/store/redis"
	"heard/store/storetest"
)

// After a power cut the machines come back in any order.
func TestARedisThatStartsLaterIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := newRedisServer(t)
	s.kill()
	opened := make(chan error)
	go func() {
		e, err := openRedis(redis.Options{Addresses: []string{s.address}})
		if err == nil {
			e.Close()
		}
		opened <- err
	}()
	select {
	case err := <-opened:
		t.Fatalf("not waited for: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	s.run()
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

// Whoever starts while the store is away does all that is theirs when it is
// back.
func TestAServiceThatStartsWithoutAStoreWorksWhenItIsBack(t *testing.T) {
	t.Parallel()
	for name, shared := range map[string]bool{"alone": false, "one of many": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMortal(t, &doom{Fault: storetest.Fault{N: 1, Stop: true}}, false)
			m.plan.shared = shared
			m.build()
			stop := start(t.Context(), func(ctx context.Context) { m.now.Load().run(ctx, []string{"worker", "sender"}) })
			defer stop()
			for m.d.tries() < 5 {
				wait(t.Context(), time.Millisecond)
			}
			m.d.end()
			status, err := m.d.provider.Inbound(t.Context(), sandbox.Message{From: zoe, To: m.plan.councils[0].numbers[0], Body: "my social worker never turns up"})
			if status != http.StatusOK || err != nil {
				t.Fatalf("answered %d, %v", status, err)
			}
			for end := time.Now().Add(answerLimit); len(m.texts(zoe)) == 0; wait(t.Context(), 10*time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("nothing was said")
				}
			}
		})
	}
}
