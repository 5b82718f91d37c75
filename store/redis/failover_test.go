package redis

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"heard/store"
)

// Sentinels tell the engine where the server is, and it finds the next one by
// itself. What a replica had confirmed (WAIT) is there.
func TestTheReplicaTakesOver(t *testing.T) {
	t.Parallel()
	first, second := onPort(t), onPort(t)
	host, port, _ := strings.Cut(first.address, ":")
	second.ask(t, "replicaof", host, port)
	eventually(t, "the replica follows", func() bool {
		return facts(second.ask(t, "info", "replication"))["master_link_status"] == "up"
	})
	sentinel := startSentinel(t, host, port)
	e, err := Open(t.Context(), Options{Addresses: []string{sentinel}, Master: "heard"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	write := func() error { return e.Write(t.Context(), store.Batch{Puts: []store.Put{{Key: "home/a"}}}) }
	if err := write(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the replica has it", func() bool { return second.ask(t, "exists", council("home").documents()) == "1" })
	first.kill()
	eventually(t, "it writes again", func() bool { return write() == nil })
	docs, err := e.Get(t.Context(), "home/a")
	if err != nil || docs[0].Version < 2 {
		t.Errorf("document %+v, error %v", docs, err)
	}
}

// onPort starts a server that others can find.
func onPort(t *testing.T) *server {
	t.Helper()
	port := freePort(t)
	s := start(t, append([]string{"--port", port}, always...)...)
	s.address = "127.0.0.1:" + port
	return s
}

// startSentinel starts one that decides alone and soon, and returns its
// address when it knows of the replica.
func startSentinel(t *testing.T, host, port string) string {
	t.Helper()
	own := &server{address: "127.0.0.1:" + freePort(t)}
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	text := fmt.Sprintf(`bind 127.0.0.1
port %s
logfile %s.log
sentinel monitor heard %s %s 1
sentinel down-after-milliseconds heard 300
sentinel failover-timeout heard 1000
`, strings.TrimPrefix(own.address, "127.0.0.1:"), file, host, port)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	own.process = exec.Command("redis-server", file, "--sentinel")
	if err := own.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.kill)
	c := own.client()
	defer c.Close()
	eventually(t, "the sentinel sees both", func() bool {
		answer := c.Do(t.Context(), "sentinel", "replicas", "heard")
		replicas, err := answer.Slice()
		return err == nil && len(replicas) == 1
	})
	return own.address
}
