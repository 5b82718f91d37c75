package twilio

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"heard/casework"
	"heard/store"
)

// This file takes in what the webhooks missed: Twilio calls once, and what we
// did not hear then stands in its list of messages alone. The rules are: the
// list is read at the start and again every few minutes, further back than we
// can have been away unnoticed; a message is known by its id, so reading one
// twice does nothing; it bears the time at which the provider had it, for a
// limit does not start late because we were down; somebody's messages are taken
// in as they were written.

const (
	// Overlap is how far back the list is read. Who was down for longer reads
	// the account's log by hand.
	Overlap = 48 * time.Hour
	// every is how often the list is read.
	every = 3 * time.Minute
	// soon is how long after a webhook could not be kept it is read again.
	soon = 5 * time.Second
	// certain is how old a message is when the store, which has it, is believed
	// to keep it. One that was replaced by its replica may have lost its last
	// moments, and nobody told us.
	certain = 15 * time.Minute
	// patient is how often a list may break off before what was read of it is
	// taken in as it is: better the wrong order than never.
	patient = 3
)

// Listed is a message as the provider's list has it.
type Listed struct {
	ID    string
	From  string // as the provider writes it
	Body  string
	Media int // how many files came with it
	At    time.Time
}

// Attached is a file that came with a listed message.
type Attached struct{ URL, Type string }

// Reconciling makes a Reconciler. All but Urgent, Received, Now and Log are
// required.
type Reconciling struct {
	Store   Receiver
	Name    string // of the council
	Council Council
	// List lists what was sent to one of our addresses since a moment, the
	// newest first. An error ends it.
	List func(ctx context.Context, to casework.Address, since time.Time) iter.Seq2[Listed, error]
	// Files lists the files of a message.
	Files    func(ctx context.Context, message string) ([]Attached, error)
	Urgent   func(text string) bool
	Received func()
	Now      func() time.Time
	Log      *slog.Logger
}

// Reconciler takes in what the webhooks of one council missed.
type Reconciler struct {
	o     Reconciling
	known map[string]time.Time // ids that the store has, with their times
	wake  chan struct{}
	found atomic.Uint64
	// failed counts by address how often in a row its list could not be read
	// to its end.
	failed map[casework.Address]int
}

// NewReconciler makes a Reconciler.
func NewReconciler(o Reconciling) (*Reconciler, error) {
	if o.Store == nil || o.Name == "" || o.List == nil || o.Files == nil {
		return nil, errors.New("twilio: a reconciler needs Store, Name, List and Files")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Reconciler{o: o, known: map[string]time.Time{}, failed: map[casework.Address]int{}, wake: make(chan struct{}, 1)}, nil
}

// Found counts the messages that only the list knew of.
func (r *Reconciler) Found() uint64 { return r.found.Load() }

// Wake lets the list be read soon: a webhook could not be kept. It never waits.
func (r *Reconciler) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run reads the list until ctx ends. It is called once at a time.
func (r *Reconciler) Run(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := r.Pass(ctx, r.o.Now())
		if n > 0 {
			r.o.Log.WarnContext(ctx, "messages were found that no webhook brought", "council", r.o.Name, "messages", n)
		}
		if err != nil && ctx.Err() == nil {
			r.o.Log.ErrorContext(ctx, "the provider's list could not be read; it is read again", "council", r.o.Name, "error", err)
			if r.again() {
				r.Wake()
			}
		}
		r.rest(ctx)
	}
}

// again tells whether a list that broke off is worth another look soon.
func (r *Reconciler) again() bool {
	for _, n := range r.failed {
		if n > 0 && n <= patient {
			return true
		}
	}
	return false
}

// rest waits for the next reading.
func (r *Reconciler) rest(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(every):
	case <-r.wake:
		select {
		case <-ctx.Done():
		case <-time.After(soon):
		}
	}
}

// Pass reads the list of each of the council's addresses once and takes in what
// is new. It returns how many that were.
func (r *Reconciler) Pass(ctx context.Context, now time.Time) (found int, err error) {
	for id, at := range r.known {
		if at.Before(now.Add(-2 * Overlap)) {
			delete(r.known, id)
		}
	}
	for _, to := range r.addresses() {
		n, failed := r.address(ctx, to, now)
		found += n
		err = errors.Join(err, failed)
	}
	r.found.Add(uint64(found))
	if found > 0 && r.o.Received != nil {
		r.o.Received()
	}
	return found, err
}

func (r *Reconciler) addresses() (out []casework.Address) {
	for _, n := range r.o.Council.Numbers {
		out = append(out, casework.NewAddress(casework.SMS, n))
	}
	for _, n := range r.o.Council.WhatsApp {
		out = append(out, casework.NewAddress(casework.WhatsApp, n))
	}
	return out
}

// address reads one list to its end before anything is taken in: it begins
// with the newest, and the first that somebody wrote is to be heard first.
func (r *Reconciler) address(ctx context.Context, to casework.Address, now time.Time) (found int, err error) {
	var fresh []Listed
	for m, failed := range r.o.List(ctx, to, now.Add(-Overlap)) {
		if failed != nil {
			err = failed
			break
		}
		if _, known := r.known[m.ID]; !known {
			fresh = append(fresh, m)
		}
	}
	if err == nil {
		r.failed[to] = 0
	} else if r.failed[to]++; r.failed[to] < patient {
		return 0, err
	}
	slices.Reverse(fresh)
	slices.SortStableFunc(fresh, func(a, b Listed) int { return a.At.Compare(b.At) })
	for _, m := range fresh {
		isNew, failed := r.take(ctx, to, m, now)
		if failed != nil {
			return found, errors.Join(err, failed)
		}
		if !isNew && m.At.Before(now.Add(-certain)) {
			r.known[m.ID] = now
		}
		if isNew {
			found++
		}
	}
	return found, err
}

// take keeps a message as a webhook would have, but with the provider's time.
func (r *Reconciler) take(ctx context.Context, to casework.Address, m Listed, now time.Time) (bool, error) {
	in := store.Inbound{
		Council: r.o.Name, From: address(m.From), To: to.Value(), Account: r.o.Council.Account,
		Provider: m.ID, At: m.At.UTC(), Text: m.Body, Urgent: hears(r.o.Urgent, m.Body, r.o.Log),
	}
	if in.At.IsZero() || in.At.After(now) {
		in.At = now.UTC()
	}
	if m.Media > 0 {
		in.Files = r.files(ctx, m, in.At)
	}
	err := r.o.Store.Receive(ctx, in)
	if errors.Is(err, store.ErrSeen) {
		return false, nil
	}
	return err == nil, err
}

// files lists what came along. A list that cannot be read is no reason to lose
// the words: the message's own address then stands for its files.
func (r *Reconciler) files(ctx context.Context, m Listed, at time.Time) (out []casework.File) {
	found, err := r.o.Files(ctx, m.ID)
	if err != nil || len(found) == 0 {
		r.o.Log.WarnContext(ctx, "the files of a message could not be listed", "council", r.o.Name, "error", err)
		for i := range m.Media {
			out = append(out, casework.File{Name: fileName(""), At: at, Source: "twilio:" + m.ID + "/" + strconv.Itoa(i)})
		}
		return out
	}
	for _, f := range found {
		kind, _, _ := strings.Cut(f.Type, ";")
		out = append(out, casework.File{Name: fileName(kind), Type: kind, At: at, Source: f.URL})
	}
	return out
}
