package main

import (
	"heard/casework"
	"heard/configs"
	"heard/notify"
	"heard/wording"
)

// approved gives the sender what WhatsApp has approved of a council's words.
// Their blanks are numbered as they stand in our own words.
func (h *house) approved(n *notify.Council, c *configs.Twilio) {
	if c == nil {
		return
	}
	n.Templates, n.Buttons = map[casework.Template]notify.Approved{}, c.Buttons
	for name, id := range c.Templates {
		t := casework.Template(name)
		n.Templates[t] = notify.Approved{Content: id, Blanks: h.words.Needs(t)}
	}
}

// blank puts one blank of an approved text into words.
func (h *house) blank(say casework.Say, blank string, lang casework.Lang, audience string, ch casework.Channel, today casework.Date) (string, error) {
	return h.words.Blank(say, blank, wording.Reader{Language: lang, Audience: wording.Audience(audience), Channel: ch, Today: today})
}
