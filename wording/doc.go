// Package wording is what Heard says.
//
// A child on a shared phone, a parent at midnight and an officer on Monday
// morning are told the same thing in different words, and a text message has
// room for two short paragraphs. So what is to be said is decided elsewhere, as
// templates with typed blanks, and this package finds the words: a Catalogue of
// sentences by template, language, audience and channel; Render, which joins
// the sentences of one turn into the texts a person receives; and Check, which
// keeps the sentences short, plain and whole before anyone reads them.
//
// It reads no file (configs does) and decides nothing about a case or a talk.
package wording
