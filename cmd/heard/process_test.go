package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a "heard serve" of its own, whose service a town's provider
// reaches.
type process struct {
	cmd    *exec.Cmd
	listen chan string   // its address, once; closed when it has ended
	logged chan struct{} // closed when its stderr has been read to the end
	stderr string        // the file with all that its services wrote there
}

// startLimit is how long a service may take to open its doors, on a machine
// that is busy with other tests.
const startLimit = 30 * time.Second

// start begins a service, with flags if there are any; its stderr is added to
// a file of the town.
func (w *town) start(ctx context.Context, flags ...string) (*process, error) {
	p := &process{listen: make(chan string, 1), logged: make(chan struct{}), stderr: filepath.Join(w.dir, "stderr.txt")}
	p.cmd = exec.CommandContext(ctx, w.command, append([]string{"serve", "--config", w.config}, flags...)...)
	p.cmd.Env = w.env
	out, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(p.stderr, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		log.Close()
		return nil, err
	}
	go func() {
		defer close(p.logged)
		defer log.Close()
		defer close(p.listen)
		lines := bufio.NewReader(io.TeeReader(out, log))
		if first, err := lines.ReadString('\n'); err == nil {
			p.listen <- strings.TrimSpace(first)
		}
		io.Copy(io.Discard, lines) // ends with the process
	}()
	return p, nil
}

// build makes the command as it is shipped and lets the town's services run
// it. The test binary, which is the command elsewhere, watches for races and
// takes ten times as long to start.
func (w *town) build(t *testing.T) {
	t.Helper()
	w.command = filepath.Join(t.TempDir(), "heard")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", w.command, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
}

// open waits until the service listens and shows the provider the way.
func (w *town) open(p *process) error {
	select {
	case at := <-p.listen:
		if !strings.HasPrefix(at, "127.0.0.1:") {
			return fmt.Errorf("the first line on stderr is no address of ours: %q", at)
		}
		w.door.Store(&at)
		return nil
	case <-time.After(startLimit):
		return fmt.Errorf("the service does not listen after %s", startLimit)
	}
}

// end sends the process a signal and waits for its end. It gives the exit
// code; -1 for one that was killed.
func (w *town) end(p *process, s syscall.Signal) int {
	p.cmd.Process.Signal(s) // one that has ended by itself has an exit code
	<-p.logged
	p.cmd.Wait()
	w.door.Store(nil)
	return p.cmd.ProcessState.ExitCode()
}
