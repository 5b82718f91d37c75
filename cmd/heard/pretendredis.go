package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"heard/store"
	"heard/store/redis"
	"heard/store/sqlite"
)

// stageStore is the environment variable that puts a stage on Redis: "redis"
// starts a redis-server of the stage's own, so demo, chat and simulate, and
// every test that plays on a stage, run on either engine by this one switch.
const stageStore = "HEARD_STAGE_STORE"

// stageEngine opens the engine of a stage in its folder.
func stageEngine(dir string) (store.Engine, func(), error) {
	if os.Getenv(stageStore) != "redis" {
		e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(dir, "heard.db")})
		if err != nil {
			return nil, nil, err
		}
		return e, func() { e.Close() }, nil
	}
	socket, stop, err := startRedis(dir)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), connecting)
	defer cancel()
	e, err := redis.Open(ctx, redis.Options{Addresses: []string{socket}})
	if err != nil {
		stop()
		return nil, nil, err
	}
	return e, func() { e.Close(); stop() }, nil
}

// startRedis starts a redis-server on a socket in a folder, as durable as a
// real one must be.
func startRedis(dir string) (socket string, stop func(), err error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return "", nil, fmt.Errorf("%s=redis needs redis-server: install it, or unset the variable", stageStore)
	}
	socket = filepath.Join(dir, "redis.sock")
	cmd := exec.Command(program, "--port", "0", "--unixsocket", socket, "--dir", dir,
		"--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--save", "")
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		cmd.Process.Kill()
		cmd.Wait()
	}
	for end := time.Now().Add(connecting); ; time.Sleep(5 * time.Millisecond) {
		conn, err := net.Dial("unix", socket) // the file alone is there before anybody listens
		if err == nil {
			conn.Close()
			return socket, stop, nil
		}
		if time.Now().After(end) {
			stop()
			return "", nil, fmt.Errorf("redis-server did not start: %w", err)
		}
	}
}
