// Package configs reads the files that a council edits: how it deals with
// complaints (procedures), what Heard says (words), which days are bank
// holidays, and how the service is set up.
//
// These files are written by people who know complaints, not computers, and a
// wrong figure becomes a missed deadline. So reading is strict: an unknown key,
// a limit without its source or a number nobody could ring is an error, all
// errors are reported at once, and each is one line that says where it stands
// and what was meant:
//
//	ours.yaml:8:5: there is no key "lastest" here: did you mean "latest"?
//
// The files of the councils shipped are embedded; docs/procedures.md says how
// to write one. Secrets are never in files of this package; see Secrets.
package configs
