// Package sandbox is the outside world of a complaints service, on one
// computer and without an account: the telephone provider (Twilio) that carries
// texts and WhatsApp messages both ways, the phones of the people who send
// them, a post office that carries mails, and a page to hold those phones and
// mailboxes in one's hands.
//
// A child texts a council's number. The provider keeps the message, signs it
// and posts it to the council's webhook; nobody hears of it again if the
// webhook is away, except who asks the provider's list. A reply is created by
// an API call, is queued, sent and delivered, and each step is told by a status
// callback, which may be late, twice or out of order. STOP is obeyed by the
// provider itself. A WhatsApp text a day after the person's last one is taken
// and then fails. The API may answer with an error although the message went
// out. All of this is here, with the provider's own codes, and can be asked for.
//
// A parent's mail lands in a council's mailbox, where an IMAP server shows it; an
// answer is handed in at an SMTP server, which may be busy, refuse somebody's
// address, or hang up after it has taken the mail.
//
// What it does not do: it knows no case, no council and no wording, and imports
// nothing of the service (cases and the clock reach its page as funcs). It does
// not act on what a webhook answers (TwiML), fetch outgoing media, charge
// anybody, or ring. A mail to nobody here goes nowhere. It listens on the
// loopback only.
package sandbox
