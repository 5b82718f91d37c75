package mailbox

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"

	"heard/store"
)

// session is one stay in the mailbox, from login to the first failure.
type session struct {
	*link
	w      *Watcher
	cursor store.Cursor
}

// session reads what is new, and then whatever comes, until something fails.
func (w *Watcher) session(ctx context.Context) error {
	l, err := w.connect(ctx)
	if err != nil {
		return plain("connect", err)
	}
	defer l.close()
	s := &session{link: l, w: w}
	if err := s.login(ctx); err != nil {
		return err
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	for {
		if err := s.catchUp(ctx); err != nil {
			return err
		}
		w.caught = true
		w.trouble.Store(nil)
		if err := s.idle(ctx); err != nil {
			return err
		}
	}
}

func (s *session) login(ctx context.Context) error {
	err := s.within(ctx, func() error {
		if s.Caps().Has(imap.CapLoginDisabled) {
			return errors.New("the server allows no password on this connection: use imaps://")
		}
		return s.Login(s.w.place.user, s.w.o.Password).Wait()
	})
	if refused(err) && !passing(err) {
		return errLogin
	}
	if err != nil {
		return plain("log in", err)
	}
	return nil
}

// enter opens the mailbox for reading alone.
func (s *session) enter(ctx context.Context) error {
	var box *imap.SelectData
	err := s.within(ctx, func() (err error) {
		box, err = s.Select(s.w.place.folder, &imap.SelectOptions{ReadOnly: true}).Wait()
		return err
	})
	if err != nil {
		return plain("open the mailbox", err)
	}
	s.cursor.Validity = box.UIDValidity
	return nil
}

// resume finds the place where the reading stopped, by the store: one that was
// replaced by its replica may have lost the last mails, and with them how far
// we were. A mailbox that numbers its mails anew is read anew; the store knows
// which mails it has.
func (s *session) resume(ctx context.Context) error {
	kept, err := s.w.o.Cursors.Cursor(ctx, s.w.o.Council, s.w.place.name())
	if err != nil {
		return plain("read the cursor", err)
	}
	if kept.Validity != s.cursor.Validity {
		if kept.Version > 0 {
			s.w.o.Log.WarnContext(ctx, "a mailbox numbers its mails anew and is read from the start", "council", s.w.o.Council)
		}
		kept.Validity, kept.UID = s.cursor.Validity, 0
		clear(s.w.tried)
	}
	s.cursor = kept
	return nil
}

// idle waits until the server speaks of new mails, and asks it now and then,
// for it may have forgotten us.
func (s *session) idle(ctx context.Context) error {
	if !s.Caps().Has(imap.CapIdle) {
		return s.nap(ctx, s.w.o.IdleFor/5, nil)
	}
	var stop func() error
	err := s.within(ctx, func() error {
		cmd, err := s.Idle()
		if err == nil {
			stop = func() error { return errors.Join(cmd.Close(), cmd.Wait()) }
		}
		return err
	})
	if err != nil {
		return plain("wait for mails", err)
	}
	return s.nap(ctx, s.w.o.IdleFor, stop)
}

// nap waits for news, at most for some time, then sees whether the server is
// still there.
func (s *session) nap(ctx context.Context, most time.Duration, stop func() error) error {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-s.news:
	case <-s.Closed():
		return errors.New("wait for mails: the server closed the connection")
	case <-timer.C:
	}
	err := s.within(ctx, func() error {
		if stop != nil {
			if err := stop(); err != nil {
				return err
			}
		}
		return s.Noop().Wait()
	})
	if err != nil {
		return plain("wait for mails", err)
	}
	return nil
}

// moved keeps how far the mailbox was read. If another process reads it too,
// whoever is further ahead is right; a store that has gone back is.
func (s *session) moved(ctx context.Context, uid uint32) error {
	if uid <= s.cursor.UID {
		return nil
	}
	next := s.cursor
	next.UID = uid
	got, err := s.w.o.Cursors.MoveCursor(ctx, s.w.o.Council, s.w.place.name(), next)
	if errors.Is(err, store.ErrConflict) {
		if got, err = s.w.o.Cursors.Cursor(ctx, s.w.o.Council, s.w.place.name()); err != nil {
			return plain("read the cursor", err)
		}
		if got.Validity == next.Validity && got.UID < s.cursor.UID {
			return errors.New("move the cursor: the store remembers less than was read")
		}
		if got.Validity != next.Validity || got.UID < uid {
			next.Version = got.Version
			got, err = s.w.o.Cursors.MoveCursor(ctx, s.w.o.Council, s.w.place.name(), next)
		}
	}
	if err != nil {
		return plain("move the cursor", err)
	}
	s.cursor = got
	return nil
}
