package sandbox

import (
	"strings"
)

// What a single word in a text message does before anybody at the council sees
// it. WhatsApp has no such words: there they are ordinary messages.
var keywords = map[string]string{
	"STOP": "STOP", "STOPALL": "STOP", "UNSUBSCRIBE": "STOP", "CANCEL": "STOP", "END": "STOP",
	"QUIT": "STOP", "REVOKE": "STOP", "OPTOUT": "STOP",
	"START": "START", "YES": "START", "UNSTOP": "START",
	"HELP": "HELP", "INFO": "HELP",
}

// stockReplies are what Twilio says where nothing better has been set.
var stockReplies = map[string]string{
	"STOP": "You have successfully been unsubscribed. You will not receive any more messages " +
		"from this number. Reply START to resubscribe.",
	"START": "You have successfully been re-subscribed to messages from this number. " +
		"Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
	"HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}

// obey does what a keyword says and gives the provider's own reply to it, if
// any. A START word from somebody who never stopped is an ordinary text: "yes"
// is an answer. Nor is STOP answered twice, or HELP to who has opted out. The
// caller holds the lock.
func (t *Twilio) obey(m *Message, l Line) (reply string) {
	word := keywords[strings.ToUpper(strings.TrimSpace(m.Body))]
	if word == "" || isWhatsApp(m.From) || len(m.Media) > 0 {
		return ""
	}
	p := pair{m.From, m.To}
	was := t.optedOut[p]
	if word == "START" && !was {
		return ""
	}
	m.OptOut = word
	t.optedOut[p] = word == "STOP" || word == "HELP" && was
	if word != "START" && was {
		return ""
	}
	if own, ok := l.Replies[word]; ok {
		return own
	}
	return stockReplies[word]
}
