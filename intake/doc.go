// Package intake takes in what people write: it answers each message once, and
// puts it where no officer can miss it.
//
// People write in bursts, twice, at night, and some of them are in danger. So
// the ways in (intake/twilio, intake/mailbox) only make sure that a message is
// on disk before the sender is told "ok". The Worker then takes one
// correspondent at a time, waits for a burst to end, asks the conversation what
// to do, does it to the case, and writes the case, the contact and the reply as
// one Change. If it is stopped at any point the message is either still waiting
// or wholly answered.
//
// The Worker knows no rule and no words: what to do is conversation's, what it
// does to a case is casework's. It sends nothing: replies go into the outbox.
package intake
