// Package mail is the way out by email, through the council's own mail server.
//
// What a mail server says is law: it took the mail, or not now, or never. Only
// when the line breaks after the mail was on its way is the outcome unknown, and
// then nobody can be asked: the mail goes again under the same Message-ID, which
// is made of the part's hash, so that a mailbox may know the two for one. Find
// therefore finds nothing.
//
// People's troubles do not leave the house in the clear. Where TLS is required
// a server that does not offer it, or cannot prove who it is, gets nothing; and
// a password goes over an encrypted line only, or none at all.
//
// A mail is plain text, and beside it the same text as HTML that a phone shows
// well (letter.html, block.go, link.go): no picture, no script, nothing loaded.
// It says of itself that a machine wrote it, so that other machines do not
// answer. What codes mean for an officer stands in codes.go.
//
// jordan-wright/email puts the mail together. It trusts what it is given and its
// own sending falls back to no encryption, so every field is looked at first
// (head.go) and go-smtp sends.
//
// The package keeps nothing and repeats nothing. Its errors name no address.
package mail
