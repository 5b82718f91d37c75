package twilio_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"heard/intake/twilio"
	"heard/store"
	"heard/store/sqlite"
)

// This file measures what the door can stand, beside the floor of the same
// machine in the same run: a server that answers 204 and does nothing. Both
// get the same signed, distinct webhooks over connections that are kept open;
// the client shares the machine's processors with the server.

const (
	connections = 64
	chunk       = 4096 // webhooks each of the two gets in turn
)

// BenchmarkAccept reports how many webhooks a second are verified, sealed and
// on disk (SQLite, synchronous FULL) before the answer, and their ratio to the
// bare server: of 5,000 people who write again and again, and of strangers who
// each write once. Nobody answers them, so the database only grows.
func BenchmarkAccept(b *testing.B) {
	b.Run("people", func(b *testing.B) { benchmarkAccept(b, 5000) })
	b.Run("strangers", func(b *testing.B) { benchmarkAccept(b, 0) })
}

func benchmarkAccept(b *testing.B, people int) {
	s := disk(b)
	traffic := &twilio.Traffic{PublicURL: public, Council: "town", Account: "AC1", Token: token, To: "+447400000001", People: people}
	h := door(b, s, func(o *twilio.Options) { o.Now = time.Now })
	strip := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RequestURI = r.RequestURI[len("/in"):] // as the proxy in front does
		r.URL.Path = r.URL.Path[len("/in"):]
		h.ServeHTTP(w, r)
	})
	accept := dialAll(b, strip)
	bare := dialAll(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	var took [2]time.Duration
	b.ResetTimer()
	for left := b.N; left > 0; left -= chunk {
		b.StopTimer()
		requests := make([][]byte, min(left, chunk))
		for i := range requests {
			requests[i] = traffic.Next().HTTP()
		}
		began := time.Now()
		bare.post(b, requests, http.StatusNoContent)
		took[0] += time.Since(began)
		began = time.Now()
		b.StartTimer()
		accept.post(b, requests, http.StatusOK)
		took[1] += time.Since(began)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/took[0].Seconds(), "bare/s")
	b.ReportMetric(float64(b.N)/took[1].Seconds(), "accept/s")
	b.ReportMetric(took[0].Seconds()/took[1].Seconds(), "accept/bare")
	if got := h.Counts()["accepted"]; got < uint64(b.N) {
		b.Errorf("%d accepted of %d", got, b.N)
	}
}

// BenchmarkVerify is the reading of a form and the check of its signature.
func BenchmarkVerify(b *testing.B) {
	h := door(b, &inbox{fail: store.ErrSeen}, nil)
	traffic := &twilio.Traffic{PublicURL: public, Council: "town", Token: token, To: "+447400000001"}
	next := traffic.Next()
	body := bytes.NewReader([]byte(next.Body))
	r := request("/twilio/town/message", next.Body, token)
	w := silent{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		body.Reset([]byte(next.Body))
		r.Body = readCloser{body}
		h.ServeHTTP(w, r)
	}
	if h.Counts()["repeated"] == 0 {
		b.Error(h.Counts())
	}
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

type silent struct{ h http.Header }

func (s silent) Header() http.Header         { return s.h }
func (s silent) Write(b []byte) (int, error) { return len(b), nil }
func (s silent) WriteHeader(int)             {}

// disk is a store in a file, as the service has it.
func disk(b testing.TB) *store.Store {
	b.Helper()
	e, err := sqlite.Open(sqlite.Options{Path: filepath.Join(b.TempDir(), "heard.db")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { e.Close() })
	text := base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))
	seal, err := store.ParseKeys(text)
	if err != nil {
		b.Fatal(err)
	}
	lookup, err := store.ParseLookup(text)
	if err != nil {
		b.Fatal(err)
	}
	return store.New(e, map[string]store.Council{"town": {Seal: seal, Lookup: lookup}})
}

// lines are connections to a server that are kept open.
type lines []net.Conn

func dialAll(b *testing.B, h http.Handler) lines {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: h}
	go server.Serve(l)
	b.Cleanup(func() { server.Close() })
	conns := make(lines, connections)
	for i := range conns {
		if conns[i], err = net.Dial("tcp", l.Addr().String()); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conns[i].Close() })
	}
	return conns
}

// post sends all requests, each line the next one when it has its answer.
func (l lines) post(b *testing.B, requests [][]byte, want int) {
	b.Helper()
	var wg sync.WaitGroup
	for i, c := range l {
		wg.Go(func() {
			r := bufio.NewReader(c)
			for n := i; n < len(requests); n += len(l) {
				if _, err := c.Write(requests[n]); err != nil {
					b.Error(err)
					return
				}
				if got, _, err := status(r); err != nil || got != want {
					b.Errorf("answered %d, %v", got, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// status reads an answer to its end.
func status(r *bufio.Reader) (code, length int, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil || len(line) < 12 {
		return 0, 0, err
	}
	if code, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, err
	}
	for {
		line, err = r.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		if len(line) <= 2 {
			_, err = r.Discard(length)
			return code, length, err
		}
		if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(n))); err != nil {
				return 0, 0, err
			}
		}
	}
}
