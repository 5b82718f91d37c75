package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// This file gets the bytes of what people send: voice notes, pictures, video. A
// complaint may be recorded in one. The rules are: the words never wait for the
// bytes; what was fetched is sealed and on disk before the case says so, and
// the case says so before the provider is asked to forget it; what cannot be
// kept is told to the sender, once a message, and given to an officer.

// Media is where files are fetched from, and kept.
type Media struct {
	// Fetch gets the bytes of a file from the provider. A *Refused is final;
	// any other error is tried again.
	Fetch func(ctx context.Context, council, source string) (kind string, data []byte, err error)
	// Discard lets the provider forget a file; nil leaves it there.
	Discard func(ctx context.Context, council, source string) error
	// Put keeps bytes and returns their name and SHA-256 once they are on disk.
	Put func(ctx context.Context, council string, data []byte) (name, sum string, err error)
}

// Refused is a file that will never be kept.
type Refused struct{ Why string } // for the officer

func (r *Refused) Error() string { return "the file is refused: " + r.Why }

// fetchWaits are the waits after each failure; then a person is told. Files of
// WhatsApp come some seconds after their message, and a provider may be away
// for a day.
var fetchWaits = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour, 8 * time.Hour, 12 * time.Hour,
}

const (
	// fetches is how many messages are looked at in one round.
	fetches = 16
	// discardAfter is how long the provider keeps a message of which it says
	// that it is not done with it.
	discardAfter = time.Minute

	hintAway = "The provider did not give it out. Ask them what was in it, if that is safe."
)

// remote tells whether a file's bytes are still at the provider.
func remote(f casework.File) bool {
	return strings.HasPrefix(f.Source, "https://") || strings.HasPrefix(f.Source, "http://") || strings.HasPrefix(f.Source, "twilio:")
}

// noteFiles notes the files of messages, to be fetched.
func noteFiles(c *store.Change, messages []store.Inbound) {
	for _, m := range messages {
		f := store.Fetch{From: m.From, To: m.To, About: m.Key}
		for _, file := range m.Files {
			if remote(file) {
				f.Files = append(f.Files, file)
			}
		}
		if len(f.Files) > 0 {
			c.ToFetch(f)
		}
	}
}

// FetchRun fetches files until ctx ends.
func (w *Worker) FetchRun(ctx context.Context, council string, media Media) {
	for ctx.Err() == nil {
		if _, err := w.FetchPass(ctx, council, media, w.o.Now()); err != nil && ctx.Err() == nil {
			w.o.Log.ErrorContext(ctx, "files could not be fetched; they are tried again", "council", council, "error", err)
		}
		pause(ctx, time.Second, nil)
	}
}

// FetchPass fetches what is due now and returns how many files it kept.
func (w *Worker) FetchPass(ctx context.Context, council string, media Media, now time.Time) (kept int, err error) {
	due, err := w.o.Store.Fetches(ctx, council, now, fetches)
	if err != nil {
		return 0, err
	}
	for _, f := range due {
		n, failed := w.fetch(ctx, f, media, now)
		kept += n
		err = errors.Join(err, failed)
	}
	return kept, err
}

// A got is what became of one file.
type got struct {
	file  casework.File
	keep  casework.KeepFile
	lost  string // why it never will be kept
	later bool
}

// fetch gets the files of one message and writes down what became of them.
func (w *Worker) fetch(ctx context.Context, f store.Fetch, media Media, now time.Time) (kept int, err error) {
	all := make([]got, len(f.Files))
	for i, file := range f.Files {
		if all[i], err = w.fetchOne(ctx, f, file, media); err != nil {
			return 0, err
		}
		if all[i].keep.Kept != "" {
			kept++
		}
	}
	f = media.discard(ctx, f)
	for range tries {
		c := w.o.Store.Change(f.Council, now)
		if err = w.fillFetched(ctx, c, f, all, media); err == nil {
			err = w.o.Store.Write(ctx, c)
		}
		if !errors.Is(err, store.ErrConflict) {
			return kept, err
		}
	}
	return kept, err
}

