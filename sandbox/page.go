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
type page struct {
	*Twilio
	mail *PostOffice // nil without mailboxes
}

// policy lets the page use its own files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; " +
	"connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

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
	if p.mail != nil {
		mux.HandleFunc("POST /sandbox/mail", p.sendMail)
		mux.HandleFunc("GET /sandbox/mail/{seq}/page", p.letter)
		mux.HandleFunc("GET /sandbox/mail/{seq}/files/{n}", p.attachment)
	}
	mux.HandleFunc("POST /sandbox/call", p.pick)
	mux.HandleFunc("POST /sandbox/ring", p.ring)
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
	Failures   []choice
	Mail       []choice // failures of mail
	Mailboxes  []shownMailboxes
	Clock      bool
	Voice      bool
	Cases      bool
	Tasks      bool
}

// choice is one of several, by its name.
type choice struct{ Name, Label string }

func (p page) show(w http.ResponseWriter, _ *http.Request) {
	s := shown{
		Lines: p.o.Lines, DutyPhones: p.o.DutyPhones, Mailboxes: p.mailboxes(),
		Clock: p.o.Advance != nil, Voice: p.o.Voice != nil, Cases: p.o.Cases != nil, Tasks: p.o.Tasks != nil,
	}
	for _, f := range named {
		s.Failures = append(s.Failures, choice{f.Name, f.Label})
	}
	for _, f := range namedCallbacks {
		s.Failures = append(s.Failures, choice{f.Name, f.Label})
	}
	for _, f := range namedMail {
		if p.mail != nil {
			s.Mail = append(s.Mail, choice{f.Name, f.Label})
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pageTemplate.Execute(w, s) // an error here is a reader who has gone
}
