// Package dovecottest starts a real mail server for a test: Dovecot, which
// hands out mail by IMAP, and before it OpenSMTPD, which takes it in by SMTP
// and hands it on by LMTP. What a mailbox does when it is kicked, renumbered or
// restarted cannot be learned from a server that was written to pass tests.
//
// Everything is on loopback, on ports that were free, in a folder of its own,
// and ends with the test. OpenSMTPD runs only as root; as anybody else, mail is
// handed to Dovecot by LMTP.
package dovecottest

import (
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Every name is a user of every server, with this password, and has the
// addresses of this domain.
const (
	Password = "intake-pw"
	Domain   = "heard.test"
)

// Server is a running mail server.
type Server struct {
	Dir   string
	IMAP  int // in the clear, and STARTTLS
	IMAPS int
	LMTP  int
	SMTP  int // 0 if no SMTP server could be started
	// Roots has the certificate of the server, for localhost and 127.0.0.1.
	Roots *x509.CertPool

	t       testing.TB
	dovecot *exec.Cmd
}

// patience is how long a server may take to start or stop.
const patience = 20 * time.Second

// Start starts a server. Where Dovecot is not installed the test is skipped,
// except in CI, where it fails.
func Start(t testing.TB) *Server {
	t.Helper()
	program := find("dovecot")
	if program == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("dovecot is not installed")
		}
		t.Skip("dovecot is not installed: apt-get install dovecot-imapd dovecot-lmtpd opensmtpd")
	}
	s := &Server{t: t, Dir: folder(t)}
	s.Roots = certificate(t, s.Dir)
	p := ports(t, 4)
	s.IMAP, s.IMAPS, s.LMTP = p[0], p[1], p[2]
	s.write("dovecot.conf", s.dovecotConf(), 0o644)
	t.Cleanup(s.Stop)
	s.Run()
	switch smtpd := find("smtpd"); {
	case smtpd != "" && root():
		s.startSMTP(smtpd, p[3])
	case root() && os.Getenv("CI") != "":
		t.Fatal("smtpd is not installed: apt-get install opensmtpd")
	}
	return s
}

// Run starts Dovecot, or starts it again after Stop.
func (s *Server) Run() {
	s.t.Helper()
	s.dovecot = s.spawn(find("dovecot"), "-F", "-c", filepath.Join(s.Dir, "dovecot.conf"))
	for _, port := range []int{s.IMAP, s.IMAPS, s.LMTP} {
		s.await(port)
	}
}

// Stop stops Dovecot, and with it every connection.
func (s *Server) Stop() {
	if s.dovecot != nil {
		end(s.dovecot)
		s.dovecot = nil
	}
}

// Admin runs doveadm.
func (s *Server) Admin(args ...string) string {
	s.t.Helper()
	out, err := exec.Command(find("doveadm"), append([]string{"-c", filepath.Join(s.Dir, "dovecot.conf")}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("doveadm %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// Log returns what Dovecot wrote into its log.
func (s *Server) Log() string {
	b, _ := os.ReadFile(filepath.Join(s.Dir, "dovecot.log"))
	return string(b)
}

func (s *Server) spawn(program string, args ...string) *exec.Cmd {
	s.t.Helper()
	cmd := exec.Command(program, args...)
	out, err := os.OpenFile(filepath.Join(s.Dir, "out.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		s.t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	return cmd
}

// end stops a server that was started here, with its children, and waits until
// it has. Dovecot alone gives its idle children seconds to go.
func end(cmd *exec.Cmd) {
	syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer late.Stop()
	cmd.Wait()
}

// await waits until something listens on a port.
func (s *Server) await(port int) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		conn, err := net.DialTimeout("tcp", local(port), time.Second)
		if err == nil {
			conn.Close()
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	out, _ := os.ReadFile(filepath.Join(s.Dir, "out.log"))
	s.t.Fatalf("nothing listens on port %d\n%s\n%s", port, out, s.Log())
}

func (s *Server) write(name, content string, mode os.FileMode) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.Dir, name), []byte(content), mode); err != nil {
		s.t.Fatal(err)
	}
}

// folder makes a folder that the servers may enter under their own users, and
// whose path is short enough for their sockets.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dovecot")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	for _, d := range []string{"", "run", "mail"} {
		d = filepath.Join(dir, d)
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// ports returns ports that were free a moment ago.
func ports(t testing.TB, n int) []int {
	t.Helper()
	out := make([]int, n)
	for i := range out {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		out[i] = l.Addr().(*net.TCPAddr).Port
	}
	return out
}

// find returns the path of a program, which may be where only root looks.
func find(name string) string {
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin", "/usr/local/sbin") {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
	}
	return ""
}

func root() bool { return os.Getuid() == 0 }

func local(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }
