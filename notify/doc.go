// Package notify says what Heard owes to people, and remembers it in time.
//
// A child who has asked for help waits for an answer, an officer forgets a
// deadline, an alert must reach somebody who is awake. The Sender takes what is
// to be said from the outbox: it finds out who and where the recipient is at
// this hour, puts it into words once, writes those down, sends them and writes
// down what became of it. Nothing is said twice because a process died, and
// nothing is lost because a provider did not answer: what may or may not have
// been sent is looked up before it is repeated. Wakes does what is due on cases
// by now.
//
// The package knows no rule of a procedure and no words: what is due is
// casework's, the sentences are the catalogue's. How a text leaves the house is
// a Provider's business; they stand one level below.
package notify
