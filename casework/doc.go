// Package casework is the law of the place, as values: what a children's
// social care complaint is, which clocks run on it, who must be told what, and
// what an officer or a complainant may do to it.
//
// It is pure. Nothing here does I/O, asks the time or draws at random: time,
// chance and the council's procedure are arguments. Case.Apply and Case.Wake
// are the only ways in which a case changes. It does not know how messages
// travel, which words they use, or how records are kept.
package casework
