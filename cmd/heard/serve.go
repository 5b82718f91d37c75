package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

type serveCommand struct {
	configured
	Roles []string `default:"web,worker,sender,reminders,mailbox" enum:"web,worker,sender,reminders,mailbox" help:"What this process does." placeholder:"R,..."`
}

// shutdown is how long requests and sends that are under way may take to end.
const shutdown = 25 * time.Second // a send is given 20 s

func (c *serveCommand) Run(w *world) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, h, err := c.open(w)
	if err != nil {
		return err
	}
	defer h.engine.Close()
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Fprintln(w.err, l.Addr()) // the first line, so that a caller knows the port
	web := &http.Server{
		Handler:           h.handler(slices.Contains(c.Roles, "web")),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second, // as long as Twilio waits
		IdleTimeout:       2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(l) }()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.run(ctx, c.Roles)
	}()
	select {
	case err = <-failed:
		stop()
		<-ended
		return err
	case <-ended:
	}
	late, cancel := context.WithTimeout(context.Background(), shutdown)
	defer cancel()
	return web.Shutdown(late)
}
