package sandbox

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// A Server is the sandbox on its own address: the API under /2010-04-01/ and
// the page under /.
type Server struct {
	*Twilio
	// Mail carries mails; nil without mailboxes in Options.
	Mail *PostOffice
	// URL is the address with neither path nor slash at its end.
	URL string

	http *http.Server
	done chan struct{}
}

// Start opens the sandbox. It listens on the loopback only.
func Start(o Options) (*Server, error) {
	t, err := NewTwilio(o)
	if err != nil {
		return nil, err
	}
	s := &Server{Twilio: t, done: make(chan struct{})}
	if len(o.Mail) > 0 {
		if s.Mail, err = OpenPostOffice(o.Mail, o.Now); err != nil {
			t.Close()
			return nil, err
		}
	}
	l, err := listen(o.Listen)
	if err != nil {
		s.closeWorld()
		return nil, err
	}
	s.URL = "http://" + l.Addr().String()
	t.SetURL(s.URL)
	mux := http.NewServeMux()
	mux.Handle("/2010-04-01/", t)
	mux.Handle("/", page{t, s.Mail}.handler())
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(l) // ends with Close, the only error that can come
	}()
	return s, nil
}

func listen(address string) (net.Listener, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	if at, ok := l.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		l.Close()
		return nil, fmt.Errorf("sandbox: %s is not a loopback address; use 127.0.0.1", address)
	}
	return l, nil
}

// Close hangs up on everybody and waits until nothing runs any more.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.done
	s.closeWorld()
	return err
}

func (s *Server) closeWorld() {
	s.Twilio.Close()
	if s.Mail != nil {
		s.Mail.Close()
	}
}
