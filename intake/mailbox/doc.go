// Package mailbox is the door for email: it reads what people wrote to a
// council's mailbox and watches that mailbox day and night.
//
// Nobody writes an email as the standards have it. Parents answer above, below
// and between the lines of what they were sent, from phones that quote in their
// own way; their mail servers send holiday notes in their name, and hand back
// what could not be delivered. So Parse never refuses: it reads what can be
// read, hides what was only quoted (hides, for a wrong guess must not lose a
// word), tells people from machines, and the whole mail is kept as it came.
//
// A mailbox is somebody else's server. It may fall silent without a word,
// number its mails anew, be restarted or lose a mail while it is read. So the
// Watcher keeps a cursor of what it has seen, never a time from which to look;
// it moves the cursor only when the store has the mail on disk, gives every
// command a limit, and comes back after every failure. The same mail read twice
// is kept once.
//
// The package answers nobody, deletes nothing, marks nothing as read, and knows
// no case. Passwords are for IMAP's LOGIN under TLS; OAuth is not spoken.
package mailbox
