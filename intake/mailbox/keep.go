package mailbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"heard/casework"
	"heard/store"
)

// keep takes in a mail: its bytes and files first, then the message that names
// them. Nil means that it is on disk, or was, or is none that we take in.
func (w *Watcher) keep(ctx context.Context, l *letter) error {
	m := w.read(l)
	if w.fromUs(&m) {
		w.o.Log.InfoContext(ctx, "a mail of our own came back and is left out", "council", w.o.Council, "uid", l.uid)
		return nil
	}
	err := w.receive(ctx, l, m)
	switch {
	case err == nil:
		if w.o.Received != nil {
			w.o.Received()
		}
	case errors.Is(err, store.ErrSeen):
		err = nil
	case ctx.Err() != nil || errors.Is(err, store.ErrAway):
		return plain("keep a mail", err)
	default:
		return w.poison(ctx, l, err)
	}
	delete(w.tried, l.uid)
	return err
}

// poison counts the failures of a mail that alone cannot be kept. After some,
// only the bytes are, for a person to read, and the rest goes on.
func (w *Watcher) poison(ctx context.Context, l *letter, err error) error {
	if w.tried[l.uid]++; w.tried[l.uid] < patience {
		return plain("keep a mail", err)
	}
	w.o.Log.ErrorContext(ctx, "a mail cannot be kept as it was read and is kept as it came", "council", w.o.Council, "uid", l.uid, "error", plain("keep", err))
	if err := w.receive(ctx, l, bare(l.raw)); err != nil && !errors.Is(err, store.ErrSeen) {
		return plain("keep a mail as it came", err)
	}
	if w.o.Received != nil {
		w.o.Received()
	}
	delete(w.tried, l.uid)
	return nil
}

// read parses a mail. If that breaks, which no mail has done yet, it is known
// by its bytes alone.
func (w *Watcher) read(l *letter) (m Mail) {
	defer func() {
		if recover() != nil {
			w.o.Log.Error("the reading of a mail broke down", "council", w.o.Council, "uid", l.uid)
			m = bare(l.raw)
		}
		m.Cut = m.Cut || l.cut
	}()
	if len(l.raw) == 0 {
		m = bare([]byte(fmt.Sprintf("%s %d %s", w.place.name(), l.uid, l.at)))
		return m
	}
	return Parse(l.raw)
}

// bare is a mail of which nothing was read.
func bare(raw []byte) Mail {
	digest := sha256.Sum256(raw)
	sum := hex.EncodeToString(digest[:])
	return Mail{MessageID: sum[:32] + "@heard.invalid", Sum: sum, BodySum: sum, Class: Person, Cut: true}
}

// fromUs tells whether a mail is one of ours that came back. What a form on
// the council's pages sends in our name says in Reply-To who wrote; that is
// theirs.
func (w *Watcher) fromUs(m *Mail) bool {
	if !w.own[m.From] {
		return false
	}
	if m.ReplyTo == "" || w.own[m.ReplyTo] {
		return true
	}
	m.From = m.ReplyTo
	return false
}

// receive puts a mail's bytes on disk and then the message into the store.
func (w *Watcher) receive(ctx context.Context, l *letter, m Mail) error {
	in := store.Inbound{
		Council: w.o.Council, From: w.from(m), To: w.to(m),
		Account: w.place.account(), Provider: m.MessageID + "/" + m.BodySum,
		At: w.at(l, m), Text: m.Text, Urgent: w.urgent(m),
		Mail: &store.Mail{
			Subject: m.Subject, Name: m.Name, MessageID: m.MessageID, InReplyTo: m.InReplyTo, References: m.References,
			Hidden: m.Hidden, Class: string(m.Class), Bounce: m.Bounce, Cut: m.Cut,
		},
	}
	var err error
	if len(l.raw) > 0 {
		in.Mail.Raw, err = w.blob(ctx, in.At, "message.eml", "message/rfc822", l.raw)
	}
	for _, f := range m.Files {
		if err != nil {
			break
		}
		var kept casework.File
		kept, err = w.blob(ctx, in.At, f.Name, f.Type, f.Data)
		in.Files = append(in.Files, kept)
	}
	if err != nil {
		return fmt.Errorf("keep its bytes: %w", errors.Join(err, store.ErrAway)) // the disk's fault, not the mail's
	}
	return w.o.Store.Receive(ctx, in)
}

func (w *Watcher) blob(ctx context.Context, at time.Time, name, media string, data []byte) (casework.File, error) {
	source, sum, err := w.o.Blobs.Put(ctx, w.o.Council, data)
	return casework.File{Name: name, Type: media, Size: int64(len(data)), At: at, Source: source, Sum: sum}, err
}

// from is whose mail it is. Mails without a sender are kept apart from one
// another: they may be different people's.
func (w *Watcher) from(m Mail) casework.Address {
	if m.From == "" {
		return casework.NewAddress(casework.Email, "unknown-"+m.Sum[:16]+"@sender.invalid")
	}
	return casework.NewAddress(casework.Email, m.From)
}

// to is which of our addresses was written to.
func (w *Watcher) to(m Mail) string {
	for _, a := range m.To {
		if w.own[a] {
			return a
		}
	}
	if len(w.o.Own) > 0 {
		return w.o.Own[0]
	}
	return w.place.user
}

// at is when the council had the mail: as its own server wrote on top of it,
// else as the mailbox has it, and never in the future.
func (w *Watcher) at(l *letter, m Mail) time.Time {
	now := w.o.Now().UTC()
	for _, t := range []time.Time{m.Received, l.at} {
		if !t.IsZero() && !t.After(now) {
			return t.UTC()
		}
	}
	return now
}

// urgent tells whether there is danger in what somebody wrote now. If that
// cannot be told, because the reading of it breaks, there is. What a mail
// server says of our own mails is none.
func (w *Watcher) urgent(m Mail) (danger bool) {
	defer func() {
		if recover() != nil {
			w.o.Log.Error("the reading of danger words broke down")
			danger = true
		}
	}()
	return w.o.Urgent != nil && m.Class != Bounce && w.o.Urgent(m.Subject+"\n"+m.Text)
}
