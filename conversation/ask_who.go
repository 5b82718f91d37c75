package conversation

import "heard/casework"

// who asks who is speaking, where their words have not told.
var who = question{
	name:   AskWho,
	needed: func(t *turn) bool { return t.draft.Complainant.Role == "" && self(t.draft.ContactedBy.Role) },
	ask:    one("ask.who", "ask.who.again"),
	hear: func(t *turn, r reading) bool {
		is, ok := t.whoIs(r)
		if !ok {
			return false
		}
		t.do(casework.Introduce{Role: is.role, ContactedBy: is.standing, OnBehalfOf: is.behalf})
		t.done(AskWho)
		t.say("thanks.short")
		return true
	},
}

// whoMenu is what the numbered choices of the question stand for.
var whoMenu = []speaker{
	{casework.Child, casework.Self, ""},
	{casework.Parent, casework.Self, ""},
	{casework.Child, casework.Advocacy, ""},
	{casework.Other, casework.OtherContact, ""},
}

// whoWords are single words that tell who is speaking, where that was asked.
var whoWords = []struct {
	meaning string
	speaker speaker
}{
	{"is.advocate", speaker{casework.Child, casework.Advocacy, ""}},
	{"is.professional", speaker{"", casework.Professional, ""}},
	{"is.carer", speaker{casework.Carer, casework.Self, ""}},
	{"is.family", speaker{casework.Family, casework.Self, ""}},
	{"is.parent", speaker{casework.Parent, casework.Self, ""}},
	{"is.friend", speaker{casework.Child, casework.Friend, ""}},
	{"is.child", speaker{casework.Child, casework.Self, ""}},
}

func (t *turn) whoIs(r reading) (speaker, bool) {
	l := t.l
	if len(r.toks) == 0 {
		return speaker{}, false
	}
	if n, ok := menuNumber(r.toks); ok && n <= len(whoMenu) {
		return whoMenu[n-1], true
	}
	if is := l.speaker(r.toks); is != (speaker{}) {
		if is.role != casework.Child || is.standing != casework.Self {
			is.behalf = ""
		}
		return is, true
	}
	if l.has(r.toks, "self") {
		return whoMenu[0], true
	}
	for _, w := range whoWords {
		if len(r.toks) <= 5 && l.has(r.toks, w.meaning) {
			return w.speaker, true
		}
	}
	return speaker{}, false
}
