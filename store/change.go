package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"heard/casework"
)

// Change is one step of Heard's work: everything that one turn, one waking or
// one sending writes. It is written whole or not at all, and only if nothing
// it rests on has changed since it was read.
type Change struct {
	Council string
	Now     time.Time
	store   *Store
	batch   Batch
	entries int
	err     error
}

// Change starts an empty change at a moment.
func (s *Store) Change(council string, now time.Time) *Change {
	return &Change{Council: council, Now: now.UTC(), store: s}
}

// Write writes a change. ErrConflict means load again and do it over; ErrTaken
// that a new case's reference is in use: draw another.
func (s *Store) Write(ctx context.Context, c *Change) error {
	if c.err != nil {
		return c.err
	}
	return s.engine.Write(ctx, c.batch)
}

// Contact writes what is known of an address.
func (c *Change) Contact(r Contact) {
	k := c.keys()
	key := contactKey(c.Council, k.Lookup, r.Address)
	c.put(key, r.Version, lapseQueue(c.Council), millis(r.Lapse), r)
}

// Case writes a case as it now stands, with the lines its log gains. A Version
// of 0 opens it.
func (c *Change) Case(r Case, events []casework.Event) {
	key := caseKey(c.Council, r.Reference)
	c.putChecked(Check{Key: key, Version: r.Version, Taken: r.Version == 0}, wakeQueue(c.Council), millis(r.Due), r)
	if len(events) > 0 { // the case's version keeps them single
		c.putUnchecked(logKey(c.Council, r.Reference, c.Now, r.Version+1), "", 0, events)
	}
	c.alert(r)
}

// alert keeps a short list of the cases whose alert is not decided, so that a
// code or a link that comes back finds its case.
func (c *Change) alert(r Case) {
	key := alertKey(c.Council, r.Reference)
	if r.Alert.Undecided() {
		c.batch.Puts = append(c.batch.Puts, Put{Key: key})
	} else if r.Alert != nil {
		c.batch.Deletes = append(c.batch.Deletes, key)
	}
}

// Say puts something to be said into the outbox. The same About is never
// there twice.
func (c *Change) Say(e Entry) {
	e.At, e.Order = c.Now, c.entries
	c.entries++
	key := outKey(c.Council, c.keys().Lookup, e)
	due := c.Now
	if e.NotBefore.After(due) {
		due = e.NotBefore
	}
	c.put(key, 0, outQueue(c.Council), c.entryDue(e, due), e)
}

// entryDue puts what is urgent before everything else, unless it is told to
// wait.
func (c *Change) entryDue(e Entry, due time.Time) int64 {
	if e.Urgent && !due.After(c.Now) {
		return urgentDue
	}
	return millis(due)
}

// Handled removes the messages that a turn has answered, with their inbox.
// Anything that came in meanwhile makes the change a conflict.
func (c *Change) Handled(in Inbox, messages []Inbound) {
	c.batch.Checks = append(c.batch.Checks, Check{Key: in.Key, Version: in.Version})
	c.batch.Deletes = append(c.batch.Deletes, in.Key)
	c.gone(messages)
}

// HandledSome removes the first messages of an inbox that holds more, and
// writes the inbox back.
func (c *Change) HandledSome(in Inbox, messages []Inbound) {
	c.Inbox(in)
	c.gone(messages)
}

// gone demands that the first message is still there: an inbox that was
// emptied and filled again meanwhile may have the version that was read.
func (c *Change) gone(messages []Inbound) {
	for i, m := range messages {
		if i == 0 {
			c.batch.Checks = append(c.batch.Checks, Check{Key: m.Key, Version: 1})
		}
		c.batch.Deletes = append(c.batch.Deletes, m.Key)
	}
}

// Inbox writes an inbox back as it is, due when it was.
func (c *Change) Inbox(in Inbox) {
	c.put(in.Key, in.Version, inQueue(c.Council), millis(in.Due), in)
}

// Aside keeps a message that no turn could handle for a person to read. It
// goes with Handled or HandledSome.
func (c *Change) Aside(m Inbound) {
	c.batch.Puts = append(c.batch.Puts, Put{Key: asideKey(c.Council, m.Key), Body: m.sealed})
}

// Lease keeps others from an inbox until a moment.
func (c *Change) Lease(in Inbox, until time.Time) {
	in.Leased = until
	c.put(in.Key, in.Version, inQueue(c.Council), millis(until), in)
}

// Entry writes an outbox entry back: leased, frozen, put off. A zero Due keeps
// it waiting until somebody makes it due.
func (c *Change) Entry(e Entry) {
	c.put(e.Key, e.Version, outQueue(c.Council), millis(e.Due), e)
}

// Settled removes an outbox entry: everything in it was said, or cannot be.
func (c *Change) Settled(e Entry) {
	c.batch.Checks = append(c.batch.Checks, Check{Key: e.Key, Version: e.Version})
	c.batch.Deletes = append(c.batch.Deletes, e.Key)
}

// Delivery writes what is known of a part, and finds it by the provider's id
// from then on, until Forget.
func (c *Change) Delivery(d Delivery) {
	end := c.Now.Truncate(24 * time.Hour).Add(remember) // the same all day: its place in the queue stays
	c.put(partKey(c.Council, d.Hash), d.Version, partQueue(c.Council), millis(end), d)
	if d.Provider != "" {
		key := providerKey(c.Council, c.keys().Lookup, d.Provider)
		c.batch.Puts = append(c.batch.Puts, Put{Key: key, Body: []byte(d.Hash)})
	}
}

// Repeated notes that a part is sent again although its first sending may have
// arrived, once for each part.
func (c *Change) Repeated(part string) {
	c.batch.Puts = append(c.batch.Puts, Put{Key: twicePrefix(c.Council) + part})
}

// Sent puts the nth text of an entry, which was sent, into a case's log, once.
func (c *Change) Sent(ref casework.Reference, e Entry, n int, line casework.Event) {
	c.put(sentKey(c.Council, ref, line.At, e, n), 0, "", 0, []casework.Event{line})
}

// Given puts into a case's log, once, what became of a text after it was sent.
func (c *Change) Given(ref casework.Reference, part string, line casework.Event) {
	key := fmt.Sprintf("%s%013d-given-%s", logPrefix(c.Council, ref), line.At.UnixMilli(), part)
	c.putUnchecked(key, "", 0, []casework.Event{line})
}

func (c *Change) keys() Council {
	k, err := c.store.council(c.Council)
	if err != nil && c.err == nil {
		c.err = err
	}
	return k
}

func (c *Change) put(key string, version int64, queue string, due int64, record any) {
	c.putChecked(Check{Key: key, Version: version}, queue, due, record)
}

func (c *Change) putChecked(check Check, queue string, due int64, record any) {
	c.batch.Checks = append(c.batch.Checks, check)
	c.putUnchecked(check.Key, queue, due, record)
}

func (c *Change) putUnchecked(key, queue string, due int64, record any) {
	body, err := c.keys().seal(key, record)
	if err != nil && c.err == nil {
		c.err = err
	}
	c.batch.Puts = append(c.batch.Puts, Put{Key: key, Queue: queue, Due: due, Body: body})
}

func (c Council) seal(key string, record any) ([]byte, error) {
	plain, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("write a record: %w", err)
	}
	return Seal(c.Seal, key, plain), nil
}

func (c Council) open(key string, sealed []byte, record any) error {
	plain, err := Open(c.Seal, key, sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, record)
}
