package sandbox

import (
	"embed"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"strings"
)

//go:embed page
var files embed.FS

var pageTemplate = template.Must(template.ParseFS(files, "page/index.html"))

// A page is the sandbox to hold in one's hands. Everything that it shows after
// it has loaded comes from /sandbox/state.
type page struct{ *Twilio }

// policy lets the page use its own files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (p page) handler() http.Handler {
	assets, err := fs.Sub(files, "page")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.show)
	mux.Handle("GET /sandbox/files/", http.StripPrefix("/sandbox/files/", http.FileServerFS(assets)))
	mux.HandleFunc("GET /sandbox/state", p.state)
	mux.HandleFunc("GET /sandbox/media/{sid}", p.media)
	mux.HandleFunc("POST /sandbox/text", p.text)
	mux.HandleFunc("POST /sandbox/clock", p.clock)
	mux.HandleFunc("POST /sandbox/fail", p.fail)
	return localOnly(http.NewCrossOriginProtection().Handler(mux))
}

// localOnly refuses names that only pretend to be this computer: a page of the
// web can point a name of its own at 127.0.0.1.
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "the sandbox is only for this computer", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// shown is what the page needs before its first look at the state.
type shown struct {
	Lines      []Line
	DutyPhones []DutyPhone
	Failures   []namedFailure
	Clock      bool
	Cases      bool
	Tasks      bool
}

func (p page) show(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pageTemplate.Execute(w, shown{ // an error here is a reader who has gone
		Lines: p.o.Lines, DutyPhones: p.o.DutyPhones, Failures: named,
		Clock: p.o.Advance != nil, Cases: p.o.Cases != nil, Tasks: p.o.Tasks != nil,
	})
}
