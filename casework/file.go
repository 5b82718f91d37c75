package casework

// This file has what becomes of the files that came with a message. Their bytes
// come later than the words, if at all.

// FlagFile marks a case one of whose files could not be kept.
const FlagFile Flag = "file_missing"

// KeepFile says that the bytes of a file are kept here.
type KeepFile struct {
	Source string `json:"source"` // where they were
	Kept   string `json:"kept"`   // where they are
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	Sum    string `json:"sum"` // SHA-256
}

func (a KeepFile) apply(ch *change) error {
	for i, f := range ch.c.Files {
		if f.Source == a.Source {
			f.Source, f.Size, f.Sum = a.Kept, a.Size, a.Sum
			set(&f.Type, a.Type)
			ch.c.Files[i] = f
			ch.log(WhoHeard, "kept a "+f.Name+" ("+f.Type+")", a.Sum)
		}
	}
	return nil
}

// LoseFile says that a file cannot be kept. A person finds out what was in it.
type LoseFile struct {
	Source string `json:"source"`
	Why    string `json:"why"` // for the officer
}

func (a LoseFile) apply(ch *change) error {
	ch.c.flag(FlagFile)
	ch.log(WhoHeard, "could not keep a file", a.Why)
	ch.task("officer.file", Blanks{"why": {Name: a.Why}})
	return nil
}
