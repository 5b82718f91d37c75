package twilio

import (
	"strconv"
	"time"

	"heard/notify"
)

// This file is what Twilio's codes mean here. The hints are read by officers,
// so they say what to do, in plain words.

const (
	hintOther    = "The text was refused. Find another safe way to reach them."
	hintAway     = "The text service cannot be reached. It is tried again."
	hintUnclear  = "The text service gave no clear answer. It is looked up and tried again."
	hintOperator = "The text service refuses us. Tell whoever runs this service. It is tried again."
	hintBusy     = "The text service is busy. It is tried again."
	hintStopped  = "They have stopped our texts. The complaint goes on. Find another safe way."
	hintNumber   = "The number cannot get texts. Ring it if that is safe, or find another way."
	hintGone     = "The number may be gone. Find another safe way."
	hintOff      = "The phone was off or out of reach. Try again later if it is safe, or find another way."
	hintBlocked  = "The phone company blocked the text. Find another safe way, and tell whoever runs this service."
	hintClosed   = "WhatsApp lets us write freely for a day after their last message only. Use a text if that is safe."
	hintWhatsApp = "They cannot be reached on WhatsApp. Use a text if that is safe, or find another way."
	hintWords    = "The text service would not take the words. Tell whoever runs this service, and write to them another way."
)

// manner is what follows from a code.
type manner int

const (
	final    manner = iota // it will never work for this person
	passing                // it may work later
	operator               // it will work when somebody has mended the service
)

type meaning struct {
	manner manner
	hint   string
}

// later says after how long a text is said again that did not arrive for a
// reason that may pass: the phone was off; nobody knows why.
var later = map[int][3]time.Duration{
	30003: {time.Hour, 6 * time.Hour, 24 * time.Hour},
	30008: {10 * time.Minute},
}

// The same for whole manners: when it was too much at once, and when somebody
// has to mend the service.
var (
	whenBusy   = [3]time.Duration{5 * time.Minute, 30 * time.Minute, 2 * time.Hour}
	whenMended = [3]time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour}
)

// stopped are the codes by which somebody has stopped our texts.
var stopped = map[int]bool{21610: true}

// notThere are the codes by which WhatsApp is closed, or not there.
var notThere = map[int]bool{63003: true, 63016: true, 63024: true}

// codes are Twilio's error codes, of the API and of status callbacks.
var codes = map[int]meaning{
	// How our account fares.
	429:   {passing, hintBusy},
	20429: {passing, hintBusy}, // too many requests
	14107: {passing, hintBusy}, // rate of messages exceeded
	21611: {passing, hintBusy}, // the number's queue is full
	30001: {passing, hintBusy}, // queue overflow
	30022: {passing, hintBusy}, // rate limit of a carrier
	63018: {passing, hintBusy}, // rate limit of WhatsApp
	401:   {operator, hintOperator},
	403:   {operator, hintOperator},
	404:   {operator, hintOperator},
	20003: {operator, hintOperator}, // authentication failed
	20005: {operator, hintOperator}, // account not active
	20404: {operator, hintOperator}, // no such account
	21212: {operator, hintOperator}, // From is not valid
	21408: {operator, hintOperator}, // the region is not permitted
	21603: {operator, hintOperator}, // From is missing
	21606: {operator, hintOperator}, // From cannot text
	21609: {operator, hintOperator}, // StatusCallback is not valid
	21659: {operator, hintOperator}, // From is not ours
	21660: {operator, hintOperator}, // From belongs to another account
	21701: {operator, hintOperator}, // no such Messaging Service
	21703: {operator, hintOperator}, // the Messaging Service has no number
	30002: {operator, hintOperator}, // account suspended
	63007: {operator, hintOperator}, // no such WhatsApp sender
	11200: {operator, hintOperator}, // our webhook could not be fetched
	30029: {operator, hintOperator}, // the account has no message privacy
	21655: {operator, hintOperator}, // no such ContentSid
	21656: {operator, hintOperator}, // ContentVariables are not valid

	// The person.
	21610: {final, hintStopped},
	21211: {final, hintNumber}, // not a number
	21217: {final, hintNumber},
	21614: {final, hintNumber}, // not a mobile number
	21635: {final, hintNumber}, // a landline
	30006: {final, hintNumber}, // a landline, or a network that cannot be reached
	30003: {final, hintOff},
	30004: {final, hintBlocked},
	30005: {final, hintGone},
	30007: {final, hintBlocked},
	30008: {final, hintOff},
	63003: {final, hintWhatsApp},
	63024: {final, hintWhatsApp},
	63016: {final, hintClosed},

	// The words.
	21602: {final, hintWords}, // empty
	21617: {final, hintWords}, // too long
	63021: {final, hintWords}, // a template that is not valid
}

// Explain says what a code means, as of a text that did not arrive.
func (p *Provider) Explain(code string) *notify.SendError {
	n, err := strconv.Atoi(code)
	if err != nil {
		return nil
	}
	why := explain(n)
	switch codes[n].manner {
	case passing:
		why.Retry = whenBusy
	case operator:
		why.Retry = whenMended
	}
	return why
}

func explain(code int) *notify.SendError {
	m, ok := codes[code]
	if !ok {
		m = meaning{final, hintOther}
	}
	return &notify.SendError{
		Temporary: m.manner != final, Operator: m.manner == operator,
		Code: strconv.Itoa(code), Hint: m.hint,
		Retry: later[code], OptedOut: stopped[code], Elsewhere: notThere[code],
	}
}
