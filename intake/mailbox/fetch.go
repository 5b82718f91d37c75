package mailbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	// listed is how many mails are asked for their sizes at once.
	listed = 200
	// batchMails and batchBytes are how much is fetched at once, so that
	// memory holds no more than one batch, or one mail that is larger.
	batchMails = 50
	batchBytes = 8 << 20
	// patience is how often a mail that cannot be read is tried before only
	// its place is noted for a person.
	patience = 3
)

// letter is a mail in the mailbox.
type letter struct {
	uid  uint32
	size int64
	at   time.Time // when the mailbox took it in
	raw  []byte
	cut  bool // raw is only its beginning
}

// catchUp reads all mails that come after the cursor.
func (s *session) catchUp(ctx context.Context) error {
	for {
		if err := s.resume(ctx); err != nil {
			return err
		}
		uids, err := s.search(ctx, imap.UIDSet{{Start: imap.UID(s.cursor.UID + 1), Stop: 0}})
		if err != nil {
			return plain("look for mails", err)
		}
		if len(uids) == 0 {
			return nil
		}
		for chunk := range slices.Chunk(uids, listed) {
			if err := s.readChunk(ctx, chunk); err != nil {
				return err
			}
		}
	}
}

// search returns the numbers of mails that are there, in order. A range "n:*"
// always finds the last mail, even one before n, so that is left out.
func (s *session) search(ctx context.Context, set imap.UIDSet) ([]uint32, error) {
	var found *imap.SearchData
	err := s.within(ctx, func() (err error) {
		found, err = s.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{set}}, nil).Wait()
		return err
	})
	if err != nil {
		return nil, err
	}
	var uids []uint32
	for _, uid := range found.AllUIDs() {
		if uint32(uid) > s.cursor.UID {
			uids = append(uids, uint32(uid))
		}
	}
	slices.Sort(uids)
	return slices.Compact(uids), nil
}

// readChunk asks for the sizes of mails and reads them in batches.
func (s *session) readChunk(ctx context.Context, uids []uint32) error {
	letters := make([]letter, len(uids))
	for i, uid := range uids {
		letters[i].uid = uid
	}
	if err := s.fetch(ctx, letters, &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}); err != nil && !refused(err) {
		return plain("ask for sizes", err)
	}
	for len(letters) > 0 {
		n := s.batch(letters)
		if err := s.readBatch(ctx, letters[:n]); err != nil {
			return err
		}
		letters = letters[n:]
	}
	return nil
}

// batch returns how many mails are fetched at once. One that is too large is
// fetched alone.
func (s *session) batch(letters []letter) int {
	bytes := int64(0)
	for n, l := range letters {
		bytes += l.size
		if n > 0 && (n == batchMails || bytes > batchBytes || l.size > s.w.o.MaxSize || letters[0].size > s.w.o.MaxSize) {
			return n
		}
	}
	return len(letters)
}

// readBatch fetches mails and takes them in, in order. The cursor follows, up
// to the first that could not be.
func (s *session) readBatch(ctx context.Context, letters []letter) error {
	err := s.fetch(ctx, letters, s.wanted(letters))
	if refused(err) && len(letters) > 1 {
		for i := range letters { // one of them is the fault; find out which
			letters[i].raw = nil
			if err := s.readBatch(ctx, letters[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	}
	if err != nil && !refused(err) {
		return plain("fetch mails", err)
	}
	done := s.cursor.UID
	for i := range letters {
		if err = s.take(ctx, &letters[i]); err != nil {
			break
		}
		done = letters[i].uid
		letters[i].raw = nil
	}
	if moved := s.moved(ctx, done); err == nil {
		err = moved
	}
	return err
}

// wanted is what is fetched of mails: all, without marking them as read, or
// the beginning of one that is too large.
func (s *session) wanted(letters []letter) *imap.FetchOptions {
	section := &imap.FetchItemBodySection{Peek: true}
	if len(letters) == 1 && letters[0].size > s.w.o.MaxSize {
		section.Partial = &imap.SectionPartial{Size: s.w.o.MaxSize}
		letters[0].cut = true
	}
	return &imap.FetchOptions{UID: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{section}}
}

// fetch fills in what the server says of mails. One that it says nothing of
// stays as it is.
func (s *session) fetch(ctx context.Context, letters []letter, options *imap.FetchOptions) error {
	var set imap.UIDSet
	at := map[imap.UID]*letter{}
	for i := range letters {
		uid := imap.UID(letters[i].uid)
		set.AddNum(uid)
		at[uid] = &letters[i]
	}
	return s.within(ctx, func() error {
		got, err := s.Fetch(set, options).Collect()
		for _, m := range got {
			if l := at[m.UID]; l != nil {
				l.fill(m)
			}
		}
		return err
	})
}

func (l *letter) fill(m *imapclient.FetchMessageBuffer) {
	if m.RFC822Size > 0 {
		l.size = m.RFC822Size
	}
	if !m.InternalDate.IsZero() {
		l.at = m.InternalDate
	}
	if len(m.BodySection) > 0 {
		l.raw = m.BodySection[0].Bytes
	}
}

// take takes in one mail, or what is left of it.
func (s *session) take(ctx context.Context, l *letter) error {
	if len(l.raw) > 0 {
		return s.w.keep(ctx, l)
	}
	there, err := s.search(ctx, imap.UIDSetNum(imap.UID(l.uid)))
	if err != nil {
		return plain("look for a mail", err)
	}
	if len(there) == 0 {
		return nil // deleted meanwhile
	}
	if s.w.tried[l.uid]++; s.w.tried[l.uid] < patience {
		return fmt.Errorf("the server does not hand out mail %d", l.uid)
	}
	l.cut = true
	return s.w.keep(ctx, l)
}
