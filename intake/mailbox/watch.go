package mailbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Watcher takes in what comes to one mailbox. Several mailboxes have several
// Watchers, side by side.
type Watcher struct {
	o     Options
	place place
	own   map[string]bool
	tried map[uint32]int // how often a mail could not be taken in
	// trouble is why the mailbox cannot be read at the moment.
	trouble atomic.Pointer[error]
	caught  bool // all that was there has been read since the last failure
}

// New makes a Watcher.
func New(o Options) (*Watcher, error) {
	switch {
	case o.Council == "":
		return nil, errors.New("mailbox: Council is missing")
	case o.Store == nil:
		return nil, errors.New("mailbox: Store is missing")
	case o.Blobs == nil:
		return nil, errors.New("mailbox: Blobs is missing")
	case o.Cursors == nil:
		return nil, errors.New("mailbox: Cursors is missing")
	}
	p, err := parsePlace(o.URL)
	if err != nil {
		return nil, err
	}
	o.fill()
	w := &Watcher{o: o, place: p, own: map[string]bool{}, tried: map[uint32]int{}}
	for _, a := range o.Own {
		w.own[strings.ToLower(a)] = true
	}
	if strings.Contains(p.user, "@") {
		w.own[strings.ToLower(p.user)] = true
	}
	return w, nil
}

// Trouble returns why the mailbox cannot be read at the moment, nil if it can.
func (w *Watcher) Trouble() error {
	if p := w.trouble.Load(); p != nil {
		return *p
	}
	return nil
}

// Run watches the mailbox until ctx ends, coming back after every failure. It
// is called once.
func (w *Watcher) Run(ctx context.Context) {
	for failures := 0; ; {
		w.caught = false
		err := w.session(ctx)
		if ctx.Err() != nil {
			return
		}
		if w.caught {
			failures = 0
		}
		w.trouble.Store(&err)
		wait := w.wait(err, failures)
		failures++
		w.o.Log.WarnContext(ctx, "a mailbox cannot be read", "council", w.o.Council, "server", w.place.host,
			"error", err, "again_in", wait.Round(time.Second).String())
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// errLogin is a login that the server refuses.
var errLogin = errors.New("the server refuses the user or the password: check HEARD_MAIL_PASSWORD and the user in the mailbox's URL")

// wait returns how long to stay away after a failure: longer each time, and
// never quite the same, so that many mailboxes do not come back together.
func (w *Watcher) wait(err error, failures int) time.Duration {
	d := w.o.RetryMost
	if failures < 20 {
		d = min(d, w.o.Retry<<failures)
	}
	if errors.Is(err, errLogin) {
		d = max(d, w.o.RetryLogin)
	}
	return d/2 + rand.N(d/2+1)
}

// plain makes an error of the server's fit for a log: its words might name
// somebody, so only its code is told.
func plain(act string, err error) error {
	var said *imap.Error
	if errors.As(err, &said) {
		return fmt.Errorf("%s: the server says %s %s", act, said.Type, said.Code)
	}
	return fmt.Errorf("%s: %w", act, err)
}

// refused tells whether the server itself said no, over a link that works.
func refused(err error) bool {
	var said *imap.Error
	return errors.As(err, &said) && said.Type != imap.StatusResponseTypeBye
}

// passing tells whether the server said no for a reason that will pass.
func passing(err error) bool {
	var said *imap.Error
	return errors.As(err, &said) && slices.Contains([]imap.ResponseCode{
		imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeServerBug, imap.ResponseCodeLimit,
	}, said.Code)
}
