package main

import (
	"syscall"
	"testing"
	"time"
)

// The processes of the tests: each role is taken more than once, but for those
// of the first.
var (
	twoShips  = []string{"web,worker,sender,reminders", "web,worker,sender,mailbox"}
	fourShips = []string{"web,worker", "web,sender,mailbox", "worker,sender,reminders", "worker,reminders,mailbox"}
)

// TestProcessesShareTheWork lets people talk with two and with four processes
// at once: each is answered in order and once, whoever takes in what they say
// and whoever answers it.
func TestProcessesShareTheWork(t *testing.T) {
	for name, roles := range map[string][]string{"two": twoShips, "four": fourShips} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFleet(t, 1, roles...)
			f.sail()
			f.under(func(int) { wait(f.Context(), 5*time.Second) }, func() {})
			f.look()
			f.anchor()
		})
	}
}

// TestTheProcessesOrRedisKilledEveryMessageIsAnsweredOnce is the test of
// kill_test.go for several processes, of which one is killed at a time, or the
// Redis server that they share.
func TestTheProcessesOrRedisKilledEveryMessageIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	kills := 30
	if testing.Short() {
		kills = 6
	}
	f := newFleet(t, kills, fourShips...)
	f.sail()
	f.under(f.strike, f.sail)
	f.isDone()
	f.look()
	f.anchor()
}

// strike kills one process, or Redis every third time, while people write.
func (f *fleet) strike(round int) {
	f.Helper()
	wait(f.Context(), f.upTo(400*time.Millisecond))
	if round%3 == 2 {
		f.redis.kill()
		wait(f.Context(), f.upTo(500*time.Millisecond))
		f.redis.run()
		return
	}
	f.sink(int(f.upTo(time.Duration(len(f.ships)))), syscall.SIGKILL)
	if round%2 == 1 { // some are missed for a while
		f.sail()
	}
}