func (w *Worker) fetchOne(ctx context.Context, f store.Fetch, file casework.File, media Media) (got, error) {
	kind, data, err := media.Fetch(ctx, f.Council, file.Source)
	if no, ok := errors.AsType[*Refused](err); ok {
		return got{file: file, lost: no.Why}, nil
	}
	if err != nil {
		w.o.Log.WarnContext(ctx, "a file could not be fetched", "council", f.Council, "tries", f.Tries+1, "error", err)
		if f.Tries >= len(fetchWaits) {
			return got{file: file, lost: hintAway}, nil
		}
		return got{file: file, later: true}, ctx.Err()
	}
	name, sum, err := media.Put(ctx, f.Council, data)
	if err != nil {
		return got{}, fmt.Errorf("keep a file: %w", err)
	}
	return got{file: file, keep: casework.KeepFile{Source: file.Source, Kept: name, Type: kind, Size: int64(len(data)), Sum: sum}}, nil
}

// discard lets the provider forget what an earlier write has said is kept. What
// it will not forget yet stays on the list.
func (m Media) discard(ctx context.Context, f store.Fetch) store.Fetch {
	gone := f.Gone
	f.Gone = nil
	for _, source := range gone {
		if m.Discard != nil && m.Discard(ctx, f.Council, source) != nil {
			f.Gone = append(f.Gone, source)
		}
	}
	return f
}

// fillFetched puts into a change what became of a message's files.
func (w *Worker) fillFetched(ctx context.Context, c *store.Change, f store.Fetch, all []got, media Media) error {
	t, err := w.load(ctx, f.Council, f.From, c.Now)
	if err != nil {
		return err
	}
	f.Files = nil
	lost := false
	for _, g := range all {
		k := t.having(g.file)
		switch {
		case g.later || k == nil && f.Tries < len(fetchWaits):
			f.Files = append(f.Files, g.file)
			continue
		case k == nil:
			w.o.Log.ErrorContext(ctx, "a file is of no case", "council", f.Council, "fetch", f.Key)
			continue
		case g.lost != "":
			lost = true
			err = k.apply(casework.LoseFile{Source: g.file.Source, Why: g.lost}, t)
		default:
			err = k.apply(g.keep, t)
			if media.Discard != nil {
				f.Gone = append(f.Gone, g.file.Source)
			}
		}
		if err != nil {
			return err
		}
	}
	if lost && !t.contact.OptedOut {
		c.Say(t.cannotOpen(f))
	}
	for _, k := range t.cases {
		if k.changed {
			c.Case(k.Case, k.events)
			t.tell(c, k)
		}
	}
	w.again(c, f)
	return nil
}

// again writes back what is left to do, or ends it.
func (w *Worker) again(c *store.Change, f store.Fetch) {
	switch {
	case len(f.Files) > 0:
		f.Due = c.Now.Add(fetchWaits[min(f.Tries, len(fetchWaits)-1)])
	case len(f.Gone) > 0 && f.Tries <= 2*len(fetchWaits):
		f.Due = c.Now.Add(max(discardAfter, fetchWaits[min(f.Tries, len(fetchWaits)-1)]))
	default:
		c.Fetched(f)
		return
	}
	f.Tries++
	c.Fetching(f)
}

// having returns the case that has a file; nil when the talk has still to find
// out which one it is about, or when it was erased meanwhile.
func (t *turn) having(file casework.File) *worked {
	for _, k := range t.cases {
		if slices.ContainsFunc(k.Files, func(have casework.File) bool { return have.Source == file.Source }) {
			return k
		}
	}
	return nil
}

// cannotOpen asks somebody to say in words what was in their file.
func (t *turn) cannotOpen(f store.Fetch) store.Entry {
	t.about = fmt.Sprintf("files/%s/%d", f.About, f.Tries)
	t.contact.WroteTo = f.To
	e := t.reply([]casework.Say{{Template: "file.refused"}})
	e.Asks = ""
	return e
}
