package main

import (
	"sync"
	"time"
)

// clock is a time that is moved by hand. With running, it also goes by itself.
type clock struct {
	mu      sync.Mutex
	at      time.Time
	since   time.Time // when at was set, by the machine's clock
	running bool
}

func newClock(at time.Time, running bool) *clock {
	return &clock{at: at, since: time.Now(), running: running}
}

// Now is the clock's time, in UTC and whole milliseconds as the store keeps it.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.at
	if c.running {
		at = at.Add(time.Since(c.since))
	}
	return at.UTC().Truncate(time.Millisecond)
}

// Set moves the clock, never back.
func (c *clock) Set(at time.Time) {
	now := c.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(now) {
		c.at, c.since = at, time.Now()
	}
}
