package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"sync"
	"time"
)

// mailServer is a listener that remembers its lines, so that they can be cut.
type mailServer struct {
	net.Listener
	stop func()
	done chan struct{}

	mu    sync.Mutex
	lines map[net.Conn]bool
}

// startServer listens on the loopback and serves until it is closed.
func startServer(serve func(net.Listener) error, stop func()) (*mailServer, error) {
	l, err := listen("")
	if err != nil {
		return nil, err
	}
	s := &mailServer{Listener: l, stop: stop, done: make(chan struct{}), lines: map[net.Conn]bool{}}
	go func() {
		defer close(s.done)
		_ = serve(s) // ends with close, the only error that can come
	}()
	return s, nil
}

func (s *mailServer) address() string { return s.Addr().String() }

// Accept implements net.Listener.
func (s *mailServer) Accept() (net.Conn, error) {
	conn, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines[conn] = true
	return &openLine{conn, s}, nil
}

// openLine is forgotten when it is closed.
type openLine struct {
	net.Conn
	server *mailServer
}

// Close implements net.Conn.
func (l *openLine) Close() error {
	l.server.mu.Lock()
	delete(l.server.lines, l.Conn)
	l.server.mu.Unlock()
	return l.Conn.Close()
}

func (s *mailServer) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.lines {
		conn.Close()
	}
}

func (s *mailServer) close() {
	s.Listener.Close()
	s.hangUp()
	s.stop()
	<-s.done
}

// selfSigned makes a certificate for this machine, and what trusts it.
func selfSigned(now time.Time) (own, trust *tls.Config, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		NotBefore:   now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		return nil, nil, err
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		return nil, nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(c)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, &tls.Config{RootCAs: pool}, nil
}
