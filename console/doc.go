// Package console is the council's own pages.
//
// So far there is one: the page on which somebody on duty takes an alert. It is
// reached by a link that cannot be guessed and tells nothing, from any phone,
// without an account: whoever is rung at two in the morning has no password at
// hand. To open the page is no act, as machines open links too; to press its
// button is.
package console
