package store

import (
	"context"
	"errors"
)

// Engine is all that Heard asks of a database: documents with a version and a
// due time, an inbox per correspondent, and one atomic write. Everything an
// engine is given is bytes and integers; it never opens a body, never asks the
// time, and knows no rule.
//
// Every promise below is tested by storetest, for every engine.
//
// A method that returns an error other than the sentinels of this package has
// an unknown outcome: the state is the one before or the one after, never
// between. Engines wrap such an error in ErrAway when the database could not
// be reached or could not write (a full disk, a lost connection).
type Engine interface {
	// Receive appends one inbound item to its inbox, once per Item.ID. It
	// returns nil only when the item is on disk. ErrSeen means an item with
	// this ID was received before: nothing was written.
	//
	// The item becomes the document Inbox + "/" + a sequence number of 16
	// hex digits that rises in the order of arrival in that inbox and is
	// never given twice, not even after the item and its inbox were deleted:
	// who checks that the items are still as they were read cannot take new
	// ones for them. The inbox document itself is made if absent, in Queue
	// with Due = Item.Due; otherwise its version rises by one and its due
	// time stays, unless the item is Urgent, which sets it to Item.Due.
	Receive(ctx context.Context, item Item) error

	// Write checks every version it is given and then puts and deletes, all
	// or nothing. ErrConflict means a Check did not hold: nothing was written.
	// ErrTaken means a Check with Version 0 marked Taken did not hold.
	Write(ctx context.Context, batch Batch) error

	// Get returns one document per key, in the order of the keys. An absent
	// document has its Key, Version 0 and no body. All are of one instant.
	Get(ctx context.Context, keys ...string) ([]Doc, error)

	// Due returns documents of a queue with 0 < Due <= until (milliseconds
	// since 1970, UTC), the earliest first and by key where equal, at most
	// limit of them.
	//
	// The answer of Due and of List may be put together over a while. It has
	// every document that stands unchanged meanwhile, and none twice; one that
	// comes, goes or moves may be there as it was, as it is then, or not.
	Due(ctx context.Context, queue string, until int64, limit int) ([]Doc, error)

	// List returns documents whose key starts with prefix and is greater
	// than after ("" for the start), by key, at most limit of them. Keys
	// compare as bytes.
	List(ctx context.Context, prefix, after string, limit int) ([]Doc, error)

	// Forget drops the memory of inbound IDs last seen before the given
	// time (milliseconds), so that the set does not grow for ever.
	Forget(ctx context.Context, before int64) error

	// Close waits for what was accepted and releases the database.
	Close() error
}

// Doc is one document. Its Version starts at 1 and rises by one with each put.
// Due is the time at which something is to be done about it, in milliseconds
// since 1970 UTC, 0 for never; Queue says by whom.
type Doc struct {
	Key     string
	Version int64
	Queue   string
	Due     int64
	Body    []byte
}

// Item is one inbound thing, on its way into an inbox.
type Item struct {
	ID     [16]byte // a keyed hash of where it came from; makes Receive happen once
	Inbox  string   // the key of the inbox document
	Queue  string   // the queue of the inbox document
	At     int64    // when it was received, for Forget
	Due    int64    // when the inbox is to be looked at
	Urgent bool     // sets the due time even where one stands
	Body   []byte
}

// Batch is one atomic write.
type Batch struct {
	Checks  []Check
	Puts    []Put
	Deletes []string // absent keys are no error
}

// Check demands that a document has exactly this version; 0 demands that it
// is absent. Taken makes a failure ErrTaken rather than ErrConflict: the
// caller draws another key instead of loading again.
type Check struct {
	Key     string
	Version int64
	Taken   bool
}

// Put writes a whole document; its version becomes the present one plus one.
type Put struct {
	Key   string
	Queue string
	Due   int64
	Body  []byte
}

// The sentinels of the contract.
var (
	ErrSeen     = errors.New("store: received before")
	ErrConflict = errors.New("store: changed by another since it was read")
	ErrTaken    = errors.New("store: the name is taken")
	ErrAway     = errors.New("store: cannot be reached or cannot write")
	ErrNotFound = errors.New("store: there is no such record")
)
