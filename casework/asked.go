package casework

import "slices"

// This file has what people ask for beside their complaint. A machine grants
// none of it: an officer is told, and the complaint goes on meanwhile.

// Flags of this file.
const (
	FlagWithdrawAsked Flag = "withdraw_asked"    // they may want it dropped: ask them alone
	FlagRecords       Flag = "records_asked"     // they want to see what is kept about them
	FlagErasure       Flag = "erasure_asked"     // they want it deleted
	FlagFormat        Flag = "format_wanted"     // large print, easy read, audio, BSL, a call
	FlagPaused        Flag = "paused"            // no news until they write again
	FlagTwoPeople     Flag = "two_people"        // somebody else writes from the same address
	FlagIdentity      Flag = "identity"          // they quoted a number of another contact
	FlagAnonymous     Flag = "anonymous"         // they do not want to give a name
	FlagTranslate     Flag = "needs_translating" // what officers write to them
)

// AskWithdraw says that somebody may want the complaint dropped ("forget it").
// It goes on: an officer asks them, alone.
type AskWithdraw struct{}

func (AskWithdraw) apply(ch *change) error {
	ch.asked(FlagWithdrawAsked, "may want it dropped", "officer.withdraw_asked")
	return nil
}

// AskRecords asks to see what is kept about somebody, or to have it deleted.
//
// law: UK GDPR articles 15 and 17: a request may be made in any words; one
// month to answer.
type AskRecords struct {
	Erase bool `json:"erase,omitempty"`
}

func (a AskRecords) apply(ch *change) error {
	if a.Erase {
		ch.asked(FlagErasure, "asked to have what is kept deleted", "officer.erasure_asked")
	} else {
		ch.asked(FlagRecords, "asked to see what is kept", "officer.records_asked")
	}
	return nil
}

// AskFormat asks to be told in another way: large print, a call.
type AskFormat struct {
	Format string `json:"format"`
}

func (a AskFormat) apply(ch *change) error {
	ch.asked(FlagFormat, "asked to be told in another way: "+a.Format, "officer.format."+Template(a.Format))
	return nil
}

// PauseTexts asks for no news until they write again.
type PauseTexts struct {
	From Address `json:"from"`
}

func (a PauseTexts) apply(ch *change) error {
	ch.asked(FlagPaused, "asked for no news for now", "officer.paused")
	return nil
}

// EndPause is for the first message after a pause.
type EndPause struct{}

func (EndPause) apply(ch *change) error {
	ch.c.unflag(FlagPaused)
	ch.log(WhoComplainant, "wrote again after a pause", "")
	return nil
}

// OtherSpeaker says that somebody else writes from the same address. They are
// shown nothing, and until an officer knows more it is not safe to write there.
type OtherSpeaker struct {
	From Address `json:"from"`
	Role Role    `json:"role,omitempty"`
}

func (a OtherSpeaker) apply(ch *change) error {
	ch.c.SafeContact.Safe = Unsure
	ch.asked(FlagTwoPeople, "somebody else wrote from the same address", "officer.two_people")
	return nil
}

// QuoteReference says that somebody quoted the number of a case that is not
// this contact's. It is shown to nobody until an officer knows who they are.
type QuoteReference struct {
	To Reference `json:"to"`
}

func (a QuoteReference) apply(ch *change) error {
	ch.asked(FlagIdentity, "quoted the number "+a.To.Show()+" from another address", "officer.identity")
	return nil
}

// ProveContact says that somebody proved from another address that it is them,
// with the safe word of the case.
type ProveContact struct {
	From Address `json:"from"`
}

func (a ProveContact) apply(ch *change) error {
	ch.c.wroteFrom(a.From)
	ch.log(WhoComplainant, "showed with the safe word that it is them, by "+string(a.From.Channel()), "")
	return nil
}

// StayAnonymous says that somebody gives no name.
type StayAnonymous struct{}

func (StayAnonymous) apply(ch *change) error {
	ch.c.flag(FlagAnonymous)
	ch.log(WhoComplainant, "wants to give no name", "")
	return nil
}

// ChooseLanguage says which language somebody wants to be answered in.
type ChooseLanguage struct {
	Language Lang `json:"language"`
	Home     bool `json:"home,omitempty"` // it is the language in which officers write
}

func (a ChooseLanguage) apply(ch *change) error {
	ch.c.Language = a.Language
	if a.Home {
		ch.c.unflag(FlagTranslate)
		ch.log(WhoComplainant, "chose the language "+string(a.Language), "")
		return nil
	}
	ch.asked(FlagTranslate, "chose the language "+string(a.Language), "officer.translate")
	return nil
}

// AddToRequest adds to the newest request for a stage which part is still
// wrong, and what should happen now.
type AddToRequest struct {
	What string `json:"what,omitempty"`
	Want string `json:"want,omitempty"`
	Tell Answer `json:"tell,omitempty"` // shall their advocate be told
}

func (a AddToRequest) apply(ch *change) error {
	ch.c.Requests = slices.Clone(ch.c.Requests)
	if n := len(ch.c.Requests); n > 0 {
		r := &ch.c.Requests[n-1]
		r.What, r.Want = addWords(r.What, a.What, false), addWords(r.Want, a.Want, false)
	}
	ch.log(WhoComplainant, "said more about what they ask for", addWords(a.What, a.Want, false))
	if a.Tell == Yes {
		ch.task("officer.tell_advocate", nil)
	}
	return nil
}

// asked notes what somebody asked for, and tells an officer once.
func (ch *change) asked(f Flag, what string, task Template) {
	told := ch.c.Flagged(f)
	ch.c.flag(f)
	ch.log(WhoComplainant, what, "")
	if !told || f == FlagFormat {
		ch.task(task, nil)
	}
}
