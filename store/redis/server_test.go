package redis

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// A server is a redis-server of a test's own, in a folder of its own. It can
// be killed and started again over what it kept.
type server struct {
	address string // a socket's path, or host:port
	args    []string
	cluster bool
	process *exec.Cmd
}

// The ways of running Redis that the engine is tested on.
var (
	always   = []string{"--appendfsync", "always"}
	everysec = []string{"--appendfsync", "everysec"}
	cluster  = []string{"--appendfsync", "always", "--cluster-enabled", "yes"}
)

// start starts a server for a test. Later settings win.
func start(t testing.TB, args ...string) *server { return startFor(t, t, args) }

// servers lends out servers, each empty and to one test at a time, and starts
// more as they are needed. A cluster takes two seconds to be one.
func servers(owner testing.TB, args []string) func(t testing.TB) *server {
	idle := make(chan *server, 100)
	return func(t testing.TB) *server {
		t.Helper()
		var s *server
		select {
		case s = <-idle:
		default:
			s = startFor(t, owner, args)
		}
		t.Cleanup(func() {
			s.ask(t, "flushall")
			idle <- s
		})
		return s
	}
}

// startFor starts a server that lives as long as its owner, and waits until it
// answers.
func startFor(t, owner testing.TB, args []string) *server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("redis-server is not installed")
		}
		t.Skip("redis-server is not installed")
	}
	dir, err := os.MkdirTemp("", "redis") // a test's own folder may be too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	owner.Cleanup(func() { os.RemoveAll(dir) })
	s := &server{address: filepath.Join(dir, "socket"), cluster: slices.Contains(args, "--cluster-enabled")}
	where := []string{"--port", "0", "--unixsocket", s.address}
	if s.cluster { // its nodes tell one another, and the client, of ports only
		port := freePort(t)
		s.address = "127.0.0.1:" + port
		where = []string{"--port", port, "--cluster-port", freePort(t)}
	}
	s.args = slices.Concat([]string{"--dir", dir, "--logfile", filepath.Join(dir, "log"), "--save", "",
		"--appendonly", "yes", "--bind", "127.0.0.1"}, where, args)
	owner.Cleanup(s.kill)
	s.run(t)
	return s
}

func (s *server) run(t testing.TB) {
	t.Helper()
	s.process = exec.Command("redis-server", s.args...)
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	c := s.client()
	defer c.Close()
	eventually(t, "redis answers", func() bool {
		err := c.Ping(context.Background()).Err()
		return err == nil || redis.HasErrorPrefix(err, "NOAUTH")
	})
	if !s.cluster {
		return
	}
	if facts(s.ask(t, "cluster", "info"))["cluster_slots_assigned"] == "0" {
		s.ask(t, "cluster", "addslotsrange", 0, 16383)
	}
	eventually(t, "the cluster is up", func() bool {
		return facts(s.ask(t, "cluster", "info"))["cluster_state"] == "ok"
	})
}

// kill ends the server as a crash would: it has no say in it.
func (s *server) kill() {
	if s.process.Process == nil {
		return
	}
	s.process.Process.Kill()
	s.process.Wait()
}

func (s *server) client() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: s.address, Protocol: 2, MaxRetries: -1})
}

// ask sends a command as an administrator would.
func (s *server) ask(t testing.TB, args ...any) string {
	t.Helper()
	c := s.client()
	defer c.Close()
	answer, err := c.Do(context.Background(), args...).Result()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return fmt.Sprint(answer)
}

// options are those that the server is to be opened with.
func (s *server) options() Options {
	return Options{Addresses: []string{s.address}, Cluster: s.cluster, AllowEverysec: true}
}

func (s *server) open(t testing.TB) *Engine {
	t.Helper()
	e, err := Open(context.Background(), s.options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("not after 20 s: %s", what)
}
