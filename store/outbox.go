package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"heard/casework"
)

// ForOfficers is the audience of what the council's own people are told.
const ForOfficers = "officer"

// NewEntry makes an outbox entry of what a case has to say. Its blanks are to
// be filled by then: a sender knows no case.
func NewEntry(c casework.Case, m casework.Message) Entry {
	e := Entry{Message: m, Case: c.Reference, About: string(c.Reference) + "/" + m.Key}
	if m.To.Office != "" {
		e.Audience = ForOfficers // in English
		return e
	}
	e.Language, e.Audience = c.Language, "child"
	other := m.To.Person != "" && m.To.Person != casework.PersonComplainant
	if other || c.Adult(m.To.Address.Channel()) {
		e.Audience = "adult"
	}
	return e
}

// DueEntries returns outbox entries to be tried by a moment, the urgent ones
// first, then the oldest.
func (s *Store) DueEntries(ctx context.Context, council string, until time.Time, limit int) ([]Entry, error) {
	docs, err := s.engine.Due(ctx, outQueue(council), millis(until), limit)
	return readAll(s, council, docs, err, fixEntry(council))
}

// Beside returns all entries to the same recipient as an entry, itself among
// them, in the order in which they were written.
func (s *Store) Beside(ctx context.Context, e Entry) ([]Entry, error) {
	return s.entries(ctx, e.Council, e.Recipient())
}

// Outbox returns every entry of a council that is not settled, in the order in
// which they were written.
func (s *Store) Outbox(ctx context.Context, council string) ([]Entry, error) {
	return s.entries(ctx, council, council+"/out/")
}

func (s *Store) entries(ctx context.Context, council, prefix string) ([]Entry, error) {
	const page = 1000
	var out []Entry
	for after := ""; ; {
		docs, err := s.engine.List(ctx, prefix, after, page)
		entries, err := readAll(s, council, docs, err, fixEntry(council))
		if err != nil {
			return nil, err
		}
		out = append(out, entries...)
		if len(docs) < page {
			break
		}
		after = docs[len(docs)-1].Key
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Order, b.Order))
	})
	return out, nil
}

func fixEntry(council string) func(*Entry, Doc) {
	return func(e *Entry, d Doc) {
		e.Council, e.Key, e.Version, e.Due = council, d.Key, d.Version, instant(d.Due)
	}
}

// EntryAt reads one entry by its key; Version 0 when it is gone.
func (s *Store) EntryAt(ctx context.Context, council, key string) (Entry, error) {
	var e Entry
	docs, err := s.engine.Get(ctx, key)
	if err != nil || docs[0].Version == 0 {
		return e, err
	}
	err = s.open(council, docs[0], &e)
	fixEntry(council)(&e, docs[0])
	return e, err
}

// PartHash names the nth text of an entry to the outside; it tells nothing.
func (s *Store) PartHash(council, about string, n int) (string, error) {
	c, err := s.council(council)
	if err != nil {
		return "", err
	}
	return hash(c.Lookup, "part", about+"#"+string(rune('0'+n))), nil
}

// DeliveryOf reads what is known of a part; Version 0 when nothing is.
func (s *Store) DeliveryOf(ctx context.Context, council, part string) (Delivery, error) {
	d := Delivery{Hash: part}
	docs, err := s.engine.Get(ctx, partKey(council, part))
	if err != nil || docs[0].Version == 0 {
		return d, err
	}
	err = s.open(council, docs[0], &d)
	d.Hash, d.Version = part, docs[0].Version
	return d, err
}

// Ours tells of each provider id whether one of our parts already has it.
func (s *Store) Ours(ctx context.Context, council string, ids []string) (map[string]bool, error) {
	c, err := s.council(council)
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = providerKey(council, c.Lookup, id)
	}
	docs, err := s.engine.Get(ctx, keys...)
	if err != nil {
		return nil, err
	}
	out := make(map[string]bool, len(ids))
	for i, d := range docs {
		out[ids[i]] = d.Version > 0
	}
	return out, nil
}

// Repeated returns the hashes of all parts that somebody may have seen twice.
func (s *Store) Repeated(ctx context.Context, council string) (parts []string, err error) {
	const page = 1000
	prefix := twicePrefix(council)
	for after := ""; ; {
		docs, err := s.engine.List(ctx, prefix, after, page)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			parts = append(parts, strings.TrimPrefix(d.Key, prefix))
		}
		if len(docs) < page {
			return parts, nil
		}
		after = docs[len(docs)-1].Key
	}
}

// NextDue returns the earliest moment after which anything is to be done for a
// council; zero when there is none. It is what a clock that is moved by hand
// walks along.
func (s *Store) NextDue(ctx context.Context, council string) (time.Time, error) {
	var next int64
	for _, q := range []string{inQueue(council), lapseQueue(council), wakeQueue(council), outQueue(council)} {
		docs, err := s.engine.Due(ctx, q, 1<<62, 1)
		if err != nil {
			return time.Time{}, err
		}
		if len(docs) > 0 && (next == 0 || docs[0].Due < next) {
			next = docs[0].Due
		}
	}
	return instant(next), nil
}
