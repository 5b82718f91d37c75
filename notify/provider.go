package notify

import (
	"context"
	"errors"
	"time"

	"heard/casework"
)

// Text is one text on its way out, with its final words.
type Text struct {
	Council string
	From    casework.Address // ours
	To      casework.Address
	Body    string
	Part    string // names it to the outside, in the URL of its status callback
	Urgent  bool   // it waits for nobody
	// Content is the provider's id of a text that it has approved, said instead
	// of Body with Variables in it; "" says Body.
	Content   string
	Variables map[string]string

	// Of a mail.
	Subject  string
	Thread   []string      // Message-IDs of its conversation, the last is the mail it answers
	Reply    bool          // somebody is answered; else it is said unasked
	Language casework.Lang // of Subject and Body; "" means English
	// Colleague says that an officer gets it, whose mailbox is to say so when
	// they are away: somebody stands in for them.
	Colleague bool
}

// Provider is a way out of the house.
type Provider interface {
	// Send hands a text over and returns the provider's id of it. An error is
	// a *SendError; any other is taken for one of unknown outcome.
	Send(ctx context.Context, t Text) (id string, err error)

	// Find returns the ids of texts with this recipient and these words that
	// the provider has taken since a moment, the oldest first.
	Find(ctx context.Context, t Text, since time.Time) (ids []string, err error)
}

// Explainer is a Provider that can say what a code means that came with a
// status callback.
type Explainer interface {
	Explain(code string) *SendError
}

// Pacer is a Provider that says how fast it may be used.
type Pacer interface {
	// Slot returns from when on some texts, to one person from one number, may
	// be handed over: now, or a moment for which their place is kept. held is
	// what it said of them before, zero for the first time. What is urgent is
	// never told to wait.
	Slot(texts []Text, held, now time.Time) time.Time
}

// SendError says why a text was not sent. Neither it nor anything that it
// wraps names a person, a number or what was to be said: it is logged.
type SendError struct {
	Temporary  bool          // it may work later
	Unknown    bool          // it may have been sent
	Operator   bool          // only whoever runs the service can mend it
	Code       string        // the provider's, or a word
	Hint       string        // what to do, for the officer
	RetryAfter time.Duration // how long the provider asks us to wait; 0 when it does not
	// Retry is after how long it is said again, each time that it did not
	// arrive, up to the first 0; then a person is given the task.
	Retry     [3]time.Duration
	OptedOut  bool  // they have stopped our texts at the provider
	Elsewhere bool  // they may be reached on another channel
	Err       error // what caused it, where there is more to know
}

// Error names the code, and the cause where there is one.
func (e *SendError) Error() string {
	text := "not sent (" + e.Code + ")"
	if e.Unknown {
		text = "perhaps not sent (" + e.Code + ")"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// asSendError takes any other error for an unknown outcome, without repeating
// what it says: it may quote the address of a request, and with it a number.
func asSendError(err error) *SendError {
	if s, ok := errors.AsType[*SendError](err); ok {
		return s
	}
	code := "no_answer"
	if errors.Is(err, context.DeadlineExceeded) {
		code = "timeout"
	}
	return &SendError{Unknown: true, Code: code, Hint: "The provider gave no clear answer. It is looked up and tried again."}
}
