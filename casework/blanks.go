package casework

import "maps"

// Fill completes the blanks of what is to be said: what the sayer did not know
// is taken from the case and the council. needs tells which blanks a template
// has. A blank that nobody knows stays away and is an error when it is
// rendered, which the checks of the words make impossible.
func Fill(says []Say, c Case, r Rules, needs func(Template) []string) []Say {
	known := r.Blanks()
	maps.Copy(known, c.Blanks())
	out := make([]Say, len(says))
	for i, s := range says {
		filled := Blanks{}
		for _, name := range needs(s.Template) {
			if b, ok := s.Blanks[name]; ok {
				filled[name] = b
			} else if b, ok := known[name]; ok {
				filled[name] = b
			}
		}
		s.Blanks = filled
		out[i] = s
	}
	return out
}

// Blanks are what any sentence of this council may mention: "council", "team",
// and for each contact NAME "NAME" (its name), "NAME_phone" and "NAME_email".
func (r Rules) Blanks() Blanks {
	b := Blanks{
		"council": {Name: r.Procedure.Council},
		"team":    {Name: r.Procedure.Team},
	}
	for name, p := range r.Procedure.Contacts {
		b[name] = Blank{Name: p.Name}
		b[name+"_phone"] = Blank{Phone: p.Phone}
		b[name+"_email"] = Blank{Name: p.Email}
	}
	for name, text := range r.Procedure.Notes {
		b[name] = Blank{Name: text}
	}
	return b
}

// Blanks are what a sentence may mention of this case: "reference",
// "statement", "outcome", "received", and for each limit STEP that runs
// "STEP_due" and "STEP_latest".
func (c Case) Blanks() Blanks {
	if c.Reference == "" {
		return Blanks{}
	}
	b := Blanks{
		"reference": {Reference: c.Reference},
		"received":  DateBlank(DateOf(c.ReceivedAt)),
		"statement": {Quote: c.Statement},
		"outcome":   {Quote: c.Outcome},
	}
	for _, d := range c.Deadlines {
		if !d.Due.IsZero() {
			b[string(d.Step)+"_due"] = DateBlank(d.Due)
		}
		if !d.Latest.IsZero() {
			b[string(d.Step)+"_latest"] = DateBlank(d.Latest)
		}
	}
	return b
}
