package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"heard/store/redis"
)

// redisServer is a redis-server of a test's own that keeps what it accepts. It
// can be killed, stopped, and started again over what it kept.
type redisServer struct {
	*testing.T
	address string
	args    []string
	process *exec.Cmd
}

func newRedisServer(t *testing.T) *redisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("redis-server is not installed")
		}
		t.Skip("redis-server is not installed; make test installs it")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := &redisServer{T: t, address: l.Addr().String()}
	s.args = []string{"--bind", "127.0.0.1", "--port", strconv.Itoa(l.Addr().(*net.TCPAddr).Port), "--dir", t.TempDir(),
		"--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--save", ""}
	l.Close()
	t.Cleanup(s.kill)
	s.run()
	return s
}

// run starts the server and waits until it answers.
func (s *redisServer) run() {
	s.Helper()
	s.process = exec.Command("redis-server", s.args...)
	if err := s.process.Start(); err != nil {
		s.Fatal(err)
	}
	for end := time.Now().Add(startLimit); time.Now().Before(end); wait(s.Context(), 5*time.Millisecond) {
		if e, err := s.open(); err == nil {
			e.Close()
			return
		}
	}
	s.Fatal("redis-server does not answer")
}

func (s *redisServer) open() (*redis.Engine, error) {
	ctx, cancel := context.WithTimeout(context.Background(), connecting)
	defer cancel()
	return redis.Open(ctx, redis.Options{Addresses: []string{s.address}})
}

// kill ends the server as a crash would.
func (s *redisServer) kill() {
	s.process.Process.Kill()
	s.process.Wait()
}

// freeze lets the server hear and say nothing more, until thaw.
func (s *redisServer) freeze() { s.process.Process.Signal(syscall.SIGSTOP) }
func (s *redisServer) thaw()   { s.process.Process.Signal(syscall.SIGCONT) }

// lines make a configuration use it.
func (s *redisServer) lines() []string {
	return []string{"store: redis", "redis: {addresses: [" + strconv.Quote(s.address) + "]}"}
}
