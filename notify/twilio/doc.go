// Package twilio is the way out by text message and WhatsApp, through Twilio.
//
// To create a message there is not idempotent: when the answer is lost, nobody
// knows whether a child has been texted. So this package is careful to say what
// it knows. A refusal with a code is a fact; a connection that was never made
// is one too; everything else (a time-out, a cut line, an error of the server,
// an answer that makes no sense) is of unknown outcome, and Find reads the
// account's list to settle it. What a code means for an officer stands in
// codes.go.
//
// twilio-go knows the requests and answers. Its own client is not used: it has
// no context, damages parameters of the list, leaves bodies open and loses
// Retry-After. client.go is ours.
//
// The package keeps nothing and repeats nothing. Its errors name no number.
package twilio
