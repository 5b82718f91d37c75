package wording

import (
	"strings"
	"time"

	"heard/casework"
)

// longAgo makes every date of Worst one with its year.
var longAgo = casework.Date{Year: 2020, Month: time.January, Day: 1}

// longName is about as long as a name with a role behind it comes.
const longName = "Maximiliana Featherstonehaugh-Cholmondeley"

// Worst returns the blanks that sentences may have, each with about the longest
// value it can come to. What a council adds (its contacts and notes) is put
// over it, by Rules.Blanks, to make what Check is given.
func Worst() casework.Blanks {
	day := casework.Date{Year: 2026, Month: time.September, Day: 30}
	words := casework.Blank{Quote: strings.Repeat("nobody listens ", 100)}
	b := casework.Blanks{
		// of any council
		"council": {Name: "Bournemouth, Christchurch and Poole Council"},
		"team":    {Name: "the children's complaints team"},
		// of a case: see casework.Case.Blanks
		"reference": {Reference: "WXYZ-4K7Q2"},
		"example":   {Reference: "WXYZ-4K7Q2"},
		"received":  casework.DateBlank(day),
		"statement": words,
		"outcome":   words,
		// of a turn or an action
		"today":           casework.DateBlank(day),
		"listen_on":       casework.DateBlank(day), // when a person listens to what a machine cannot
		"weekday":         casework.DateBlank(day), // since when a person has had it
		"clock":           casework.ClockBlank(22*60 + 30),
		"until":           casework.ClockBlank(22*60 + 30),
		"advocate_answer": {Word: "readback.advocate.later"},
		"code":            {Name: "0000"},
		"link":            {Name: "https://complaints.children.example.gov.uk/ack/0123456789abcdef0123456789abcdef"},
		"why":             {Name: strings.Repeat("hint ", 25)},
		"phone":           {Phone: "+447700900123"},   // of somebody who rang
		"step":            {Word: "step.acknowledge"}, // the longest of them
		"due":             casework.DateBlank(day),
		"count":           casework.CountBlank(9),
		// of a letter
		"on":            casework.DateBlank(day), // when something was or will be
		"was":           casework.DateBlank(day), // before it moved
		"latest":        casework.DateBlank(day),
		"who":           {Name: longName},
		"owner":         {Name: longName},
		"advocate_name": {Name: longName},
		"investigator":  {Name: longName},
		"independent":   {Name: longName},
		"signed":        {Name: "Adult and children's complaints manager"},
		"to":            {Name: "Bournemouth, Christchurch and Poole Council"},
		"place":         {Name: strings.Repeat("place ", 8)},
		"stage":         {Name: "2"},
		"route":         {Name: strings.Repeat("look ", 24)},
		"reason":        words,
		"found":         words,
		"what":          words,
		"service":       {Name: "the service"},
		"service_phone": {Phone: "0800 800 5000"},
	}
	for _, step := range casework.StepNames {
		b[string(step)+"_due"] = casework.DateBlank(day)
		b[string(step)+"_latest"] = casework.DateBlank(day)
	}
	return b
}
