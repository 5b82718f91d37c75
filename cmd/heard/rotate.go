package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// rereads is how often files with secrets are read again. Twilio lets an
// account have two tokens for as long as it likes, so there is no haste.
const rereads = 30 * time.Second

// rotate takes over tokens that were changed in their files, at once when the
// process is sent SIGHUP, until ctx ends.
func (h *house) rotate(ctx context.Context) {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	tick := time.NewTicker(rereads)
	defer tick.Stop()
	known := map[string][2]string{}
	for _, c := range h.councils {
		known[c.name] = [2]string{c.token, c.next}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
		case <-tick.C:
		}
		h.rotateOnce(ctx, known)
	}
}

// rotateOnce reads the tokens again. A file that is being written, or was
// emptied, changes nothing.
func (h *house) rotateOnce(ctx context.Context, known map[string][2]string) {
	for _, c := range h.councils {
		p, ok := h.providers[c.name]
		if !ok {
			continue
		}
		s, err := h.secrets(c.name)
		if err != nil || s.TwilioToken == "" {
			h.log.WarnContext(ctx, "the secrets cannot be read again; those known stay", "council", c.name, "error", err)
			continue
		}
		now := [2]string{s.TwilioToken, s.TwilioTokenNext}
		if now == known[c.name] {
			continue
		}
		known[c.name] = now
		h.door.Rotate(c.name, now[0], now[1])
		p.Rotate(now[0], now[1])
		h.log.InfoContext(ctx, "the tokens were changed", "council", c.name)
	}
}
